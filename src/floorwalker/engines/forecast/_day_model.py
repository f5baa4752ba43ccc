"""How many contacts a day will bring: a ridge regression on the calendar, over a moving level.

    log T_d = centre + level_d + x_d'b + e_d,   e an AR(1)

Level and calendar effects are fitted in turn; coming days take the latest level, weighted over the
last weeks, and the last day's residual as far as it carries. The exponent of a mean of logs is not
a mean, so the result is scaled until it reproduces the recent totals.
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.forecast._cleaning import CleanPast, holiday_flags
from floorwalker.engines.forecast._day_features import design_matrix
from floorwalker.engines.forecast._history import BoolArray, FloatArray, History, IntArray, weekdays

HALF_LIFE_EFFECTS_DAYS = 280.0
HALF_LIFE_LEVEL_DAYS = 14.0
LEVEL_WINDOW_DAYS = 21  # on either side: a six-week running mean
BACK_FITS = 4
CARRY_MAX = 0.8  # of one day's residual to the next
CARRY_PAIRS_MIN = 20  # fewer pairs of days tell nothing about it
CARRY_PRIOR_PAIRS = 10.0
HOLIDAY_PRIOR_DAYS = 1.0  # an unseen holiday is a normal day
NOISE_CONTACTS = 40.0  # a day with fewer tells more of chance than of the calendar
ZERO_DAY_OFFSET = 0.5  # so that a day without contacts has a logarithm


@dataclass(frozen=True)
class DayOutlook:
    """Expected contacts per coming day, and how much wider than usual holidays spread.

    Attributes:
        totals: shape (horizon_days,).
        holiday_variance: squared relative error of a holiday's total beyond a normal day's.
    """

    totals: FloatArray
    holiday_variance: float


def day_outlook(history: History, *, past: CleanPast, horizon_days: int) -> DayOutlook:
    """Return the expected contacts of each of the coming `horizon_days` days."""
    if not past.is_normal.any():
        return _flat_outlook(past, horizon_days=horizon_days)
    fitted = _fitted_days(history, past=past, horizon_days=horizon_days)
    totals = fitted[history.days :].copy()
    coming = slice(history.days, history.days + horizon_days)
    is_holiday = holiday_flags(history, days=history.days + horizon_days)[coming]
    ratio, variance = _holiday_effect(past, fitted=fitted[: history.days])
    totals[is_holiday] *= ratio
    weekday = weekdays(history.first_day, days=history.days + horizon_days)[coming]
    totals[~past.open_weekdays[weekday]] = 0.0
    return DayOutlook(totals=totals, holiday_variance=variance)


def _fitted_days(history: History, *, past: CleanPast, horizon_days: int) -> FloatArray:
    """Return the normal total of every past and coming day."""
    matrix, penalties = design_matrix(history, past=past, horizon_days=horizon_days)
    days = np.flatnonzero(past.is_normal)
    log_totals = np.log(past.totals[days] + ZERO_DAY_OFFSET)
    centre = float(np.median(log_totals))
    recency = 0.5 ** ((history.days - 1 - days) / HALF_LIFE_EFFECTS_DAYS)
    weights = recency / (1.0 + NOISE_CONTACTS / (past.totals[days] + ZERO_DAY_OFFSET))
    effects, level = _back_fit(
        log_totals - centre, x=matrix[days], penalties=penalties, weights=weights, days=days
    )
    calendar = centre + matrix @ effects
    over_calendar = log_totals - calendar[days]
    recent = 0.5 ** ((history.days - 1 - days) / HALF_LIFE_LEVEL_DAYS)
    level_now = float(np.average(over_calendar, weights=recent))
    log_fit = calendar + level_now
    log_fit[days] += level - level_now
    ahead = np.arange(1, horizon_days + 1) + history.days - 1 - days[-1]
    carry = _carry(over_calendar - level, days=days)
    log_fit[history.days :] += carry**ahead * (over_calendar[-1] - level_now)
    fitted = np.exp(log_fit)
    scale = (recency @ past.totals[days]) / (recency @ fitted[days])
    return np.asarray(fitted * scale)


def _back_fit(
    y: FloatArray, *, x: FloatArray, penalties: FloatArray, weights: FloatArray, days: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Fit calendar effects and the running level in turn."""
    weighted = x.T * weights
    gram = weighted @ x + np.diag(penalties)
    level: FloatArray = np.full(y.size, float(np.average(y, weights=weights)))
    effects: FloatArray = np.zeros(x.shape[1])
    for _ in range(BACK_FITS):
        effects = np.asarray(np.linalg.solve(gram, weighted @ (y - level)), dtype=np.float64)
        level = _running_mean(y - x @ effects, days=days)
    return effects, level


def _running_mean(values: FloatArray, *, days: IntArray) -> FloatArray:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    first = np.searchsorted(days, days - LEVEL_WINDOW_DAYS, side="left")
    last = np.searchsorted(days, days + LEVEL_WINDOW_DAYS, side="right")
    return np.asarray((sums[last] - sums[first]) / (last - first))


def _carry(residuals: FloatArray, *, days: IntArray) -> float:
    """Return how much of a day's residual the next day keeps: AR(1), shrunk towards none."""
    follows = np.diff(days) == 1
    before, after = residuals[:-1][follows], residuals[1:][follows]
    if before.size < CARRY_PAIRS_MIN:
        return 0.0
    variance = float(np.mean(residuals**2))
    slope = float(before @ after) / max(variance * (before.size + CARRY_PRIOR_PAIRS), 1e-12)
    return float(min(max(slope, 0.0), CARRY_MAX))


def _holiday_effect(past: CleanPast, *, fitted: FloatArray) -> tuple[float, float]:
    """Return what past holidays had of a normal day's contacts, and the variance of that ratio."""
    on_open_weekday = past.is_holiday & past.open_weekdays[past.weekday]
    closed = on_open_weekday & (np.isnan(past.totals) | (past.totals == 0))
    worked = on_open_weekday & (past.totals > 0)
    count_closed, count_worked = _known_closures(past, closed=closed), int(worked.sum())
    if not count_worked:
        return (0.0 if count_closed else 1.0), 0.0
    logs = np.log(past.totals[worked] / fitted[worked])
    ratio = float(np.exp(logs.sum() / (count_worked + HOLIDAY_PRIOR_DAYS)))
    worked_share = count_worked / max(count_worked + count_closed, 1)
    share = worked_share if count_closed else 1.0
    chance = float(np.mean(1.0 / past.totals[worked]))
    variance = max(0.0, float(np.var(logs)) - chance) if count_worked > 1 else 0.0
    return share * ratio, variance


def _known_closures(past: CleanPast, *, closed: BoolArray) -> int:
    """Count closed holidays; a day of which nothing is known counts when both neighbours' are."""
    known = ~np.isnan(past.totals) & (past.totals > 0)
    return sum(bool(known[max(0, day - 4) : day + 5].any()) for day in np.flatnonzero(closed))


def _flat_outlook(past: CleanPast, *, horizon_days: int) -> DayOutlook:
    known = past.totals[~np.isnan(past.totals)]
    mean = float(known.mean()) if known.size else 0.0
    return DayOutlook(totals=np.full(horizon_days, mean), holiday_variance=0.0)
