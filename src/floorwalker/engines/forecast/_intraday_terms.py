"""What the update of a day in progress is told and what it says."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from floorwalker.engines.forecast._history import FloatArray
from floorwalker.engines.forecast._intraday_slopes import Slopes
from floorwalker.engines.timegrid import slots_per_day

Verdict = Literal["updated", "first_hour", "few_days", "did_not_help", "nothing_left", "gaps"]


@dataclass(frozen=True)
class PastDays:
    """Past days as they were foreseen on their own mornings, and as they came.

    Attributes:
        expected: contacts expected on the morning, shape (days, slots); 0 where closed.
        actual: contacts that came, same shape; NaN where unknown.
    """

    expected: FloatArray
    actual: FloatArray


@dataclass(frozen=True)
class Today:
    """A day in progress, on the local wall clock.

    Attributes:
        minutes: length of an interval, 5 to 60.
        from_slot: the first slot to update; only slots before it count as known.
        expected: contacts expected on the morning, shape (slots,); 0 where closed.
        dispersion: `a` of the morning forecast; an interval's variance is mean + a mean².
        observed: contacts that came, shape (slots,); NaN where unknown or skipped by the clock.
    """

    minutes: int
    from_slot: int
    expected: FloatArray
    dispersion: float
    observed: FloatArray


@dataclass(frozen=True)
class IntradayUpdate:
    """What is expected of the rest of the day.

    Attributes:
        verdict: `updated`, or why the morning forecast stands: `first_hour` (less than an hour of
            opening time is known), `few_days`, `did_not_help` (on past days), `nothing_left`, and
            with slopes learned beforehand `gaps` (too much of the day so far is unknown).
        from_slot: the slot of index 0 below.
        mean: expected contacts, shape (slots − from_slot,); 0 where closed.
        quantiles: counts at `QUANTILE_LEVELS`, shape (slots − from_slot, 5).
        dispersion: `a` of the rest of the day.
        factor: mean ÷ morning forecast; exactly 1 unless `updated`.
        slope_day: share of the day's deviation so far that is carried over (of its logarithm).
        slope_latest: share of the last two hours' deviation that is carried over besides.
        certainty_ratio: how sure the slopes are, 0 to 1; they are already shrunk by it.
        saved_ratio: share of the error that this saved on held-out past days; 0 unless `updated`.
        past_days: days that the slopes were learned from.
        observed_so_far: contacts in the known open slots.
        expected_so_far: contacts that the morning forecast had expected in them.
    """

    verdict: Verdict
    from_slot: int
    mean: FloatArray
    quantiles: FloatArray
    dispersion: float
    factor: float
    slope_day: float
    slope_latest: float
    certainty_ratio: float
    saved_ratio: float
    past_days: int
    observed_so_far: float
    expected_so_far: float


@dataclass(frozen=True)
class CutSlopes:
    """What past days tell of one time of the day.

    Attributes:
        from_slot: the first slot of the rest.
        past_days: days learned from; with too few of them the slopes are 0.
        slopes: how much of a deviation carries over, and how sure that is.
    """

    from_slot: int
    past_days: int
    slopes: Slopes


def check_today(today: Today) -> None:
    """Raise ValueError, saying what is wrong, unless the day can be updated."""
    slots = slots_per_day(today.minutes)
    if today.expected.shape != (slots,) or today.observed.shape != (slots,):
        raise ValueError(f"expected and observed of today must have {slots} slots.")
    if not 0 <= today.from_slot <= slots:
        raise ValueError(f"from_slot is {today.from_slot}; it must be 0 to {slots}.")
    if not (np.isfinite(today.dispersion) and today.dispersion >= 0):
        raise ValueError("dispersion must be 0 or more.")
    _check_values(today.expected, today.observed)


def check_past(past: PastDays, *, slots: int) -> None:
    """Raise ValueError, saying what is wrong, unless slopes can be learned from these days."""
    if past.expected.shape != past.actual.shape or past.expected.shape[1:] != (slots,):
        raise ValueError(f"expected and actual of past days must have rows of {slots} slots.")
    _check_values(past.expected, past.actual)


def _check_values(expected: FloatArray, came: FloatArray) -> None:
    if not np.isfinite(expected).all() or (expected < 0).any():
        raise ValueError("expected contacts must be finite and 0 or more.")
    counts = came[~np.isnan(came)]
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise ValueError("contacts that came must be finite and 0 or more, or NaN if unknown.")
