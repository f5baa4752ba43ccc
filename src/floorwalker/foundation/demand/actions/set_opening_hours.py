"""Say when a queue is open, or leave it to its history."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.demand.models import MINUTES_PER_DAY, OpeningHours, Queue
from floorwalker.foundation.demand.opening_hours import OpenDay, opening_hours_of
from floorwalker.foundation.errors import BadInputError, NotFoundError
from floorwalker.foundation.people.choices import Weekday

STEP_MINUTES = 5


def set_opening_hours(
    actor: Actor, *, queue_id: int, days: Sequence[OpenDay], at: datetime
) -> tuple[OpenDay, ...]:
    """Give the queue these hours and no others. None at all: they are learned from its history.

    Raises:
        NotFoundError: there is no such queue.
        NotPermittedError: this actor may not.
        BadInputError: a day is named twice, or ends before it begins.
    """
    for problem in _problems(days):
        raise problem
    with transaction.atomic():
        queue = Queue.objects.select_for_update().filter(pk=queue_id).first()
        if queue is None:
            raise NotFoundError(_("there is no such queue."))
        actor.require("define_queues", site_id=queue.site_id)
        before = opening_hours_of(queue)
        after = tuple(sorted(days))
        OpeningHours.objects.filter(queue=queue).delete()
        OpeningHours.objects.bulk_create(OpeningHours(queue=queue, **asdict(day)) for day in after)
        record(
            actor,
            "set_opening_hours",
            subject=queue,
            before={"opening_hours": [asdict(day) for day in before]},
            after={"opening_hours": [asdict(day) for day in after]},
            at=at,
        )
    return after


def _problems(days: Sequence[OpenDay]) -> Iterator[BadInputError]:
    seen: set[int] = set()
    for day in days:
        if day.weekday not in Weekday.values:
            yield BadInputError(_("choose a weekday from 0 (Monday) to 6."), where="opening_hours")
            return
        name = Weekday(day.weekday).label
        if day.weekday in seen:
            yield BadInputError(_("%(day)s is there twice.") % {"day": name}, where="opening_hours")
        seen.add(day.weekday)
        if not 0 <= day.from_minute < day.until_minute <= MINUTES_PER_DAY:
            yield BadInputError(
                _("%(day)s must close after it opens, at midnight at the latest.") % {"day": name},
                where="opening_hours",
            )
        if day.from_minute % STEP_MINUTES or day.until_minute % STEP_MINUTES:
            yield BadInputError(
                _("%(day)s must open and close on five minutes.") % {"day": name},
                where="opening_hours",
            )
