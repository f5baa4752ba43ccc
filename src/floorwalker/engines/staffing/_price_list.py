"""What certainty costs: agent-hours against the share of days that miss the promise.

A forecast is a mean; whole days are busier or calmer by a factor F, taken as gamma-distributed with
mean 1 and a given coefficient of variation (the same as in a rehearsal). Staffing for the forecast
keeps the promise on average and misses it on many days; staffing for a quantile of F costs more and
misses fewer. Each line of the list staffs every interval for one quantile and asks what the day's
service level is at every F, by Erlang's formulas, interval by interval. No dice: the mean is a
quadrature over F, and since a day's service falls as F grows, the days below a level are those
beyond the one factor at which it is reached.

It leaves out the chance within a day (in a large queue far smaller than that of F), and what
carries over from one interval to the next: without patience an overloaded interval counts as lost.

Sources: mixed Poisson arrivals and their gamma factor: G. Jongbloed and G. Koole, "Managing
uncertainty in call centres using Poisson mixtures" (2001); staffing to a quantile of the rate:
S. Steckley, S. Henderson and V. Mehrotra, "Forecast errors in service systems" (2009).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import gammaincc, gammainccinv, gammaincinv

from floorwalker.engines.staffing._performance import performance
from floorwalker.engines.staffing._requirement import level_of, requirement
from floorwalker.engines.staffing._types import FloatArray, IntArray, ServiceTarget, Workload

RISK_LEVELS = (0.6, 0.75, 0.9, 0.95)
DAY_FACTOR_CV_MAX = 1.0
NODES, WEIGHTS = leggauss(64)
TAIL = 1e-9  # of days left out at either end
HALVINGS = 40
SECONDS_PER_HOUR = 3600.0


@dataclass(frozen=True)
class PricedRisk:
    """One line of the price list.

    Attributes:
        risk_level: the quantile of the day factor staffed for; None for the forecast itself.
        day_factor: that quantile; 1 for the forecast itself.
        agents: people per interval, of the workload's shape.
        agent_hours: their hours on queue.
        extra_ratio: hours above those of the forecast ÷ those of the forecast.
        service_level: of all contacts of many such days, with the target's denominator.
        days_below_target: share of days whose service level is below the target's.
        days_below_floor: share of days whose service level is below the floor.
    """

    risk_level: float | None
    day_factor: float
    agents: IntArray
    agent_hours: float
    extra_ratio: float
    service_level: float
    days_below_target: float
    days_below_floor: float


def price_list(
    workload: Workload,
    *,
    target: ServiceTarget,
    day_factor_cv: float,
    floor: float,
    patience_seconds: float | None = None,
    risk_levels: Sequence[float] = RISK_LEVELS,
) -> tuple[PricedRisk, ...]:
    """Return what staffing for the forecast, and for quantiles of the day, costs and risks.

    Args:
        workload: contacts per interval; the last axis is one day, other axes are days.
        target: what must hold in every interval of a day with the factor staffed for.
        day_factor_cv: standard deviation of the day factor (its mean is 1), above 0, at most 1:
            the forecast's error on day totals.
        floor: a service level that no day should fall below, above 0 and below 1.
        patience_seconds: mean time until a waiting caller gives up; None for never.
        risk_levels: quantiles to staff for, each above 0 and below 1.

    Returns:
        The forecast's line, then one for each risk level in the order given.

    Raises:
        ValueError: a value is out of its range, or nothing is offered.
    """
    _check(workload, day_factor_cv=day_factor_cv, floor=floor, risk_levels=risk_levels)
    shape = day_factor_cv**-2
    staffings: list[tuple[float | None, float]] = [(None, 1.0)]
    staffings += [(level, float(gammaincinv(shape, level) / shape)) for level in risk_levels]
    lines: list[PricedRisk] = []
    for risk_level, factor in staffings:
        agents = requirement(
            _scaled(workload, factor), target=target, patience_seconds=patience_seconds
        ).agents
        days = _Days(workload, agents, target, patience_seconds, shape)
        hours = float(agents.sum()) * workload.interval_seconds / SECONDS_PER_HOUR
        below_target, below_floor = days.share_below(target.service_level, floor)
        lines.append(
            PricedRisk(
                risk_level=risk_level,
                day_factor=factor,
                agents=agents,
                agent_hours=hours,
                extra_ratio=hours / lines[0].agent_hours - 1 if lines else 0.0,
                service_level=days.mean_level(),
                days_below_target=below_target,
                days_below_floor=below_floor,
            )
        )
    return tuple(lines)


@dataclass(frozen=True)
class _Days:
    """Days of one staffing, whose factor has a gamma distribution of this shape and mean 1."""

    workload: Workload
    agents: IntArray
    target: ServiceTarget
    patience_seconds: float | None
    shape: float

    def mean_level(self) -> float:
        """Return the service level of all contacts, busy days counting for more."""
        low, high = gammaincinv(self.shape, TAIL), gammainccinv(self.shape, TAIL)
        factors = (low + (high - low) * (NODES + 1) / 2) / self.shape
        density = WEIGHTS * np.exp((self.shape - 1) * np.log(factors) - self.shape * (factors - 1))
        kept, asked = self._in_time(self._for_days(factors))
        return float(
            (self._for_days(density) * kept).sum() / (self._for_days(density) * asked).sum()
        )

    def share_below(self, *levels: float) -> list[float]:
        """Return the share of days below each service level."""
        goal = self._for_days(np.array(levels))
        low = np.full_like(goal, gammaincinv(self.shape, TAIL) / self.shape)
        high = np.full_like(goal, gammainccinv(self.shape, TAIL) / self.shape)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            kept, asked = self._in_time(middle)
            good = kept >= goal * asked
            low, high = np.where(good, middle, low), np.where(good, high, middle)
        shares = gammaincc(self.shape, low * self.shape)
        return [float(share) for share in shares.reshape(len(levels), -1).mean(axis=1)]

    def _for_days(self, values: FloatArray) -> FloatArray:
        """Return the values, each for all days: shape (values, days…)."""
        days = np.asarray(self.workload.offered).shape[:-1]
        return np.multiply.outer(values, np.ones(days))

    def _in_time(self, factor: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return contacts in time and contacts counted per day, for factors of the days' shape."""
        scaled = _scaled(self.workload, factor[..., None])
        service = performance(
            scaled,
            agents=self.agents,
            within_seconds=self.target.within_seconds,
            patience_seconds=self.patience_seconds,
        )
        level = level_of(service, of=self.target.of)
        counted = np.array(scaled.offered)
        if self.target.of in ("answered", "patient"):
            counted = counted * np.where(level > 0, service.service_level, 1.0)
            counted = counted / np.where(level > 0, level, 1.0)
        return (counted * level).sum(axis=-1), counted.sum(axis=-1)


def _scaled(workload: Workload, factor: float | FloatArray) -> Workload:
    offered = np.asarray(workload.offered) * factor
    return Workload(offered, workload.aht_seconds, workload.interval_seconds)


def _check(
    workload: Workload, *, day_factor_cv: float, floor: float, risk_levels: Sequence[float]
) -> None:
    offered = np.asarray(workload.offered)
    if offered.ndim == 0 or not (offered > 0).any():
        raise ValueError("offered must hold the intervals of a day, and something in one of them")
    if not 0 < day_factor_cv <= DAY_FACTOR_CV_MAX:
        raise ValueError(
            f"day_factor_cv is {day_factor_cv}; "
            f"it must be above 0 and at most {DAY_FACTOR_CV_MAX:g}"
        )
    for name, value in (("floor", floor), *(("risk level", level) for level in risk_levels)):
        if not 0 < value < 1:
            raise ValueError(f"{name} is {value}; it must be above 0 and below 1")
