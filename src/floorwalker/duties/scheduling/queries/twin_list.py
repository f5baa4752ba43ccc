"""The twins of a site, newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from floorwalker.duties.history.queries import contact_days
from floorwalker.duties.scheduling.models import Twin
from floorwalker.duties.scheduling.queries.twin_words import TONES, findings_of
from floorwalker.duties.scheduling.queries.weeks import running_jobs
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.demand.models import Queue


@dataclass(frozen=True)
class TwinRow:
    """One twin; `inside` of `days` were answered as it would have been, in the band."""

    id: int
    fitted_from: date
    fitted_until: date
    validated_from: date | None
    validated_until: date | None
    verdict: str
    verdict_label: str
    days: int
    inside: int
    made_by: str
    made_at: datetime

    @property
    def tone(self) -> str:
        """The kind of badge that the verdict wears."""
        return TONES[self.verdict]

    @property
    def inside_ratio(self) -> float | None:
        """Share of the days whose service level lies in the band."""
        return self.inside / self.days if self.days else None


@dataclass(frozen=True)
class TwinsPage:
    """The twins, and the jobs that make another."""

    rows: tuple[TwinRow, ...]
    has_contacts: bool
    can_make: bool
    running_job_ids: tuple[int, ...]


def twins_page(actor: Actor) -> TwinsPage:
    """Return the twins of the actor's site.

    Raises:
        NotPermittedError: this actor may not see plans.
    """
    actor.require("see_plans")
    site = site_of(actor)
    actor.require("see_plans", site_id=site.pk)
    twins = Twin.objects.filter(site=site).defer("parameters")
    return TwinsPage(
        rows=tuple(_row(twin) for twin in twins),
        has_contacts=bool(contact_days(list(Queue.objects.filter(site=site)), newest=1)),
        can_make=actor.may("plan_week", site_id=site.pk),
        running_job_ids=running_jobs(site, kinds=("make_twin",)),
    )


def _row(twin: Twin) -> TwinRow:
    level = findings_of(twin.figures["measures"])[0]
    return TwinRow(
        id=twin.pk,
        fitted_from=twin.fitted_from,
        fitted_until=twin.fitted_until,
        validated_from=twin.validated_from,
        validated_until=twin.validated_until,
        verdict=twin.verdict,
        verdict_label=twin.get_verdict_display(),
        days=level.days,
        inside=level.inside,
        made_by=twin.created_by_name,
        made_at=twin.created_at,
    )
