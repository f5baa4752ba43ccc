"""From updates of days that are over to their grades: the error with and without them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from floorwalker.duties.history.queries import ToldDay, queue_history, told_day
from floorwalker.duties.scheduling.choices import RestVerdict
from floorwalker.duties.scheduling.models import IntradayGrade, IntradayUpdate
from floorwalker.duties.scheduling.stages.day_intervals import DayInterval
from floorwalker.engines.timegrid import interval_starts, slot_of
from floorwalker.foundation.people.models import Site

DAYS_WAITED = 14
"""A day that is not told as a whole by then is not graded."""

QUIET_END = timedelta(hours=1)
"""A file made after the day may end this early: nobody called before closing time."""


@dataclass(frozen=True)
class GradeDraft:
    """One queue's day: Σ|forecast − actual| ÷ Σ actual over the rest from each update on."""

    queue_id: int
    day: date
    updates: int
    offered: float
    wape_ratio_morning: float
    wape_ratio_updated: float


def grade_site(site: Site, *, before: date) -> tuple[GradeDraft, ...]:
    """Grade the updates of the days before this one that are told as a whole by now."""
    told: dict[date, dict[int, ToldDay]] = {}
    drafts = []
    for (queue_id, day), updates in _ungraded(site, before=before).items():
        of_day = told.setdefault(day, told_day(site, day))
        if queue_id in of_day and _is_whole(of_day[queue_id], updates[0]):
            drafts.append(_grade(updates))
    return tuple(draft for draft in drafts if draft is not None)


def _ungraded(site: Site, *, before: date) -> dict[tuple[int, date], list[IntradayUpdate]]:
    """Return the updates that moved a forecast, by queue and day."""
    graded = set(IntradayGrade.objects.filter(queue__site=site).values_list("queue_id", "day"))
    updates = IntradayUpdate.objects.filter(
        queue__site=site,
        day__lt=before,
        day__gte=before - timedelta(days=DAYS_WAITED),
        verdict=RestVerdict.UPDATED,
    ).select_related("queue__site", "forecast")
    found: dict[tuple[int, date], list[IntradayUpdate]] = {}
    for update in updates:
        if (update.queue_id, update.day) not in graded:
            found.setdefault((update.queue_id, update.day), []).append(update)
    return found


def _is_whole(told: ToldDay, update: IntradayUpdate) -> bool:
    zone, minutes = update.queue.site.tzinfo, update.forecast.interval_minutes
    last = DayInterval.from_json(update.intervals[-1]).starts_at
    closes_at = last + timedelta(minutes=minutes)
    over = interval_starts(update.day + timedelta(days=1), days=1, minutes=60, zone=zone)[0]
    return told.until >= closes_at - (QUIET_END if told.brought_in_at >= over else timedelta())


def _grade(updates: Sequence[IntradayUpdate]) -> GradeDraft | None:
    first = updates[0]
    minutes = first.forecast.interval_minutes
    history = queue_history(first.queue, minutes=minutes, first_day=first.day, last_day=first.day)
    if history.minutes != minutes:  # told in longer intervals than it was forecast in
        return None
    errors = np.array([row for u in updates for row in _compared(u, came=history.counts[0])])
    if not errors.size or not errors[:, 2].sum():
        return None
    morning, updated, actual = errors.T
    return GradeDraft(
        queue_id=first.queue_id,
        day=first.day,
        updates=len(updates),
        offered=float(actual.sum()),
        wape_ratio_morning=float(np.abs(morning - actual).sum() / actual.sum()),
        wape_ratio_updated=float(np.abs(updated - actual).sum() / actual.sum()),
    )


def _compared(update: IntradayUpdate, *, came: Sequence[float]) -> list[tuple[float, float, float]]:
    """Return morning forecast, update and what came in the rest of the day, where it is known."""
    found = []
    for stored in update.intervals:
        interval = DayInterval.from_json(stored)
        actual = came[_slot(interval.starts_at, update)]
        if interval.mean is not None and not np.isnan(actual):
            found.append((interval.morning, interval.mean, float(actual)))
    return found


def _slot(at: datetime, update: IntradayUpdate) -> int:
    minutes = update.forecast.interval_minutes
    return slot_of(at.astimezone(update.queue.site.tzinfo), minutes=minutes)
