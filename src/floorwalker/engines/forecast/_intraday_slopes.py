"""How much of a day's deviation carries over to its rest, learned from past days.

    log(rest ÷ expected rest) = slope_day · x₁ + slope_latest · x₂ + e

x₁ is the logarithm of observed ÷ expected for the day so far, x₂ the same for its last hours; five
contacts are added to either side of each ratio, so that a night without a call has a logarithm and
says little. Weighted ridge regression without an intercept: a day as expected changes nothing. How
good the slopes are is judged on each past day with the slopes of the other days (the closed form
of leave-one-out), in contacts per interval, as the back-test does.
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.forecast._cleaning import ODD_DAY_HIGH, ODD_DAY_LOW
from floorwalker.engines.forecast._history import BoolArray, FloatArray, IntArray
from floorwalker.engines.forecast._negative_binomial import dispersion_of

RIDGE = 0.005  # in squared log ratios, with weights of mean 1: a day and a half off by 6 %
CONTACTS_ADDED = 5.0


@dataclass(frozen=True)
class DaysSoFar:
    """Days cut at one time of day: what they had brought by then and what came after.

    Attributes:
        features: log ratios of the day so far and of its latest slots, shape (days, 2).
        slots: open slots looked at so far, shape (days,).
        observed: contacts in them, shape (days,).
        expected: contacts that the morning forecast had expected in them, shape (days,).
        rest_actual: contacts of the rest, shape (days, slots); NaN where unknown, closed or past.
        rest_expected: what the morning forecast had expected where these are known, else 0.
    """

    features: FloatArray
    slots: IntArray
    observed: FloatArray
    expected: FloatArray
    rest_actual: FloatArray
    rest_expected: FloatArray


@dataclass(frozen=True)
class Slopes:
    """What was learned, shrunk by how sure it is.

    Attributes:
        day: slope on the day so far.
        latest: slope on its latest slots, besides.
        gain_errors: gain on held-out days in standard errors of it; below 0 the update hurt.
        certainty_ratio: 1 − 1 ÷ gain_errors², the part of the gain that is not chance; 0 to 1.
        saved_ratio: share of the held-out error that the shrunk slopes save.
        spread_ratio: dispersion after the update ÷ before it, on held-out days; 0 to 1.
    """

    day: float
    latest: float
    gain_errors: float
    certainty_ratio: float
    saved_ratio: float
    spread_ratio: float


def days_so_far(
    expected: FloatArray,
    actual: FloatArray,
    *,
    known: BoolArray,
    from_slot: int,
    latest_slots: int,
) -> DaysSoFar:
    """Cut days at `from_slot` and look at them through the `known` slots before it.

    Args:
        expected: morning forecasts, shape (days, slots); 0 where closed.
        actual: what came, same shape; NaN where unknown.
        known: slots to look at, shape (slots,).
        from_slot: where the rest begins.
        latest_slots: how many open slots the second feature looks back.
    """
    ahead_slots = np.arange(known.size) >= from_slot
    comparable = (expected > 0) & ~np.isnan(actual)
    so_far, ahead = comparable & known & ~ahead_slots, comparable & ahead_slots
    back_from_cut = np.cumsum(so_far[:, ::-1], axis=1)[:, ::-1]
    latest = so_far & (back_from_cut <= latest_slots)
    observed, foreseen = _sums(actual, where=so_far), _sums(expected, where=so_far)
    latest_ratio = _log_ratio(_sums(actual, where=latest), _sums(expected, where=latest))
    return DaysSoFar(
        features=np.stack([_log_ratio(observed, foreseen), latest_ratio], axis=1),
        slots=so_far.sum(axis=1),
        observed=observed,
        expected=foreseen,
        rest_actual=np.where(ahead, actual, np.nan),
        rest_expected=np.where(ahead, expected, 0.0),
    )


def to_learn_from(days: DaysSoFar, *, slots_min: int) -> DaysSoFar:
    """Keep the normal days that had been looked at long enough and have a rest to compare."""
    came = days.observed + np.nansum(days.rest_actual, axis=1)
    whole_day = _log_ratio(came, days.expected + days.rest_expected.sum(axis=1))
    is_normal = (whole_day > np.log(ODD_DAY_LOW)) & (whole_day < np.log(ODD_DAY_HIGH))
    keep = is_normal & (days.slots >= slots_min) & (days.rest_expected.sum(axis=1) > 0)
    return DaysSoFar(
        features=days.features[keep],
        slots=days.slots[keep],
        observed=days.observed[keep],
        expected=days.expected[keep],
        rest_actual=days.rest_actual[keep],
        rest_expected=days.rest_expected[keep],
    )


def learn(days: DaysSoFar) -> Slopes:
    """Fit the slopes and judge them on each day with the slopes of all others."""
    x = days.features
    volume = days.rest_expected.sum(axis=1)
    y = _log_ratio(np.nansum(days.rest_actual, axis=1), volume)
    weights = volume / volume.mean()
    inverse = np.linalg.inv((x.T * weights) @ x + RIDGE * np.eye(2))
    slopes = inverse @ ((x.T * weights) @ y)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x) * weights
    held_out = y - (y - x @ slopes) / (1.0 - leverage)
    before = _errors(days, log_factors=np.zeros(y.size))
    gain = before - _errors(days, log_factors=held_out)
    noise = float(gain.std()) * np.sqrt(gain.size)
    gain_errors = float(gain.sum()) / noise if noise > 0 else 0.0
    certainty = max(0.0, 1.0 - 1.0 / gain_errors**2) if gain_errors > 0 else 0.0
    after = _errors(days, log_factors=held_out * certainty)
    return Slopes(
        day=float(slopes[0]) * certainty,
        latest=float(slopes[1]) * certainty,
        gain_errors=gain_errors,
        certainty_ratio=certainty,
        saved_ratio=1.0 - float(after.sum()) / max(float(before.sum()), 1e-12),
        spread_ratio=_spread_ratio(days, log_factors=held_out * certainty),
    )


def _sums(values: FloatArray, *, where: BoolArray) -> FloatArray:
    return np.asarray(np.where(where, values, 0.0).sum(axis=1))


def _log_ratio(came: FloatArray, foreseen: FloatArray) -> FloatArray:
    return np.asarray(np.log((came + CONTACTS_ADDED) / (foreseen + CONTACTS_ADDED)))


def _errors(days: DaysSoFar, *, log_factors: FloatArray) -> FloatArray:
    """Return Σ|forecast − actual| over the rest of each day, shape (days,)."""
    mean = days.rest_expected * np.exp(log_factors)[:, None]
    return np.asarray(np.nansum(np.abs(mean - days.rest_actual), axis=1))


def _spread_ratio(days: DaysSoFar, *, log_factors: FloatArray) -> float:
    before = dispersion_of(days.rest_actual, mean=days.rest_expected)
    mean = days.rest_expected * np.exp(log_factors)[:, None]
    after = dispersion_of(days.rest_actual, mean=mean)
    return min(1.0, after / before) if before > 0 else 1.0
