"""The work of `floorwalker forecast --intraday`: a day in progress, from what came until a time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

import numpy as np

from floorwalker.adapters.plain_csv import IntervalFile, QueueCounts, read_intervals
from floorwalker.cli._forecast_run import Wish, history_before, holidays_of
from floorwalker.cli._intraday_staffing import StaffedRow, StaffingWish, staffed_rows
from floorwalker.engines.forecast import (
    Forecast,
    IntradayUpdate,
    Today,
    forecast,
    intraday_update,
    morning_forecasts,
)
from floorwalker.engines.timegrid import local_starts, slot_of
from floorwalker.foundation.errors import BadInputError

SILENT_DAYS_MAX = 7  # between the last row and the day of TIME; later, TIME is a slip of the pen


@dataclass(frozen=True)
class IntradayRow:
    """One interval of the rest of the day."""

    start: datetime
    morning: float
    mean: float
    quantiles: tuple[int, ...]
    aht_seconds: float | None
    staffed: StaffedRow | None


@dataclass(frozen=True)
class IntradayQueue:
    """One queue's day in progress."""

    queue: str
    update: IntradayUpdate
    rows: tuple[IntradayRow, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class IntradayReport:
    """Everything the command has to show.

    `known_until` is the start of the first interval told; a queue whose first day is the day of
    the time is left out, for nothing is known that could be expected of it.
    """

    wish: Wish
    staffing: StaffingWish | None
    as_of: datetime
    known_until: datetime
    source_minutes: int
    rows_left_out: int
    queues: tuple[IntradayQueue, ...]
    queues_left_out: tuple[str, ...]


def run_intraday(
    path: Path, *, wish: Wish, as_of: datetime, staffing: StaffingWish | None
) -> IntradayReport:
    """Read the file up to a time, forecast its day as on that morning, and update the rest.

    Raises:
        BadInputError: the file cannot be used, or the time lies outside its history.
    """
    as_of = _on_the_clock(as_of, zone=wish.zone)
    known_until = as_of.replace(minute=as_of.minute // wish.minutes * wish.minutes, second=0)
    known_until = known_until.replace(microsecond=0)
    file = read_intervals(path, minutes=wish.minutes, zone=wish.zone, before=known_until)
    _check_time(file, as_of=as_of, path=path)
    holidays = holidays_of(file, wish=wish, first_day=as_of.date())
    began_before = [c for c in file.queues if _day_index(c, known_until=known_until) > 0]
    queues = [
        _queue(counts, known_until=known_until, holidays=holidays, wish=wish, staffing=staffing)
        for counts in began_before
    ]
    return IntradayReport(
        wish=wish,
        staffing=staffing,
        as_of=as_of,
        known_until=known_until,
        source_minutes=file.source_minutes,
        rows_left_out=file.rows_left_out,
        queues=tuple(queues),
        queues_left_out=tuple(
            c.queue for c in file.queues if _day_index(c, known_until=known_until) <= 0
        ),
    )


def _on_the_clock(moment: datetime, *, zone: tzinfo | None) -> datetime:
    """Put a time on the local clock; one that it skips in spring becomes the one it shows then."""
    if zone is None:
        if moment.tzinfo is not None:
            raise BadInputError(
                "the time of --as-of carries an offset, so the local clock must be named.",
                next_step="Add --zone, for instance --zone America/Toronto.",
            )
        return moment
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC).astimezone(zone)


def _day_index(counts: QueueCounts, *, known_until: datetime) -> int:
    return (known_until.date() - counts.offered.first_day).days


def _check_time(file: IntervalFile, *, as_of: datetime, path: Path) -> None:
    first_day = min(counts.offered.first_day for counts in file.queues)
    last_day = max(
        counts.offered.first_day + timedelta(days=counts.offered.days - 1) for counts in file.queues
    )
    if first_day >= as_of.date():
        raise BadInputError(
            f"no row lies before the day of --as-of {as_of:%Y-%m-%d %H:%M}, "
            "so there is nothing to forecast it from.",
            where=path.name,
            next_step=f"Take a time after {first_day}.",
        )
    if (as_of.date() - last_day).days > SILENT_DAYS_MAX:
        raise BadInputError(
            f"the last row before --as-of {as_of:%Y-%m-%d %H:%M} is of {last_day}, "
            f"more than {SILENT_DAYS_MAX} days earlier.",
            where=path.name,
            next_step="Add the rows of the days between, or use --from.",
        )
    contacts = [
        np.nansum(counts.offered.values[: max(0, _day_index(counts, known_until=as_of))])
        for counts in file.queues
    ]
    if not any(contacts):
        raise BadInputError(f"no contact lies before {as_of.date()}.", where=path.name)


def _queue(
    counts: QueueCounts,
    *,
    known_until: datetime,
    holidays: frozenset[date],
    wish: Wish,
    staffing: StaffingWish | None,
) -> IntradayQueue:
    day = known_until.date()
    history = history_before(day, counts=counts, holidays=holidays)
    morning = forecast(history, horizon_days=1)
    starts = local_starts(day, days=1, minutes=wish.minutes, zone=wish.zone)
    today = Today(
        minutes=wish.minutes,
        from_slot=slot_of(known_until, minutes=wish.minutes),
        expected=morning.mean[0],
        dispersion=float(morning.dispersion[0]),
        observed=_observed(counts, known_until=known_until, starts=starts),
    )
    update = intraday_update(today, past=morning_forecasts(history))
    asked = [start for start in starts if _instant(start) >= _instant(known_until)]
    listed = np.asarray(morning.open_slots.any(axis=0) | (~np.isnan(history.counts)).any(axis=0))
    rest = [start for start in asked if listed[slot_of(start, minutes=wish.minutes)]]
    return IntradayQueue(
        queue=counts.queue,
        update=update,
        rows=tuple(_rows(rest, morning=morning, update=update, staffing=staffing)),
        warnings=(*counts.warnings, *_gaps(today, starts=starts)),
    )


def _gaps(today: Today, *, starts: list[datetime]) -> list[str]:
    on_the_clock = {slot_of(start, minutes=today.minutes) for start in starts}
    unknown = [
        slot
        for slot in on_the_clock
        if slot < today.from_slot and today.expected[slot] > 0 and np.isnan(today.observed[slot])
    ]
    if not unknown:
        return []
    return [f"Open intervals before the time of which nothing is known: {len(unknown)}."]


def _observed(counts: QueueCounts, *, known_until: datetime, starts: list[datetime]) -> np.ndarray:
    """Return what came today by slot; NaN from the time on and where the clock has no such hour."""
    minutes = counts.offered.minutes
    observed = np.full(counts.offered.values.shape[1], np.nan)
    index = _day_index(counts, known_until=known_until)
    if index < counts.offered.days:
        on_the_clock = sorted({slot_of(start, minutes=minutes) for start in starts})
        observed[on_the_clock] = counts.offered.values[index, on_the_clock]
    observed[slot_of(known_until, minutes=minutes) :] = np.nan
    return observed


def _instant(start: datetime) -> datetime:
    # Times of one zone compare by what the clock shows, which a doubled hour shows twice.
    return start if start.tzinfo is None else start.astimezone(UTC)


def _rows(
    starts: list[datetime],
    *,
    morning: Forecast,
    update: IntradayUpdate,
    staffing: StaffingWish | None,
) -> list[IntradayRow]:
    slots = [slot_of(start, minutes=morning.minutes) for start in starts]
    ahead = [slot - update.from_slot for slot in slots]
    expected, mean = morning.mean[0][slots], update.mean[ahead]
    aht = None if morning.aht_seconds is None else morning.aht_seconds[0][slots]
    staffed: list[StaffedRow] | list[None] = [None] * len(slots)
    if staffing is not None:
        staffed = staffed_rows(expected, mean=mean, aht=aht, minutes=morning.minutes, wish=staffing)
    return [
        IntradayRow(
            start=start,
            morning=float(expected[index]),
            mean=float(mean[index]),
            quantiles=tuple(int(count) for count in update.quantiles[ahead[index]]),
            aht_seconds=None if aht is None else float(aht[index]),
            staffed=staffed[index],
        )
        for index, start in enumerate(starts)
    ]
