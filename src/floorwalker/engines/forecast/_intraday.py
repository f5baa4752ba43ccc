"""The rest of a day once its first hours are known: the morning forecast times a learned factor.

Scaling the rest of the day by observed ÷ expected, as most tools do, hurts in the first hours:
chance and the course of the day are taken for the day's level. Here past days tell how much of a
deviation carries over (`_intraday_slopes`), separately for the day so far and for its last two
hours, and whether such an update would have helped on days it had not learned from. Where it would
not, or where less than an hour of opening time is known, the morning forecast stands.

Idea of intraday updates that are penalised towards the forecast: Shen & Huang (2008), MSOM 10(3).
Measurements: docs/performance.md.
"""

import numpy as np

from floorwalker.engines.forecast._forecast import QUANTILE_LEVELS
from floorwalker.engines.forecast._history import BoolArray, FloatArray, History
from floorwalker.engines.forecast._intraday_slopes import (
    DaysSoFar,
    Slopes,
    days_so_far,
    learn,
    to_learn_from,
)
from floorwalker.engines.forecast._intraday_terms import (
    CutSlopes,
    IntradayUpdate,
    PastDays,
    Today,
    Verdict,
    check_past,
    check_today,
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
KNOWN_LEAST = 0.75  # of what was expected so far; slopes of whole mornings fit no fewer

NO_SLOPES = Slopes(
    day=0.0,
    latest=0.0,
    gain_errors=0.0,
    certainty_ratio=0.0,
    saved_ratio=0.0,
    spread_ratio=1.0,
)


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
    check_today(today)
    check_past(past, slots=today.expected.size)
    now = _so_far(today)
    return _silent(today, now=now) or _judged(
        today, now=now, cut=_learned(past, today=today, known=~np.isnan(today.observed))
    )


def learn_slopes(past: PastDays, *, minutes: int) -> tuple[CutSlopes, ...]:
    """Learn at every slot of the day what past days tell of its rest, for a night to store.

    Raises:
        ValueError: shapes do not fit, or a value is negative or not finite.
    """
    slots = slots_per_day(minutes)
    check_past(past, slots=slots)
    whole = np.ones(slots, dtype=np.bool_)
    nothing = np.zeros(slots)
    return tuple(
        _learned(past, today=Today(minutes, slot, nothing, 0.0, nothing), known=whole)
        for slot in range(slots)
    )


def update_by_slopes(today: Today, *, cut: CutSlopes | None) -> IntradayUpdate:
    """Update the rest of a day by slopes that were learned before it began.

    With the whole day so far known it is what `intraday_update` says from the same past days.

    Raises:
        ValueError: a shape or value of today does not fit, or the slopes are of another slot.
    """
    check_today(today)
    if cut is not None and cut.from_slot != today.from_slot:
        raise ValueError(f"the slopes are of slot {cut.from_slot}, today of {today.from_slot}.")
    now = _so_far(today)
    silent = _silent(today, now=now)
    if silent is not None:
        return silent
    if now.expected[0] < KNOWN_LEAST * today.expected[: today.from_slot].sum():
        return _result(today, "gaps", now=now)
    return _judged(today, now=now, cut=cut or CutSlopes(today.from_slot, 0, NO_SLOPES))


def _so_far(today: Today) -> DaysSoFar:
    known = ~np.isnan(today.observed)
    return _cut(today.expected[None], today.observed[None], today=today, known=known)


def _silent(today: Today, *, now: DaysSoFar) -> IntradayUpdate | None:
    """Return the morning forecast where the day itself gives no reason to leave it."""
    if today.expected[today.from_slot :].sum() == 0:
        return _result(today, "nothing_left", now=now)
    if now.slots[0] < _slots(FIRST_HOUR_MINUTES, today=today):
        return _result(today, "first_hour", now=now)
    return None


def _learned(past: PastDays, *, today: Today, known: BoolArray) -> CutSlopes:
    earlier = _cut(past.expected, past.actual, today=today, known=known)
    days = to_learn_from(earlier, slots_min=_slots(FIRST_HOUR_MINUTES, today=today))
    enough = days.slots.size >= LEARNING_DAYS_MIN
    return CutSlopes(today.from_slot, int(days.slots.size), learn(days) if enough else NO_SLOPES)


def _judged(today: Today, *, now: DaysSoFar, cut: CutSlopes) -> IntradayUpdate:
    if cut.past_days < LEARNING_DAYS_MIN:
        return _result(today, "few_days", now=now, past_days=cut.past_days)
    slopes = cut.slopes
    carried = slopes.day + slopes.latest  # of a day that is off by the same share all along
    if slopes.gain_errors <= CERTAIN_ENOUGH or carried <= 0:
        return _result(today, "did_not_help", now=now, past_days=cut.past_days)
    return _result(today, "updated", now=now, past_days=cut.past_days, slopes=slopes)


def _cut(expected: FloatArray, actual: FloatArray, *, today: Today, known: BoolArray) -> DaysSoFar:
    """Look at days through the same known slots, so that all can be compared."""
    return days_so_far(
        expected,
        actual,
        known=known,
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
