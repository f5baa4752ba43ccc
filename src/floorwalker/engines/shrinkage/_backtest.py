"""Would it have helped? Every week of the past is told from what came before it, and compared.

Rolling origin: learned anew each week from the days before, told for seven days that begin
`lead_days` later, beside a constant typed in once and the mean of the last eight weeks. Error is
the mean absolute difference of a day's share, weighted by the time left on the roster, so a tenth
of a point means the same to everybody: people missing, or paid for nothing.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from floorwalker.engines.shrinkage._history import (
    FloatArray,
    LossHistory,
    UnknownShares,
    unknown_shares,
)
from floorwalker.engines.shrinkage._learn import learn

ORIGINS_MAX = 52
WEEK_DAYS = 7
MEAN_DAYS = 56
DAYS_COMPARED_MIN = 14


@dataclass(frozen=True)
class MethodError:
    """How far off one method was.

    Attributes:
        error_ratio: mean absolute difference of a day's share, 0 to 1.
        bias_ratio: mean of expected less actual; positive is too careful.
    """

    error_ratio: float
    bias_ratio: float


@dataclass(frozen=True)
class Backtest:
    """The methods beside each other on the same days.

    Attributes:
        days: days compared.
        learned, constant, mean_8_weeks: each method's error.
        covered_ratio: share of days within the learned p05 to p95.
    """

    days: int
    learned: MethodError
    constant: MethodError
    mean_8_weeks: MethodError
    covered_ratio: float


def backtest(history: LossHistory, *, lead_days: int, constant: float) -> Backtest | None:
    """Compare on the last year of weeks; None with fewer than `DAYS_COMPARED_MIN` days.

    Args:
        history: all that is known.
        lead_days: days ahead, 1 or more.
        constant: the share typed in once.

    Raises:
        ValueError: the lead is below 1, or the constant not from 0 to 1.
    """
    if lead_days < 1 or not 0 <= constant < 1:
        raise ValueError("lead_days must be 1 or more, and constant from 0 to below 1.")
    shares = unknown_shares(history, lead_days=lead_days)
    last_origin = history.days - lead_days
    told = []
    for origin in range(last_origin - WEEK_DAYS, 0, -WEEK_DAYS)[:ORIGINS_MAX]:
        rows = _told_from(history, shares, origin=origin, lead_days=lead_days)
        if rows is None:
            break
        told.append(rows)
    if not told:
        return None
    actual, weight, expected, low, high, mean = np.concatenate(told, axis=1)
    if actual.size < DAYS_COMPARED_MIN:
        return None
    return Backtest(
        days=actual.size,
        learned=_error(expected, actual, weight),
        constant=_error(np.full_like(actual, constant), actual, weight),
        mean_8_weeks=_error(mean, actual, weight),
        covered_ratio=float(((low <= actual) & (actual <= high)).mean()),
    )


def _told_from(
    history: LossHistory, shares: UnknownShares, *, origin: int, lead_days: int
) -> FloatArray | None:
    """Return actual, weight, expected, p05, p95 and mean of eight weeks, shape (6, days)."""
    learned = learn(history.until(origin), leads=(lead_days,))
    if learned is None:
        return None
    past = slice(max(0, origin - MEAN_DAYS), origin)
    left = shares.left_seconds
    total = shares.of_cause.sum(axis=0)
    mean = float((total * left)[past].sum() / max(left[past].sum(), 1.0))
    rows = []
    for index in range(origin + lead_days, origin + lead_days + WEEK_DAYS):
        if left[index] > 0:
            day = history.first_day + timedelta(days=index)
            told = learned.expect(day, lead_days=lead_days)
            rows.append([total[index], left[index], told.ratio, told.p05, told.p95, mean])
    return np.array(rows).reshape(-1, 6).T


def _error(expected: FloatArray, actual: FloatArray, weight: FloatArray) -> MethodError:
    off = expected - actual
    return MethodError(
        error_ratio=float(np.average(np.abs(off), weights=weight)),
        bias_ratio=float(np.average(off, weights=weight)),
    )
