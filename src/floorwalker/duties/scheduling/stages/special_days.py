"""The site's calendar in the forecast engine's words: special days, holidays, opening hours."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from floorwalker.duties.scheduling.choices import Repeats, SpecialDayKind
from floorwalker.duties.scheduling.models import SpecialDay
from floorwalker.duties.scheduling.rules import special_days as rules
from floorwalker.engines import forecast as engine
from floorwalker.engines.timegrid import slots_per_day
from floorwalker.foundation.demand.models import OpeningHours, Queue
from floorwalker.foundation.people.public_holidays import public_holidays

HOLIDAY = "holiday"
"""The kind of a public holiday among a forecast's special days."""


def with_calendar(history: engine.History, queue: Queue, *, days: int) -> engine.History:
    """Return a queue's history with all that is known of its past days and the coming ones.

    Opening hours of deferred work say when people work on it, not when it comes in.
    """
    site = queue.site
    last = history.next_day + timedelta(days=days)
    marked = SpecialDay.objects.filter(Q(queue=None) | Q(queue=queue), site=site)
    return replace(
        history,
        holidays=public_holidays(
            site.country,
            site.province,
            years=range(history.first_day.year, last.year + 1),
            is_federal=site.is_federal_employer,
        ),
        special_days=tuple(
            engine.SpecialDay(day, engine.SpecialKind(row.kind), row.name, row.factor)
            for row in marked
            for day in dates_of(row, first=history.first_day, last=last)
        ),
        open_slots=None if queue.is_deferred else open_slots(queue, minutes=history.minutes),
    )


def dates_of(special_day: SpecialDay, *, first: date, last: date) -> frozenset[date]:
    """Return the dates of a special day from `first` to `last`."""
    dates = rules.Dates(
        first_day=special_day.first_day,
        last_day=special_day.last_day,
        repeats=Repeats(special_day.repeats),
        also_on=special_day.also_on,
    )
    return rules.dates_within(dates, first=first, last=last)


def open_slots(queue: Queue, *, minutes: int) -> npt.NDArray[np.bool_] | None:
    """Return the hours entered for a queue, shape (7, slots), Monday first; None without any.

    An interval that is open for a part of its time is open.
    """
    rows = list(OpeningHours.objects.filter(queue=queue))
    if not rows:
        return None
    hours = np.zeros((7, slots_per_day(minutes)), dtype=np.bool_)
    for row in rows:
        hours[row.weekday, row.from_minute // minutes : -(-row.until_minute // minutes)] = True
    return hours


def told(made: engine.Forecast, holidays: Iterable[date]) -> list[dict[str, Any]]:
    """Return what was done about the special days of a forecast, as its version keeps it."""
    last = made.first_day + timedelta(days=len(made.mean) - 1)
    by_hand = [
        {
            "day": effect.day.isoformat(),
            "kind": SpecialDayKind(effect.kind).value,
            "name": effect.name,
            "factor": effect.factor,
            "seen": effect.seen,
        }
        for effect in made.special
    ]
    marked = {effect.day for effect in made.special}
    public = [
        {"day": day.isoformat(), "kind": HOLIDAY, "name": "", "factor": None, "seen": 0}
        for day in holidays
        if made.first_day <= day <= last and day not in marked
    ]
    return sorted(by_hand + public, key=lambda row: str(row["day"]))
