"""Interval counts (`time,queue,offered[,aht_seconds]`) read into one day matrix per queue."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from floorwalker.adapters.plain_csv._columns import Row, read_rows
from floorwalker.adapters.plain_csv._slots import decide_missing, summed, weighted_mean
from floorwalker.engines.timegrid import INTERVAL_MINUTES, DayMatrix, fold
from floorwalker.foundation.errors import BadInputError

QUEUE_WHEN_UNNAMED = "all"
MAX_ROWS = 5_000_000
MAX_QUEUES = 500
MAX_SPAN_DAYS = 20 * 366
YEARS = range(1970, 2200)  # of times that can be meant
MAX_OFFERED = 1_000_000
MAX_AHT_SECONDS = 86_400
REPEATED_RATIO_MAX = 0.01  # more rows that repeat a start than this are no clock change


@dataclass(frozen=True)
class QueueCounts:
    """One queue's past on the local wall clock.

    Attributes:
        queue: its name; "all" when the file names none.
        offered: contacts by day and interval, NaN where unknown.
        aht_seconds: handling time, weighted by contacts; None when the file has none.
        warnings: what the reader had to decide, in sentences.
    """

    queue: str
    offered: DayMatrix
    aht_seconds: DayMatrix | None
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class IntervalFile:
    """What a file of interval counts holds.

    Attributes:
        queues: in the order of their names.
        source_minutes: length of the file's own intervals.
        rows_left_out: rows at or after the time from which nothing may be known.
    """

    queues: tuple[QueueCounts, ...]
    source_minutes: int
    rows_left_out: int


def read_intervals(
    path: Path, *, minutes: int, zone: tzinfo | None = None, before: datetime | None = None
) -> IntervalFile:
    """Read interval counts and sum them into intervals of `minutes`.

    Args:
        path: a CSV with `time` and `offered`; `queue` and `aht_seconds` if there are.
        minutes: length of the intervals wanted; the file's own must divide it.
        zone: the local clock; needed when the times carry offsets.
        before: rows that start at this time or later are left out, unread but for their times;
            on the local clock unless it carries an offset.

    Raises:
        BadInputError: the file cannot be used, with its line where there is one.
    """
    columns = _columns_by_queue(path, zone=zone, before=before)
    if not columns:
        raise BadInputError("there is no row below the header.", where=path.name)
    used = {name: own for name, own in sorted(columns.items()) if own.starts}
    if before is not None and not used:
        raise BadInputError(f"no row lies before {before:%Y-%m-%d %H:%M}.", where=path.name)
    source_minutes = _source_minutes(used, path=path, minutes=minutes)
    queues = [
        _queue_counts(name, own, source_minutes=source_minutes, minutes=minutes)
        for name, own in used.items()
    ]
    left_out = sum(own.left_out for own in columns.values())
    return IntervalFile(tuple(queues), source_minutes, left_out)


@dataclass
class _Columns:
    """One queue's rows as columns; starts are naive times of the local clock."""

    starts: list[datetime] = field(default_factory=list)
    offered: list[float] = field(default_factory=list)
    aht_seconds: list[float] = field(default_factory=list)
    left_out: int = 0


def _columns_by_queue(
    path: Path, *, zone: tzinfo | None, before: datetime | None
) -> dict[str, _Columns]:
    columns: dict[str, _Columns] = defaultdict(_Columns)
    has_offsets: bool | None = None
    for number, row in enumerate(read_rows(path, required=("time", "offered")), start=1):
        start = row.moment("time")
        if has_offsets is None:
            has_offsets = start.tzinfo is not None
        _check_moment(start, where=row.where)
        _check_clock(start, has_offsets=has_offsets, zone=zone, where=row.where)
        own = columns[row.text("queue") or QUEUE_WHEN_UNNAMED]
        if before is None or _is_before(start, before, zone=zone):
            _keep(row, own, start=_local(start, zone=zone))
        else:
            own.left_out += 1
        if number > MAX_ROWS or len(columns) > MAX_QUEUES:
            raise BadInputError(
                f"this command reads at most {MAX_ROWS:,} rows and {MAX_QUEUES} queues.",
                where=row.where,
                next_step="Load the file with `floorwalker import` instead.",
            )
    return columns


def _keep(row: Row, own: _Columns, *, start: datetime) -> None:
    own.starts.append(start)
    own.offered.append(_bounded(row, "offered", at_most=MAX_OFFERED))
    own.aht_seconds.append(
        _bounded(row, "aht_seconds", at_most=MAX_AHT_SECONDS)
        if row.text("aht_seconds")
        else math.nan
    )


def _is_before(start: datetime, before: datetime, *, zone: tzinfo | None) -> bool:
    """Compare instants where the file tells them: a doubled autumn hour lies on both sides."""
    if start.tzinfo is None:
        return start < before.replace(tzinfo=None)
    return start < (before if before.tzinfo else before.replace(tzinfo=zone))


def _check_clock(start: datetime, *, has_offsets: bool, zone: tzinfo | None, where: str) -> None:
    if (start.tzinfo is not None) != has_offsets:
        raise BadInputError(
            "times with and without an offset are mixed.",
            where=where,
            next_step="Write all of them with an offset, or none.",
        )
    if has_offsets and zone is None:
        raise BadInputError(
            "the times carry an offset, so the local clock must be named.",
            where=where,
            next_step="Add --zone, for instance --zone America/Toronto.",
        )


def _check_moment(start: datetime, *, where: str) -> None:
    if start.year not in YEARS:
        raise BadInputError(
            f"time is {start.isoformat()}; years run from {YEARS.start} to {YEARS.stop - 1}.",
            where=where,
        )
    if start.second or start.microsecond:
        raise BadInputError(
            f"time is {start.isoformat()}; an interval starts on a whole minute.",
            where=where,
            next_step="Load call-by-call files with `floorwalker import`.",
        )


def _local(start: datetime, *, zone: tzinfo | None) -> datetime:
    if start.tzinfo is None or zone is None:
        return start
    return start.astimezone(zone).replace(tzinfo=None, fold=0)


def _bounded(row: Row, column: str, *, at_most: float) -> float:
    value = row.number(column)
    if value > at_most:
        raise BadInputError(
            f"{column} is {row.text(column)}; more than {at_most:,.0f} cannot be meant.",
            where=row.where,
        )
    return value


def _source_minutes(columns: dict[str, _Columns], *, path: Path, minutes: int) -> int:
    """Return the longest interval that all starts lie on, and check that it can be summed."""
    source = math.gcd(60, *{start.minute for own in columns.values() for start in own.starts})
    if source not in INTERVAL_MINUTES or minutes % source:
        raise BadInputError(
            f"the file has intervals of {source} minutes; they do not add up to {minutes}.",
            where=path.name,
            next_step=f"Choose an --interval that is a multiple of {source}.",
        )
    return source


def _queue_counts(
    name: str, columns: _Columns, *, source_minutes: int, minutes: int
) -> QueueCounts:
    _check_span(name, columns.starts)
    warnings = _repeat_warnings(name, columns.starts)
    fine = fold(columns.starts, columns.offered, minutes=source_minutes, zone=None)
    counts, zeros = decide_missing(fine.values)
    if zeros:
        warnings.append(f"{zeros:,} missing quiet intervals are taken as zero: the file has none.")
    factor = minutes // source_minutes
    aht = None
    if not all(math.isnan(value) for value in columns.aht_seconds):
        times = fold(columns.starts, columns.aht_seconds, minutes=source_minutes, zone=None)
        mean = weighted_mean(times.values, weights=counts, factor=factor)
        aht = DayMatrix(fine.first_day, minutes, mean)
    offered = DayMatrix(fine.first_day, minutes, summed(counts, factor=factor))
    return QueueCounts(name, offered, aht, tuple(warnings))


def _check_span(name: str, starts: list[datetime]) -> None:
    first, last = min(starts), max(starts)
    if last - first > timedelta(days=MAX_SPAN_DAYS):
        raise BadInputError(
            f"queue {name} runs from {first.date()} to {last.date()}; "
            f"at most {MAX_SPAN_DAYS // 366} years can be read.",
            next_step="Check the years of its times.",
        )


def _repeat_warnings(name: str, starts: list[datetime]) -> list[str]:
    """Tell about repeated starts: an autumn hour is expected, a second column of rows is not."""
    repeats = len(starts) - len(set(starts))
    if repeats > max(REPEATED_RATIO_MAX * len(starts), 60):
        raise BadInputError(
            f"queue {name} has {repeats:,} rows that repeat a start.",
            next_step="Add a queue column that tells them apart, or sum them first.",
        )
    if repeats == 0:
        return []
    return [f"{repeats:,} rows repeat a start, as in a doubled autumn hour; their mean is taken."]
