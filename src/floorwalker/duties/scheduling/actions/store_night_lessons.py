"""Store what a night has learned of a site's days: grades of old updates, slopes for new ones."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from floorwalker.duties.scheduling.models import IntradayGrade, IntradaySlopes, IntradayUpdate
from floorwalker.duties.scheduling.stages.grading import GradeDraft
from floorwalker.duties.scheduling.stages.learning import SlopesDraft, cuts_as_json
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.people.models import Site

KEPT_DAYS = 90
"""How long updates and slopes stay; the grades of the days stay for good."""


def store_night_lessons(
    actor: Actor,
    *,
    site: Site,
    day: date,
    slopes: Sequence[SlopesDraft],
    grades: Sequence[GradeDraft],
    at: datetime,
) -> None:
    """Add the slopes for a day and the grades of days before it; remove what is old.

    Raises:
        NotPermittedError: this actor may not.
    """
    actor.require("plan_week", site_id=site.pk)
    with transaction.atomic():
        IntradaySlopes.objects.bulk_create(_slopes(draft, at=at) for draft in slopes)
        IntradayGrade.objects.bulk_create(
            IntradayGrade(**vars(draft), created_at=at) for draft in grades
        )
        _remove_old(site, before=day - timedelta(days=KEPT_DAYS))
        after = {"day": str(day), "queues": len(slopes), "grades": len(grades)}
        record(actor, "store_night_lessons", subject=site, after=after, at=at)


def _slopes(draft: SlopesDraft, *, at: datetime) -> IntradaySlopes:
    return IntradaySlopes(
        queue_id=draft.queue_id,
        day=draft.day,
        interval_minutes=draft.interval_minutes,
        dispersion=draft.dispersion,
        past_days=draft.past_days,
        cuts=cuts_as_json(draft.cuts),
        created_at=at,
    )


def _remove_old(site: Site, *, before: date) -> None:
    IntradayUpdate.objects.filter(queue__site=site, day__lt=before).delete()
    IntradaySlopes.objects.filter(queue__site=site, day__lt=before, updates=None).delete()
