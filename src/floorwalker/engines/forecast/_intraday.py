"""The rest of a day once its first hours are known: the morning forecast times a learned factor.

Scaling the rest of the day by observed ÷ expected, as most tools do, hurts in the first hours:
chance and the course of the day are taken for the day's level. Here past days tell how much of a
deviation carries over (`_intraday_slopes`), separately for the day so far and for its last two
hours, and whether such an update would have helped on days it had not learned from. Where it would
not, or where less than an hour of opening time is known, the morning forecast stands.

Idea of intraday updates that are penalised towards the forecast: Shen & Huang (2008), MSOM 10(3).
Measurements: docs/performance.md.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from floorwalker.engines.forecast._forecast import QUANTILE_LEVELS
from floorwalker.engines.forecast._history import FloatArray, History
from floorwalker.engines.forecast._intraday_slopes import (
    DaysSoFar,
    Slopes,
    days_so_far,
    learn,
    to_learn_from,
)
from floorwalker.engines.forecast._methods import day_model_times_profile
from floorwalker.engines.forecast._negative_binomial import negative_binomial_quantiles
from floorwalker.engines.forecast._special_days import teaching
from floorwalker.engines.forecast._spread import HISTORY_DAYS_MIN
from floorwalker.engines.timegrid import slots_per_day

PAST_DAYS = 90  # of the calendar: about sixty working days
FIRST_HOUR_MINUTES = 60  # of opening time; before that a day says nothing about itself
LATEST_MINUTES = 120  # of opening time: the second feature looks this far back
LEARNING_DAYS_MIN = 20  # fewer past days tell nothing about slopes
CERTAIN_ENOUGH = 1.75  # standard errors by which held-out days must have gained (1 in 25 by chance)

NO_SLOPES = Slopes(
    day=0.0,
    latest=0.0,
    gain_errors=0.0,
    certainty_ratio=0.0,
    saved_ratio=0.0,
    spread_ratio=1.0,
)

Verdict = Literal["updated", "first_hour", "few_days", "did_not_help", "nothing_left"]


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
            opening time is known), `few_days`, `did_not_help` (on past days), `nothing_left`.
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


def morning_forecasts(history: History, *, days: int = PAST_DAYS) -> PastDays:
    """Forecast each of the last `days` days again, with what was known on its own morning.

    Days with less than two weeks before them are left out. It takes some milliseconds a day, does
    not depend on the time of day and can be kept from one update to the next.

    Raises:
        ValueError: the history cannot be used, or no day is asked for.
    """
    history = teaching(history)
    if days < 1:
        raise ValueError("morning_forecasts needs one day or more.")
    known = np.flatnonzero((~np.isnan(history.counts)).any(axis=1))
    first = max(history.days - days, int(known[0]) + HISTORY_DAYS_MIN)
    made = known[known >= first]
    expected = np.zeros((len(made), history.slots))
    for row, day in enumerate(made):
        expected[row] = day_model_times_profile(history.until(day), 1)[0]
    return PastDays(expected, history.counts[made])


def intraday_update(today: Today, *, past: PastDays) -> IntradayUpdate:
    """Update the rest of a day from what came so far; leave it as it was where that would not help.

    Args:
        today: the day in progress.
        past: earlier days and their morning forecasts, as `morning_forecasts` gives them.

    Raises:
        ValueError: shapes do not fit, or a value is negative or not finite.
    """
    _check(today, past=past)
    now = _cut(today.expected[None], today.observed[None], today=today)
    if today.expected[today.from_slot :].sum() == 0:
        return _result(today, "nothing_left", now=now)
    if now.slots[0] < _slots(FIRST_HOUR_MINUTES, today=today):
        return _result(today, "first_hour", now=now)
    earlier = _cut(past.expected, past.actual, today=today)
    days = to_learn_from(earlier, slots_min=_slots(FIRST_HOUR_MINUTES, today=today))
    if days.slots.size < LEARNING_DAYS_MIN:
        return _result(today, "few_days", now=now, past_days=days.slots.size)
    slopes = learn(days)
    carried = slopes.day + slopes.latest  # of a day that is off by the same share all along
    if slopes.gain_errors <= CERTAIN_ENOUGH or carried <= 0:
        return _result(today, "did_not_help", now=now, past_days=days.slots.size)
    return _result(today, "updated", now=now, past_days=days.slots.size, slopes=slopes)


def _cut(expected: FloatArray, actual: FloatArray, *, today: Today) -> DaysSoFar:
    """Look at days through the slots that are known of today, so that all can be compared."""
    return days_so_far(
        expected,
        actual,
        known=~np.isnan(today.observed),
        from_slot=today.from_slot,
        latest_slots=_slots(LATEST_MINUTES, today=today),
    )


def _slots(minutes: int, *, today: Today) -> int:
    return -(-minutes // today.minutes)


def _result(
    today: Today,
    verdict: Verdict,
    *,
    now: DaysSoFar,
    past_days: int = 0,
    slopes: Slopes = NO_SLOPES,
) -> IntradayUpdate:
    factor = float(np.exp(now.features[0] @ (slopes.day, slopes.latest)))
    dispersion = today.dispersion * slopes.spread_ratio
    mean = today.expected[today.from_slot :] * factor
    return IntradayUpdate(
        verdict=verdict,
        from_slot=today.from_slot,
        mean=mean,
        quantiles=_quantiles(mean, dispersion=dispersion),
        dispersion=dispersion,
        factor=factor,
        slope_day=slopes.day,
        slope_latest=slopes.latest,
        certainty_ratio=slopes.certainty_ratio,
        saved_ratio=slopes.saved_ratio,
        past_days=past_days,
        observed_so_far=float(now.observed[0]),
        expected_so_far=float(now.expected[0]),
    )


def _quantiles(mean: FloatArray, *, dispersion: float) -> FloatArray:
    return negative_binomial_quantiles(
        mean, dispersion=np.full(mean.shape, dispersion), levels=QUANTILE_LEVELS
    )


def _check(today: Today, *, past: PastDays) -> None:
    slots = slots_per_day(today.minutes)
    if today.expected.shape != (slots,) or today.observed.shape != (slots,):
        raise ValueError(f"expected and observed of today must have {slots} slots.")
    if past.expected.shape != past.actual.shape or past.expected.shape[1:] != (slots,):
        raise ValueError(f"expected and actual of past days must have rows of {slots} slots.")
    if not 0 <= today.from_slot <= slots:
        raise ValueError(f"from_slot is {today.from_slot}; it must be 0 to {slots}.")
    if not (np.isfinite(today.dispersion) and today.dispersion >= 0):
        raise ValueError("dispersion must be 0 or more.")
    for values in (today.expected, past.expected):
        if not np.isfinite(values).all() or (values < 0).any():
            raise ValueError("expected contacts must be finite and 0 or more.")
    for values in (today.observed, past.actual):
        counts = values[~np.isnan(values)]
        if not np.isfinite(counts).all() or (counts < 0).any():
            raise ValueError("contacts that came must be finite and 0 or more, or NaN if unknown.")
