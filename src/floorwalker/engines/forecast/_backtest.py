"""How good the forecasts would have been: made again on earlier mornings, compared with what came.

Every method is judged alike: same origins, a week apart, same way to learn its spread from its own
earlier forecasts. Nothing after an origin is looked at before that origin's forecast is made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from floorwalker.engines.forecast._cleaning import holiday_flags
from floorwalker.engines.forecast._forecast import QUANTILE_LEVELS
from floorwalker.engines.forecast._handle_time_backtest import (
    HandleTimeScore,
    handle_time_backtest,
)
from floorwalker.engines.forecast._history import FloatArray, History
from floorwalker.engines.forecast._methods import DAYS_PER_WEEK, METHODS, OWN_METHOD, Method
from floorwalker.engines.forecast._negative_binomial import (
    negative_binomial_quantiles,
    poisson_noise,
)
from floorwalker.engines.forecast._special_days import teaching
from floorwalker.engines.forecast._spread import (
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
        method: `dayreg_mix` (ours), `mean_of_last_4`, `mean_of_last_8`, `seasonal_naive`, or the
            name of a further one.
        lead_week: 1 for days 1-7 after the forecast was made, and so on.
        intervals: number of intervals compared.
        wape_ratio: Σ|forecast − actual| ÷ Σ actual, per interval.
        bias_ratio: Σ(forecast − actual) ÷ Σ actual; positive is too high.
        pinball_ratio: mean quantile loss over the five levels ÷ mean actual.
        coverage_90_ratio: share of intervals inside the 5-95 % band; 0.90 is right.
        gain_ratios: by origin, the latest first: our own error less this method's, both without
            sign and added up, ÷ the contacts of an average origin. Their mean is the difference of
            the two WAPEs. Public holidays are left out (`by_lead_week` says why), and so are
            origins of which the method says nothing; empty for our own.
    """

    method: str
    lead_week: int
    intervals: int
    wape_ratio: float
    bias_ratio: float
    pinball_ratio: float
    coverage_90_ratio: float
    gain_ratios: tuple[float, ...] = ()


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
    methods: Mapping[str, Method] = METHODS,
    progress: Progress | None = None,
) -> Backtest:
    """Compare our forecast with others on up to `origins` earlier mornings.

    Args:
        history: the past of one queue.
        origins: earlier mornings to forecast from, a week apart.
        horizon_weeks: how many weeks ahead to judge.
        methods: those to compare by name, our own among them.
        progress: called with a share from 0 to 1; raise in it to stop the run.

    Raises:
        ValueError: the history cannot be used, nothing is asked for, or our own method is missing.
    """
    history = teaching(history)
    if origins < 1 or horizon_weeks < 1 or OWN_METHOD not in methods:
        raise ValueError(f"A back-test needs one origin, one week and {OWN_METHOD}, or more.")
    scores: list[BacktestScore] = []
    own_made: list[PastForecast] = []
    floors: tuple[float, ...] = ()
    for index, (name, method) in enumerate({OWN_METHOD: methods[OWN_METHOD], **methods}.items()):
        made = past_forecasts(
            history,
            method=method,
            horizon_days=horizon_weeks * DAYS_PER_WEEK,
            origins=origins + ORIGINS,
            progress=_part(progress, index=index, parts=len(methods)),
        )
        spreads = _spreads(history, made=made, origins=origins)
        weeks = [
            _judged_week(history, made=made, spreads=spreads, week=week)
            for week in range(horizon_weeks)
        ]
        if name == OWN_METHOD:
            own_made = made
            floors = tuple(_noise_floor(j) for j in weeks if j.actual.size)
        pairs = [] if name == OWN_METHOD else list(zip(own_made, made, strict=True))[:origins]
        scores += [
            _score(name, week=week, judged=j, gains=_gains(history, pairs=pairs, week=week))
            for week, j in enumerate(weeks)
            if j.actual.size
        ]
    return Backtest(
        origins=min(origins, len(own_made)),
        scores=tuple(scores),
        noise_floor_ratio=floors,
        handle_time=handle_time_backtest(history, origins=origins, horizon_weeks=horizon_weeks),
    )


def _gains(
    history: History, *, pairs: Sequence[tuple[PastForecast, PastForecast]], week: int
) -> tuple[float, ...]:
    """Return by how much less than ours the other forecasts of each pair were off."""
    is_holiday = holiday_flags(history, days=history.days)
    ahead = slice(week * DAYS_PER_WEEK, (week + 1) * DAYS_PER_WEEK)
    gains, contacts = [], []
    for own, other in pairs:
        actual = history.counts[own.origin :][ahead]
        ours, theirs = own.mean[ahead][: len(actual)], other.mean[ahead][: len(actual)]
        ordinary = ~is_holiday[own.origin :][ahead][:, None]
        told = ~np.isnan(actual) & ~np.isnan(theirs) & ordinary
        if told.any():
            gains.append(np.abs(ours - actual)[told].sum() - np.abs(theirs - actual)[told].sum())
            contacts.append(np.nansum(actual))
    usual = max(float(np.mean(contacts)), 1e-12) if contacts else 1.0
    return tuple(float(gain) / usual for gain in gains)


@dataclass(frozen=True)
class _Judged:
    actual: FloatArray
    mean: FloatArray
    quantiles: FloatArray


def _part(progress: Progress | None, *, index: int, parts: int) -> Progress | None:
    return None if progress is None else partial(_report, progress, index, parts)


def _report(progress: Progress, index: int, parts: int, share: float) -> None:
    progress((index + share) / parts)


def _spreads(history: History, *, made: list[PastForecast], origins: int) -> list[FloatArray]:
    """Return the dispersion by day that was known at each judged origin."""
    return [
        dispersion_by_day(
            history.until(past.origin), made=made[index + 1 :], horizon_days=past.mean.shape[0]
        )
        for index, past in enumerate(made[:origins])
    ]


def _judged_week(
    history: History, *, made: list[PastForecast], spreads: list[FloatArray], week: int
) -> _Judged:
    """Collect the known intervals of one lead week over all origins."""
    ahead = slice(week * DAYS_PER_WEEK, (week + 1) * DAYS_PER_WEEK)
    actuals, means, quantiles = [np.empty(0)], [np.empty(0)], [np.empty((0, len(QUANTILE_LEVELS)))]
    for past, by_day in zip(made, spreads, strict=False):
        actual = history.counts[past.origin :][ahead]
        mean = past.mean[ahead][: actual.shape[0]]
        spread = by_day[ahead][: actual.shape[0]]
        known = ~np.isnan(actual) & ~np.isnan(mean)
        a = np.broadcast_to(spread[:, None], mean.shape)[known]
        actuals.append(actual[known])
        means.append(mean[known])
        quantiles.append(
            negative_binomial_quantiles(mean[known], dispersion=a, levels=QUANTILE_LEVELS)
        )
    return _Judged(np.concatenate(actuals), np.concatenate(means), np.concatenate(quantiles))


def _score(method: str, *, week: int, judged: _Judged, gains: tuple[float, ...]) -> BacktestScore:
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
        gain_ratios=gains,
    )


def _pinball_sum(judged: _Judged) -> float:
    levels = np.asarray(QUANTILE_LEVELS)
    short = judged.actual[:, None] - judged.quantiles
    loss = np.maximum(levels * short, (levels - 1.0) * short)
    return float(loss.mean(axis=1).sum())


def _noise_floor(judged: _Judged) -> float:
    return float(poisson_noise(judged.mean).sum()) / max(float(judged.actual.sum()), 1e-12)
