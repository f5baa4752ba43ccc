"""Gaps, silences, bursts and outlier days, judged against the same weekday and time of day.

A threshold is a median plus a multiple of a robust spread (1.4826 x median absolute deviation
estimates a standard deviation, Rousseeuw & Croux 1993), never less than Poisson noise allows.
A silence is flagged when a Poisson stream would be that quiet less than once in a million.
"""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.translation import gettext
from numpy.typing import NDArray

from floorwalker.adapters.intake._quality import ABSENT
from floorwalker.duties.history.records import Flag

USUAL_SHARE = 0.5
BURST_SPREADS = 6.0
BURST_CONTACTS_MIN = 10
SILENCE_CONTACTS_EXPECTED = 13.8  # exp(-13.8) is one in a million
SAME_WEEKDAYS_MIN = 4
OUTLIER_LOW, OUTLIER_HIGH = 0.6, 1.67
RUNNING_WEEKS = 4
EXAMPLES = 8

Days = Mapping[date, "array[int]"]


@dataclass(frozen=True)
class GridFindings:
    """What the grid of one file shows."""

    intervals_present: int
    intervals_missing: int
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class _Finding:
    code: str
    rows: int
    contacts: float
    example: str


@dataclass(frozen=True)
class _Weekday:
    """The days of one weekday of one queue: days by slots, absent slots as NaN."""

    queue: str
    days: tuple[date, ...]
    absent_days: tuple[date, ...]
    counts: NDArray[np.float64]
    usual: NDArray[np.float64]
    minutes: int
    first_of_file: date
    last_of_file: date
    zone: ZoneInfo


def grid_findings(
    queues: Mapping[str, Days],
    *,
    interval_minutes: int,
    per_contact: bool,
    volume: int,
    zone: ZoneInfo,
) -> GridFindings:
    """Judge every queue's grid; in a file of contacts an empty interval is silence, not a gap."""
    findings: list[_Finding] = []
    present = 0
    for queue, days in queues.items():
        for weekday in _weekdays(
            queue, days, minutes=interval_minutes, per_contact=per_contact, zone=zone
        ):
            present += int(np.isfinite(weekday.counts).sum())
            findings += [
                *_gaps(weekday),
                *_silences(weekday),
                *_bursts(weekday),
                *_outlier_days(weekday),
            ]
    missing = sum(f.rows for f in findings if f.code in {"missing_intervals", "missing_days"})
    flags = tuple(
        _flag(code, findings, volume=volume) for code in sorted({f.code for f in findings})
    )
    return GridFindings(present, missing, flags)


def _weekdays(
    queue: str, days: Days, *, minutes: int, per_contact: bool, zone: ZoneInfo
) -> Iterator[_Weekday]:
    if not days:  # it came after the grid of a very long file was full
        return
    first, last = min(days), max(days)
    for number in range(7):
        present = sorted(day for day in days if day.weekday() == number)
        if not present:
            continue
        start = first + timedelta(days=(number - first.weekday()) % 7)
        every = [start + timedelta(weeks=k) for k in range((last - start).days // 7 + 1)]
        absent = tuple(day for day in every if day not in days)
        counts = np.array([days[day] for day in present], dtype=float)
        counts[counts == ABSENT] = 0.0 if per_contact else np.nan
        usual = _usual(counts)
        closed = len(present) < USUAL_SHARE * len(every)
        by_chance = per_contact and np.nansum(usual) < SILENCE_CONTACTS_EXPECTED
        if closed or by_chance:
            absent = ()
        yield _Weekday(queue, tuple(present), absent, counts, usual, minutes, first, last, zone)


def _usual(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the median of each slot; NaN where the slot is absent on most days."""
    seen = np.isfinite(counts).mean(axis=0) >= USUAL_SHARE
    usual = np.full(counts.shape[1], np.nan)
    if seen.any():
        usual[seen] = np.nanmedian(counts[:, seen], axis=0)
    return usual


def _gaps(weekday: _Weekday) -> Iterator[_Finding]:
    expected = np.isfinite(weekday.usual)
    for day in weekday.absent_days:
        example = f"{weekday.queue}, {day}"
        yield _Finding(
            "missing_days", int(expected.sum()), float(np.nansum(weekday.usual)), example
        )
    for day, row in zip(weekday.days, weekday.counts, strict=True):
        lost = expected & ~np.isfinite(row)
        for slot in np.flatnonzero(lost):
            lost[slot] = _exists(day, minute=int(slot) * weekday.minutes, zone=weekday.zone)
        if lost.any():
            from_time = _clock(int(np.flatnonzero(lost)[0]), minutes=weekday.minutes)
            example = gettext("%(queue)s, %(day)s from %(time)s") % {
                "queue": weekday.queue,
                "day": day,
                "time": from_time,
            }
            yield _Finding(
                "missing_intervals", int(lost.sum()), float(weekday.usual[lost].sum()), example
            )


def _exists(day: date, *, minute: int, zone: ZoneInfo) -> bool:
    """Tell whether the zone's clock shows this time on that day (spring skips an hour)."""
    wall = datetime.combine(day, datetime.min.time(), tzinfo=zone) + timedelta(minutes=minute)
    return wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)


def _silences(weekday: _Weekday) -> Iterator[_Finding]:
    if len(weekday.days) < SAME_WEEKDAYS_MIN:
        return
    usual = np.nan_to_num(weekday.usual)
    for day, row in zip(weekday.days, weekday.counts, strict=True):
        for start, end in _zero_runs(row):
            expected = float(usual[start:end].sum())
            if expected >= SILENCE_CONTACTS_EXPECTED:
                span = "-".join(_clock(slot, minutes=weekday.minutes) for slot in (start, end))
                cut_off = _is_cut_off(weekday, day=day, start=start, end=end)
                code = "partial_day" if cut_off else "silence"
                yield _Finding(code, end - start, expected, f"{weekday.queue}, {day} {span}")


def _zero_runs(row: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    zero = np.concatenate(([0], (row == 0).astype(int), [0]))
    edges = np.flatnonzero(np.diff(zero))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield int(start), int(end)


def _is_cut_off(weekday: _Weekday, *, day: date, start: int, end: int) -> bool:
    """Tell whether the silence is only the file's own beginning or end."""
    at_end = day == weekday.last_of_file and end == weekday.counts.shape[1]
    return at_end or (day == weekday.first_of_file and start == 0)


def _bursts(weekday: _Weekday) -> Iterator[_Finding]:
    if len(weekday.days) < SAME_WEEKDAYS_MIN:
        return
    usual = np.nan_to_num(weekday.usual)
    spread = np.nan_to_num(_median_deviation(weekday.counts, usual=usual)) * 1.4826
    noise = np.maximum(spread, np.sqrt(np.maximum(usual, 1.0)))
    excess = np.nan_to_num(weekday.counts) - usual
    for row, slot in np.argwhere(excess > np.maximum(BURST_SPREADS * noise, BURST_CONTACTS_MIN)):
        count = int(weekday.counts[row, slot])
        at = _clock(int(slot), minutes=weekday.minutes)
        example = gettext("%(queue)s, %(time)s: %(count)s, usually %(usual)s") % {
            "queue": weekday.queue,
            "time": f"{weekday.days[row]} {at}",
            "count": count,
            "usual": f"{usual[slot]:.0f}",
        }
        yield _Finding("burst", 1, float(excess[row, slot]), example)


def _median_deviation(
    counts: NDArray[np.float64], *, usual: NDArray[np.float64]
) -> NDArray[np.float64]:
    deviations = np.abs(counts - usual)
    deviations[:, ~np.isfinite(deviations).any(axis=0)] = 0.0
    median: NDArray[np.float64] = np.nanmedian(deviations, axis=0)
    return median


def _outlier_days(weekday: _Weekday) -> Iterator[_Finding]:
    if len(weekday.days) < SAME_WEEKDAYS_MIN:
        return
    totals = np.nansum(weekday.counts, axis=1)
    for index, (day, total) in enumerate(zip(weekday.days, totals, strict=True)):
        near = totals[max(0, index - RUNNING_WEEKS) : index + RUNNING_WEEKS + 1]
        usual = float(np.median(near))
        edge = day in {weekday.first_of_file, weekday.last_of_file}
        low = total < OUTLIER_LOW * usual and not edge  # a file may begin or end within a day
        apart = float(abs(total - usual))
        odd = low or total > OUTLIER_HIGH * usual
        if odd and apart > BURST_SPREADS * np.sqrt(max(usual, 1.0)):
            example = gettext("%(queue)s, %(time)s: %(count)s, usually %(usual)s") % {
                "queue": weekday.queue,
                "time": day,
                "count": f"{total:.0f}",
                "usual": f"{usual:.0f}",
            }
            yield _Finding("outlier_day", 1, apart, example)


def _flag(code: str, findings: list[_Finding], *, volume: int) -> Flag:
    own = [finding for finding in findings if finding.code == code]
    largest = sorted(own, key=lambda finding: -finding.contacts)[:EXAMPLES]
    contacts = sum(finding.contacts for finding in own)
    return Flag(
        code=code,
        rows=sum(finding.rows for finding in own),
        share_of_volume=contacts / volume if volume else None,
        detail=gettext("%(times)s times, %(contacts)s contacts")
        % {"times": len(own), "contacts": f"{contacts:.0f}"},
        examples=tuple(finding.example for finding in largest),
    )


def _clock(slot: int, *, minutes: int) -> str:
    return f"{slot * minutes // 60:02d}:{slot * minutes % 60:02d}"
