"""When a twin counts as true: the rule, in numbers.

For each measure, over the days that were played:

- error: the mean of recorded − played, with its 95 % interval (Student's t over days);
- inside: how many days fell into the band, and how likely so few are for a true twin (binomial,
  nine in ten).

A measure is *within* when the whole interval of the error lies inside the tolerance; *off* when all
of it lies outside; *outside* when so few days in the band come by chance less than once in a
hundred, whatever the mean error; else *open*, as with fewer than ten days. One measure off or
outside fails the twin; it passes when every measure that can be told is within.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import bdtr, stdtrit

MEASURES = ("service_level", "asa_seconds", "abandonment", "occupancy")
TOLERANCE = {"service_level": 0.05, "abandonment": 0.02, "occupancy": 0.05}
ASA_TOLERANCE_RATIO, ASA_TOLERANCE_LEAST_SECONDS = 0.25, 5.0
INSIDE_EXPECTED = 0.9
CHANCE_LEAST = 0.01
DAYS_LEAST = 10
CONFIDENCE = 0.95


class Verdict(StrEnum):
    """Whether a twin plays the past as it was."""

    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"


class Judgement(StrEnum):
    """What one measure says."""

    WITHIN = "within"
    OFF = "off"
    OUTSIDE = "outside"
    OPEN = "open"


@dataclass(frozen=True)
class DayMeasure:
    """One measure of one day; None where nothing happened that it could be told of.

    Attributes:
        recorded: what was.
        mean: over the plays.
        low: of the band that holds nine days of ten.
        high: of that band.
    """

    recorded: float | None
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Finding:
    """One measure over all days; the rest is None where no day tells of it.

    Attributes:
        measure: one of `MEASURES`.
        judgement: within, off, outside or open.
        days: that tell of it.
        inside: of these, in the band.
        chance: of so few inside, were the twin true.
        recorded: mean over days.
        error: mean of recorded − played.
        error_low: of its 95 % interval; None for fewer than two days.
        error_high: of its 95 % interval.
        tolerance: the error that is borne.
    """

    measure: str
    judgement: Judgement
    days: int
    inside: int = 0
    chance: float | None = None
    recorded: float | None = None
    error: float | None = None
    error_low: float | None = None
    error_high: float | None = None
    tolerance: float | None = None


def judge(days: Sequence[Mapping[str, DayMeasure]]) -> tuple[Finding, ...]:
    """Return what each measure says, in the order of `MEASURES`."""
    return tuple(_finding(name, [day[name] for day in days]) for name in MEASURES)


def verdict_of(findings: Sequence[Finding], *, can_tell: bool = True) -> Verdict:
    """Return what the measures say together; open where the records are not fit to tell."""
    said = {finding.judgement for finding in findings if finding.days}
    if not can_tell or not said:
        return Verdict.OPEN
    if said & {Judgement.OFF, Judgement.OUTSIDE}:
        return Verdict.FAILED
    return Verdict.PASSED if said == {Judgement.WITHIN} else Verdict.OPEN


def _finding(measure: str, days: Sequence[DayMeasure]) -> Finding:
    rows = np.array(
        [
            (day.recorded, day.mean, day.low, day.high)
            for day in days
            if day.recorded is not None and day.mean is not None
        ],
        dtype=float,
    ).reshape(-1, 4)
    count = len(rows)
    if not count:
        return Finding(measure, Judgement.OPEN, days=0)
    recorded, played, low, high = rows.T
    inside = int(((low <= recorded) & (recorded <= high)).sum())
    chance = float(bdtr(inside, count, INSIDE_EXPECTED))
    error, mean = float((recorded - played).mean()), float(recorded.mean())
    tolerance = _tolerance(measure, recorded=mean)
    found = Finding(measure, Judgement.OPEN, count, inside, chance, mean, error)
    if count == 1:
        return found
    half = float(
        stdtrit(count - 1, (1 + CONFIDENCE) / 2) * (recorded - played).std(ddof=1) / np.sqrt(count)
    )
    return Finding(
        measure,
        _judgement(count, chance, low=error - half, high=error + half, tolerance=tolerance),
        count,
        inside,
        chance,
        mean,
        error,
        error - half,
        error + half,
        tolerance,
    )


def _judgement(days: int, chance: float, *, low: float, high: float, tolerance: float) -> Judgement:
    if days < DAYS_LEAST:
        return Judgement.OPEN
    if low > tolerance or high < -tolerance:
        return Judgement.OFF
    if chance < CHANCE_LEAST:
        return Judgement.OUTSIDE
    return Judgement.WITHIN if -tolerance <= low and high <= tolerance else Judgement.OPEN


def _tolerance(measure: str, *, recorded: float) -> float:
    if measure == "asa_seconds":
        return max(ASA_TOLERANCE_LEAST_SECONDS, ASA_TOLERANCE_RATIO * recorded)
    return TOLERANCE[measure]
