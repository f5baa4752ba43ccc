"""How good the forecasts would have been: made again on earlier mornings, compared with what came.

Every method is judged alike: same origins, a week apart, same way to learn its spread from its own
earlier forecasts. Nothing after an origin is looked at before that origin's forecast is made.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from floorwalker.engines.forecast._forecast import QUANTILE_LEVELS
from floorwalker.engines.forecast._handle_time_backtest import (
    HandleTimeScore,
    handle_time_backtest,
)
from floorwalker.engines.forecast._history import FloatArray, History
from floorwalker.engines.forecast._methods import METHODS, OWN_METHOD
from floorwalker.engines.forecast._negative_binomial import (
    negative_binomial_quantiles,
    poisson_noise,
)
from floorwalker.engines.forecast._special_days import teaching
from floorwalker.engines.forecast._spread import (
    DAYS_PER_WEEK,
    ORIGINS,
    PastForecast,
    Progress,
    dispersion_by_day,
    past_forecasts,
)


@dataclass(frozen=True)
class BacktestScore:
    """One method's accuracy, so many weeks ahead.

    Attributes:
        method: `dayreg_mix` (ours), `mean_of_last_4`, `mean_of_last_8` or `seasonal_naive`.
        lead_week: 1 for days 1-7 after the forecast was made, and so on.
        intervals: number of intervals compared.
        wape_ratio: Σ|forecast − actual| ÷ Σ actual, per interval.
        bias_ratio: Σ(forecast − actual) ÷ Σ actual; positive is too high.
        pinball_ratio: mean quantile loss over the five levels ÷ mean actual.
        coverage_90_ratio: share of intervals inside the 5-95 % band; 0.90 is right.
    """

    method: str
    lead_week: int
    intervals: int
    wape_ratio: float
    bias_ratio: float
    pinball_ratio: float
    coverage_90_ratio: float


@dataclass(frozen=True)
class Backtest:
    """Scores of every method and lead week, and the least error possible.

    Attributes:
        origins: how many earlier mornings were forecast from; 0 when the history is too short.
        scores: one per method and lead week.
        noise_floor_ratio: WAPE of a forecast that knew the true mean, by lead week (Poisson).
        handle_time: how good handle times would have been, by method and lead week.
    """

    origins: int
    scores: tuple[BacktestScore, ...]
    noise_floor_ratio: tuple[float, ...]
    handle_time: tuple[HandleTimeScore, ...] = ()


def backtest(
    history: History,
    *,
    origins: int = 8,
    horizon_weeks: int = 4,
    progress: Progress | None = None,
) -> Backtest:
    """Compare our forecast with plain ones on up to `origins` earlier mornings.

    Args:
        history: the past of one queue.
        origins: earlier mornings to forecast from, a week apart.
        horizon_weeks: how many weeks ahead to judge.
        progress: called with a share from 0 to 1; raise in it to stop the run.

    Raises:
        ValueError: the history cannot be used, or nothing is asked for.
    """
    history = teaching(history)
    if origins < 1 or horizon_weeks < 1:
        raise ValueError("A back-test needs one origin and one week, or more.")
    scores: list[BacktestScore] = []
    floors: tuple[float, ...] = ()
    judged = 0
    for index, (name, method) in enumerate(METHODS.items()):
        made = past_forecasts(
            history,
            method=method,
            horizon_days=horizon_weeks * DAYS_PER_WEEK,
            origins=origins + ORIGINS,
            progress=_part(progress, index=index, parts=len(METHODS)),
        )
        weeks = [
            _judged_week(history, made=made, origins=origins, week=week)
            for week in range(horizon_weeks)
        ]
        scores += [
            _score(name, week=week, judged=j) for week, j in enumerate(weeks) if j.actual.size
        ]
        if name == OWN_METHOD:
            judged = min(origins, len(made))
            floors = tuple(_noise_floor(j) for j in weeks if j.actual.size)
    return Backtest(
        origins=judged,
        scores=tuple(scores),
        noise_floor_ratio=floors,
        handle_time=handle_time_backtest(history, origins=origins, horizon_weeks=horizon_weeks),
    )


@dataclass(frozen=True)
class _Judged:
    actual: FloatArray
    mean: FloatArray
    quantiles: FloatArray


def _part(progress: Progress | None, *, index: int, parts: int) -> Progress | None:
    return None if progress is None else partial(_report, progress, index, parts)


def _report(progress: Progress, index: int, parts: int, share: float) -> None:
    progress((index + share) / parts)


def _judged_week(history: History, *, made: list[PastForecast], origins: int, week: int) -> _Judged:
    """Collect the known intervals of one lead week over all origins."""
    ahead = slice(week * DAYS_PER_WEEK, (week + 1) * DAYS_PER_WEEK)
    actuals, means, quantiles = [np.empty(0)], [np.empty(0)], [np.empty((0, len(QUANTILE_LEVELS)))]
    for index, past in enumerate(made[:origins]):
        actual = history.counts[past.origin :][ahead]
        mean = past.mean[ahead][: actual.shape[0]]
        spread = dispersion_by_day(
            history.until(past.origin), made=made[index + 1 :], horizon_days=past.mean.shape[0]
        )[ahead][: actual.shape[0]]
        known = ~np.isnan(actual) & ~np.isnan(mean)
        a = np.broadcast_to(spread[:, None], mean.shape)[known]
        actuals.append(actual[known])
        means.append(mean[known])
        quantiles.append(
            negative_binomial_quantiles(mean[known], dispersion=a, levels=QUANTILE_LEVELS)
        )
    return _Judged(np.concatenate(actuals), np.concatenate(means), np.concatenate(quantiles))


def _score(method: str, *, week: int, judged: _Judged) -> BacktestScore:
    total = max(float(judged.actual.sum()), 1e-12)
    errors = judged.mean - judged.actual
    inside = (judged.actual >= judged.quantiles[:, 0]) & (judged.actual <= judged.quantiles[:, -1])
    open_now = (judged.mean > 0) | (judged.actual > 0)  # shut intervals would flatter the band
    return BacktestScore(
        method=method,
        lead_week=week + 1,
        intervals=int(judged.actual.size),
        wape_ratio=float(np.abs(errors).sum()) / total,
        bias_ratio=float(errors.sum()) / total,
        pinball_ratio=_pinball_sum(judged) / total,
        coverage_90_ratio=float(inside[open_now].mean()) if open_now.any() else 1.0,
    )


def _pinball_sum(judged: _Judged) -> float:
    levels = np.asarray(QUANTILE_LEVELS)
    short = judged.actual[:, None] - judged.quantiles
    loss = np.maximum(levels * short, (levels - 1.0) * short)
    return float(loss.mean(axis=1).sum())


def _noise_floor(judged: _Judged) -> float:
    return float(poisson_noise(judged.mean).sum()) / max(float(judged.actual.sum()), 1e-12)
