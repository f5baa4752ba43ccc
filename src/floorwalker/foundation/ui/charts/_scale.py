"""From values to places: linear scales, round ticks for numbers, clock ticks for times."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format, number_format

_MINUTE_STEPS = (15, 30, 60, 120, 180, 360, 720)
_DAY_STEPS = (1, 2, 7, 14, 28, 91, 182, 364)


@dataclass(frozen=True)
class Linear:
    """Maps [low, high] onto [start, end], both ends included."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        if self.high == self.low:
            return self.start
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def round_ticks(low: float, high: float, *, count_max: int = 6) -> tuple[float, ...]:
    """Return about `count_max` multiples of 1, 2 or 5 times a power of ten around [low, high].

    Source: P. S. Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990.
    """
    if high <= low:
        high = low + 1
    rough = (high - low) / max(count_max - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return tuple(round(index * step, 10) for index in range(first, last + 1))


def tick_text(value: float, ticks: Sequence[float]) -> str:
    """Write a tick with just the decimals that its neighbours need, in the reader's way."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return str(number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True))


def value_text(value: float | None, *, decimals: int) -> str:
    """Write a number of a table or a label; a missing one is a dash."""
    if value is None or not math.isfinite(value):
        return "–"
    rounded = round(value, decimals)  # number_format cuts the decimals of a float off
    return str(number_format(rounded, decimal_pos=decimals, use_l10n=True, force_grouping=True))


def time_ticks(first: datetime, last: datetime, *, count_max: int) -> tuple[datetime, ...]:
    """Return round local clock times (or dates) within [first, last], in the current zone.

    Steps count on the clock, so ticks stay on the hour across a clock change; an hour that the
    clock skips has no tick.
    """
    span_minutes = (last - first).total_seconds() / 60
    for minutes in _MINUTE_STEPS:
        if span_minutes / minutes <= count_max:
            return _clock_ticks(first, last, step_minutes=minutes)
    for days in _DAY_STEPS:
        if span_minutes / 1440 / days <= count_max:
            return _day_ticks(first, last, step_days=days)
    return _day_ticks(first, last, step_days=math.ceil(span_minutes / 1440 / count_max))


def time_text(at: datetime) -> str:
    """Write a tick: the clock time, or the date at midnight."""
    local = timezone.localtime(at)
    return date_format(local, "D j N" if local.time() == time(0) else "H:i")


def moment_text(at: datetime) -> str:
    """Write a time of a table in full."""
    return date_format(timezone.localtime(at), "D j N Y H:i")


def _clock_ticks(first: datetime, last: datetime, *, step_minutes: int) -> tuple[datetime, ...]:
    ticks = []
    for day in _local_days(first, last):
        for minute in range(0, 1440, step_minutes):
            at = _local(day, minute)
            if at is not None and first <= at <= last:
                ticks.append(at)
    return tuple(ticks)


def _day_ticks(first: datetime, last: datetime, *, step_days: int) -> tuple[datetime, ...]:
    # Counted from a fixed Monday, so that the same dates carry ticks on every page of a chart.
    midnights = (
        _local(day, 0)
        for day in _local_days(first, last)
        if (day - date(2000, 1, 3)).days % step_days == 0
    )
    return tuple(at for at in midnights if at is not None and first <= at <= last)


def _local_days(first: datetime, last: datetime) -> list[date]:
    start, end = timezone.localtime(first).date(), timezone.localtime(last).date()
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]


def _local(day: date, minute: int) -> datetime | None:
    """Return that clock time of the day, or None when the clock skips it."""
    zone = timezone.get_current_timezone()
    at = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    there_and_back = at.astimezone(UTC).astimezone(zone)
    return at if there_and_back.replace(tzinfo=None) == at.replace(tzinfo=None) else None
