"""How far a method's forecasts were off, by horizon week, learned from its own past forecasts."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from floorwalker.engines.forecast._history import FloatArray, History
from floorwalker.engines.forecast._methods import DAYS_PER_WEEK, Method, foreseen
from floorwalker.engines.forecast._negative_binomial import dispersion_of

ORIGINS = 8  # past forecasts looked at, a week apart
HISTORY_DAYS_MIN = 14  # a forecast made from less is not representative of one made from more
DISPERSION_PRIOR = 0.03  # relative error 17 %: what a queue without any track record gets
DISPERSION_PRIOR_WEEKS = 0.5  # weight of that prior, in weeks of track record

Progress = Callable[[float], None]  # told a share from 0 to 1; raises to stop the run


@dataclass(frozen=True)
class PastForecast:
    """A forecast made `origin` days into the history, shape (horizon_days, slots)."""

    origin: int
    mean: FloatArray


def past_forecasts(
    history: History,
    *,
    method: Method,
    horizon_days: int,
    origins: int,
    progress: Progress | None = None,
) -> list[PastForecast]:
    """Forecast again as on earlier mornings, a week apart, the latest first."""
    made = []
    for index in range(origins):
        origin = history.days - DAYS_PER_WEEK * (index + 1)
        if origin < HISTORY_DAYS_MIN or np.isnan(history.counts[:origin]).all():
            break
        known = history.until(origin)
        mean = foreseen(method, history=known, horizon_days=horizon_days)
        made.append(PastForecast(origin, mean))
        if progress is not None:
            progress((index + 1) / origins)
    return made


def dispersion_by_day(
    history: History, *, made: list[PastForecast], horizon_days: int
) -> FloatArray:
    """Return the squared relative error of the mean for each coming day, never falling with time.

    Weeks further ahead than the track record reaches take the last one known.
    """
    weeks = -(-horizon_days // DAYS_PER_WEEK)
    by_week = np.zeros(weeks)
    before = DISPERSION_PRIOR
    for week in range(weeks):
        actual, mean = _errors_of_week(history, made=made, week=week)
        seen_weeks = actual.shape[0] / DAYS_PER_WEEK
        learned = dispersion_of(actual, mean=mean) if actual.size else before
        prior = DISPERSION_PRIOR if week == 0 else before
        learned = (learned * seen_weeks + prior * DISPERSION_PRIOR_WEEKS) / (
            seen_weeks + DISPERSION_PRIOR_WEEKS
        )
        before = by_week[week] = learned if week == 0 else max(before, learned)
    return np.repeat(by_week, DAYS_PER_WEEK)[:horizon_days]


def day_factor_cv(history: History, *, made: list[PastForecast]) -> float:
    """Return the relative error that all slots of a day share, as a standard deviation.

    Robust: from the median absolute error of day totals, less their Poisson noise. Where that noise
    is too loud to hear anything else, the answer leans on the prior.
    """
    errors, noise = [], []
    for past in made:
        actual = history.counts[past.origin : past.origin + past.mean.shape[0]]
        mean = past.mean[: actual.shape[0]]
        known = ~np.isnan(actual)
        expected = np.where(known, mean, 0.0).sum(axis=1)
        usable = expected > 0
        errors.append(np.nansum(actual[usable], axis=1) / expected[usable] - 1.0)
        noise.append(1.0 / expected[usable])
    if not errors or sum(e.size for e in errors) < DAYS_PER_WEEK:
        return float(np.sqrt(DISPERSION_PRIOR))
    sigma = 1.4826 * float(np.median(np.abs(np.concatenate(errors))))
    chance = float(np.median(np.concatenate(noise)))
    heard = max(0.0, sigma**2 - chance)
    lean = chance / (chance + DISPERSION_PRIOR)
    return float(np.sqrt((1.0 - lean) * heard + lean * DISPERSION_PRIOR))


def _errors_of_week(
    history: History, *, made: list[PastForecast], week: int
) -> tuple[FloatArray, FloatArray]:
    """Return what came and what had been expected, `week` weeks after each past origin."""
    actuals = [np.empty((0, history.slots))]
    means = [np.empty((0, history.slots))]
    for past in made:
        ahead = slice(week * DAYS_PER_WEEK, (week + 1) * DAYS_PER_WEEK)
        actual = history.counts[past.origin :][ahead]
        mean = past.mean[ahead][: actual.shape[0]]
        actuals.append(actual[: mean.shape[0]])
        means.append(mean)
    return np.concatenate(actuals), np.nan_to_num(np.concatenate(means))
