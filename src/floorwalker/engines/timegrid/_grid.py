"""The grid itself: which intervals a local day has, and which wall-clock slot each one fills."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

# Under five minutes is for reading a source; nothing is planned that finely.
INTERVAL_MINUTES = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60)
MINUTES_PER_DAY = 24 * 60


def check_minutes(minutes: int) -> None:
    """Raise ValueError unless `minutes` is an interval length that divides an hour."""
    if minutes not in INTERVAL_MINUTES:
        allowed = ", ".join(str(m) for m in INTERVAL_MINUTES)
        raise ValueError(f"An interval of {minutes} minutes is not possible; choose {allowed}.")


def slots_per_day(minutes: int) -> int:
    """Return the number of wall-clock slots of a day: 48 for half-hours, whatever the season."""
    check_minutes(minutes)
    return MINUTES_PER_DAY // minutes


def slot_of(local: datetime, *, minutes: int) -> int:
    """Return the wall-clock slot (0 at midnight) that a local time falls in."""
    return (local.hour * 60 + local.minute) // minutes


def interval_starts(first_day: date, *, days: int, minutes: int, zone: tzinfo) -> list[datetime]:
    """Return the starts, in UTC, of every real interval of `days` local days.

    A spring day is shorter and an autumn day longer: the clock decides, not a count of 24 hours.
    """
    check_minutes(minutes)
    moment = _day_start(first_day, zone=zone)
    end = _day_start(first_day + timedelta(days=days), zone=zone)
    step = timedelta(minutes=minutes)
    starts = []
    while moment < end:
        starts.append(moment)
        moment += step
    return starts


def _day_start(day: date, *, zone: tzinfo) -> datetime:
    # Where midnight is skipped by the clock, this is the first instant that the day does have.
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
