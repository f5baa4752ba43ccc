"""Expected counts by method: our own, and the plain ones every forecast is compared with.

A method takes a history and a number of days and returns expected contacts by coming day and slot;
NaN where it has nothing to say. Whoever calls may hand in further ones beside `METHODS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from floorwalker.engines.forecast._cleaning import clean
from floorwalker.engines.forecast._day_model import day_outlook
from floorwalker.engines.forecast._history import BoolArray, FloatArray, History, weekdays
from floorwalker.engines.forecast._profile import day_profile
from floorwalker.engines.forecast._special_days import SpecialEffect, by_day, special_effects

Method = Callable[[History, int], FloatArray]

OWN_METHOD = "dayreg_mix"
DAYS_PER_WEEK = 7
YEARS_USED_DAYS = 3 * 366  # older days weigh next to nothing and cost time


@dataclass(frozen=True)
class Expectation:
    """What our own model expects, before any spread.

    Attributes:
        mean: expected counts, shape (horizon_days, slots).
        open_slots: whether the queue is open, shape (7, slots), Monday first.
        holiday_variance: extra squared relative error on public holidays.
        special: what was done about days marked by hand.
        special_variance: extra squared relative error of each day for it, shape (horizon_days,).
    """

    mean: FloatArray
    open_slots: BoolArray
    holiday_variance: float
    special: tuple[SpecialEffect, ...]
    special_variance: FloatArray


def expectation(history: History, *, horizon_days: int) -> Expectation:
    """Return the day model's totals spread over each day's profile."""
    past = clean(history)
    outlook = day_outlook(history, past=past, horizon_days=horizon_days)
    coming = weekdays(history.next_day, days=horizon_days)
    special = special_effects(history, past=past, horizon_days=horizon_days)
    factor, variance = by_day(special, first_day=history.next_day, days=horizon_days)
    mean = (outlook.totals * factor)[:, None] * day_profile(past)[coming]
    return Expectation(mean, past.open_slots, outlook.holiday_variance, special, variance)


def day_model_times_profile(history: History, horizon_days: int) -> FloatArray:
    """Expected counts by our own model, shape (horizon_days, slots)."""
    return expectation(latest(history), horizon_days=horizon_days).mean


def mean_of_last(history: History, horizon_days: int, *, weeks: int) -> FloatArray:
    """Expected counts as the mean of the last `weeks` known same weekdays; NaN where none is."""
    known_days = ~np.isnan(history.counts).all(axis=1)
    past_weekday = weekdays(history.first_day, days=history.days)
    by_weekday = np.full((7, history.slots), np.nan)
    for w in range(7):
        rows = history.counts[(past_weekday == w) & known_days][-weeks:]
        known = (~np.isnan(rows)).sum(axis=0)
        sums = np.nansum(rows, axis=0)
        np.divide(sums, known, out=by_weekday[w], where=known > 0)
    return by_weekday[weekdays(history.next_day, days=horizon_days)]


def latest(history: History) -> History:
    """Return the years that a forecast learns from."""
    return history.since(max(0, history.days - YEARS_USED_DAYS))


def foreseen(method: Method, *, history: History, horizon_days: int) -> FloatArray:
    """Return what a method says, made safe: 0 or more, NaN where it says nothing that is a number.

    Raises:
        ValueError: the answer has another shape than (horizon_days, slots).
    """
    said = np.asarray(method(history, horizon_days), dtype=np.float64)
    if said.shape != (horizon_days, history.slots):
        expected = (horizon_days, history.slots)
        raise ValueError(f"a forecast method answered with shape {said.shape}, not {expected}.")
    return np.where(np.isfinite(said), np.maximum(said, 0.0), np.nan)


METHODS: dict[str, Method] = {
    OWN_METHOD: day_model_times_profile,
    "mean_of_last_4": partial(mean_of_last, weeks=4),
    "mean_of_last_8": partial(mean_of_last, weeks=8),
    "seasonal_naive": partial(mean_of_last, weeks=1),
}
