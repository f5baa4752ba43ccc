"""What came in the intervals of a forecast, or in the same ones some weeks before."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from floorwalker.duties.history.queries import interval_totals
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK

MINUTES_PER_HOUR = 60

Slot = tuple[date, int]


def contacts_before(
    queue_id: int, *, times: Sequence[datetime], minutes: int, zone: ZoneInfo, weeks: int
) -> list[float | None] | None:
    """Return what was offered so many weeks before each of these intervals; `None` for nothing.

    Intervals are matched by the clock on the wall. History in longer intervals than the forecast's
    tells nothing here; an hour that the clock went through twice counts its first pass.
    """
    shift = timedelta(days=weeks * DAYS_PER_WEEK)
    slots = [slot_of(at.astimezone(zone), minutes=minutes) for at in times]
    if not slots:
        return None
    totals = interval_totals(
        [queue_id], first_day=slots[0][0] - shift, last_day=slots[-1][0] - shift
    )
    found: dict[Slot, float] = {}
    for total in totals:
        local = total.starts_at.astimezone(zone)
        if total.minutes <= minutes and not local.fold:
            day, slot = slot_of(local, minutes=minutes)
            found[day + shift, slot] = found.get((day + shift, slot), 0) + total.offered
    return [found.get(slot) for slot in slots] if found else None


def weeks_back(day: date, *, known_until: date) -> int:
    """Return how many weeks before a day its weekday was last known; at least one."""
    days = (day - known_until).days
    return max(1, -(-days // DAYS_PER_WEEK))


def slot_of(local: datetime, *, minutes: int) -> Slot:
    """Return the day and the interval of a local time, counted from midnight by the clock."""
    return local.date(), (local.hour * MINUTES_PER_HOUR + local.minute) // minutes
