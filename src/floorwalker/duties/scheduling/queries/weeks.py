"""The planning weeks of a site, each with how far its plan has come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Rehearsal, Requirement, Roster
from floorwalker.duties.scheduling.queries.metrics import Estimate, estimate
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK, monday_of
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.jobs.choices import FINISHED_STATES
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Site

WEEKS_AHEAD = 4
PLANNING_JOBS = ("make_forecast", "make_roster", "rehearse_roster")


@dataclass(frozen=True)
class WeekRow:
    """One week: its newest requirement and roster, and what the rehearsal expects."""

    starts_on: date
    ends_on: date
    requirement_id: int | None
    roster_id: int | None
    state: str
    state_label: str
    gap_ratio: float | None
    service_level: Estimate | None

    @property
    def service_level_mean(self) -> float | None:
        """The service level expected, without its interval."""
        return self.service_level.mean if self.service_level else None

    @property
    def is_published(self) -> bool:
        """Tell whether people work by it."""
        return self.state == RosterState.PUBLISHED


@dataclass(frozen=True)
class WeeksPage:
    """The weeks from the current one, and the planning jobs that run."""

    site_name: str
    rows: tuple[WeekRow, ...]
    running_job_ids: tuple[int, ...]
    can_plan: bool


def weeks_page(actor: Actor, *, at: datetime) -> WeeksPage:
    """Return the site's weeks: the current one, those ahead, and any other that has a roster."""
    actor.require("see_plans")
    site = site_of(actor)
    today = at.astimezone(site.tzinfo).date()
    rosters = _newest_rosters(site)
    ahead = {monday_of(today) + timedelta(weeks=n) for n in range(WEEKS_AHEAD + 1)}
    starts = sorted(ahead | set(rosters), reverse=True)
    requirements = _newest_requirements(site, starts)
    levels = _service_levels(rosters.values())
    return WeeksPage(
        site_name=site.name,
        rows=tuple(
            _row(start, rosters.get(start), requirements=requirements, levels=levels)
            for start in starts
        ),
        running_job_ids=running_planning_jobs(site),
        can_plan=actor.may("plan_week", site_id=site.pk),
    )


def running_planning_jobs(site: Site) -> tuple[int, ...]:
    """Return the planning jobs of the site that have not finished, the oldest first."""
    return running_jobs(site, kinds=PLANNING_JOBS)


def running_jobs(site: Site, *, kinds: Sequence[str]) -> tuple[int, ...]:
    """Return the jobs of these kinds that have not finished, the oldest first."""
    jobs = Job.objects.filter(site=site, kind__in=kinds).exclude(state__in=FINISHED_STATES)
    return tuple(jobs.order_by("pk").values_list("pk", flat=True))


def roster_that_counts(site: Site, *, week_starts_on: date) -> Roster | None:
    """Return the published roster of a week, else the newest one."""
    return _newest_rosters(site).get(week_starts_on)


def _newest_rosters(site: Site) -> dict[date, Roster]:
    found: dict[date, Roster] = {}
    for roster in Roster.objects.filter(site=site).defer("explanation").order_by("pk"):
        held = found.get(roster.week_starts_on)
        if held is None or held.state != RosterState.PUBLISHED:
            found[roster.week_starts_on] = roster
    return found


def _newest_requirements(site: Site, starts: Iterable[date]) -> dict[date, int]:
    found = Requirement.objects.filter(site=site, week_starts_on__in=starts).order_by("pk")
    return dict(found.values_list("week_starts_on", "pk"))  # of a week's, the last one stays


def _service_levels(rosters: Iterable[Roster]) -> dict[int, Estimate | None]:
    """Return the week's service level by roster, from each one's newest rehearsal."""
    found = Rehearsal.objects.filter(roster__in=rosters).order_by("roster_id", "-pk")
    levels = found.distinct("roster_id").values_list("roster_id", "outcome__week__service_level")
    return {roster_id: estimate(level) for roster_id, level in levels}


def _row(
    starts_on: date,
    roster: Roster | None,
    *,
    requirements: Mapping[date, int],
    levels: Mapping[int, Estimate | None],
) -> WeekRow:
    return WeekRow(
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=DAYS_PER_WEEK - 1),
        requirement_id=requirements.get(starts_on),
        roster_id=roster.pk if roster else None,
        state=roster.state if roster else "",
        state_label=roster.get_state_display() if roster else "",
        gap_ratio=roster.gap_ratio if roster else None,
        service_level=levels.get(roster.pk) if roster else None,
    )
