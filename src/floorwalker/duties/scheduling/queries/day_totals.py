"""What a day of a forecast adds up to, and how far it may be off.

Quantiles of intervals do not add up to quantiles of their sum. What all intervals of a day share is
one factor with coefficient of variation cv; given it they are Poisson. So a day's total T with mean
m has Var T = m + (cv m)², and with a gamma factor T is negative binomial with dispersion cv².
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

SECONDS_PER_HOUR = 3600


@dataclass(frozen=True)
class DaySum:
    """A local day's sums over the intervals of one version; handle time in seconds."""

    day: date
    mean: float
    handle_seconds: float


@dataclass(frozen=True)
class DayTotal:
    """Contacts expected on a day, with their spread, and what the version it is based on said."""

    day: date
    mean: float
    deviation: float
    p05: float
    p25: float
    p75: float
    p95: float
    aht_seconds: float | None
    work_hours: float
    difference: float | None


def deviation_of_total(mean: float, *, day_factor_cv: float) -> float:
    """Return the standard deviation of a day's total: √(m + (cv m)²)."""
    return math.sqrt(mean + (day_factor_cv * mean) ** 2)


def day_totals(
    sums: Sequence[DaySum], *, day_factor_cv: float, before: Sequence[DaySum] = ()
) -> tuple[DayTotal, ...]:
    """Return each day's total with its spread; `before` is the version to compare with."""
    import numpy as np

    from floorwalker.engines.forecast import QUANTILE_LEVELS, negative_binomial_quantiles

    quantiles = negative_binomial_quantiles(
        np.array([day.mean for day in sums]),
        dispersion=np.array(day_factor_cv**2),
        levels=QUANTILE_LEVELS,
    )
    mean_before = {day.day: day.mean for day in before}
    return tuple(
        _total(
            day,
            deviation=deviation_of_total(day.mean, day_factor_cv=day_factor_cv),
            quantiles=[float(value) for value in row],
            mean_before=mean_before.get(day.day),
        )
        for day, row in zip(sums, quantiles, strict=True)
    )


def _total(
    day: DaySum, *, deviation: float, quantiles: Sequence[float], mean_before: float | None
) -> DayTotal:
    p05, p25, _median, p75, p95 = quantiles
    return DayTotal(
        day=day.day,
        mean=day.mean,
        deviation=deviation,
        p05=p05,
        p25=p25,
        p75=p75,
        p95=p95,
        aht_seconds=day.handle_seconds / day.mean if day.mean else None,
        work_hours=day.handle_seconds / SECONDS_PER_HOUR,
        difference=None if mean_before is None else day.mean - mean_before,
    )
