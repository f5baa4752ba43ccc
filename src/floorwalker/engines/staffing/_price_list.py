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
from functools import cached_property

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import gammaincc, gammainccinv, gammaincinv

from floorwalker.engines.staffing._performance import service_levels
from floorwalker.engines.staffing._requirement import agents_required
from floorwalker.engines.staffing._types import FloatArray, IntArray, ServiceTarget, Workload

RISK_LEVELS = (0.6, 0.75, 0.9, 0.95)
DAY_FACTOR_CV_MAX = 1.0
NODES, WEIGHTS = leggauss(32)
TAIL = 1e-9  # of days left out at either end
HALVINGS = 12  # of the gap between two nodes
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
        days_below_target: share of open days whose service level is below the target's.
        days_below_floor: share of open days whose service level is below the floor.
    """

    risk_level: float | None
    day_factor: float
    agents: IntArray
    agent_hours: float
    extra_ratio: float
    service_level: float
    days_below_target: float
    days_below_floor: float


def day_factor(level: float, *, day_factor_cv: float) -> float:
    """Return the day factor that a share `level` of all days does not exceed.

    Args:
        level: above 0 and below 1.
        day_factor_cv: standard deviation of the day factor (its mean is 1), above 0, at most 1.

    Raises:
        ValueError: a value is out of its range.
    """
    _check_cv(day_factor_cv)
    _check_share("risk level", level)
    shape = day_factor_cv**-2
    return float(gammaincinv(shape, level) / shape)


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
    staffings: list[tuple[float | None, float]] = [(None, 1.0)]
    staffings += [(level, day_factor(level, day_factor_cv=day_factor_cv)) for level in risk_levels]
    lines: list[PricedRisk] = []
    for risk_level, factor in staffings:
        agents = agents_required(
            _scaled(workload, factor), target=target, patience_seconds=patience_seconds
        )
        days = _open_days(workload, agents, target, patience_seconds, day_factor_cv**-2)
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
    agents: FloatArray
    target: ServiceTarget
    patience_seconds: float | None
    shape: float

    @cached_property
    def _ends(self) -> tuple[float, float]:
        """The calmest and the busiest day that is looked at."""
        low, high = gammaincinv(self.shape, TAIL), gammainccinv(self.shape, TAIL)
        return float(low / self.shape), float(high / self.shape)

    @cached_property
    def _nodes(self) -> FloatArray:
        """The factors at which the days are looked at first, from calm to busy."""
        low, high = self._ends
        return np.asarray(low + (high - low) * (NODES + 1) / 2)

    @cached_property
    def _at_nodes(self) -> tuple[FloatArray, FloatArray]:
        return self._in_time(self._for_days(self._nodes))

    def mean_level(self) -> float:
        """Return the service level of all contacts, busy days counting for more."""
        factors, shape = self._nodes, self.shape
        density = WEIGHTS * np.exp((shape - 1) * np.log(factors) - shape * (factors - 1))
        kept, asked = self._at_nodes
        return float(
            (self._for_days(density) * kept).sum() / (self._for_days(density) * asked).sum()
        )

    def share_below(self, *levels: float) -> list[float]:
        """Return the share of days below each service level."""
        goal = self._for_days(np.array(levels))
        low, high = self._between_nodes(levels)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            kept, asked = self._in_time(middle)
            good = kept >= goal * asked
            low, high = np.where(good, middle, low), np.where(good, high, middle)
        shares = gammaincc(self.shape, low * self.shape)
        return [float(share) for share in shares.mean(axis=1)]

    def _between_nodes(self, levels: Sequence[float]) -> tuple[FloatArray, FloatArray]:
        """Return the neighbouring nodes between which each day falls below each level."""
        kept, asked = self._at_nodes
        goal = np.array(levels)[:, None, None]
        good = (kept[None] >= goal * asked[None]).sum(axis=1)  # nodes, of each level and day
        low, high = self._ends
        factors = np.concatenate([[low], self._nodes, [high]])
        return factors[good], factors[good + 1]

    def _for_days(self, values: FloatArray) -> FloatArray:
        """Return the values, each for all days: shape (values, days)."""
        return np.multiply.outer(values, np.ones(self.agents.shape[0]))

    def _in_time(self, factor: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return contacts in time and contacts counted per day, for factors of the days' shape."""
        scaled = _scaled(self.workload, factor[..., None])
        of_offered, level = service_levels(
            scaled,
            agents=self.agents,
            within_seconds=self.target.within_seconds,
            patience_seconds=self.patience_seconds,
            of=self.target.of,
        )
        counted = np.array(scaled.offered)
        if self.target.of in ("answered", "patient"):
            counted = counted * np.where(level > 0, of_offered, 1.0)
            counted = counted / np.where(level > 0, level, 1.0)
        return (counted * level).sum(axis=-1), counted.sum(axis=-1)


def _open_days(
    workload: Workload,
    agents: IntArray,
    target: ServiceTarget,
    patience_seconds: float | None,
    shape: float,
) -> _Days:
    """Return the days on which something is offered, without the intervals that are always shut."""
    offered = np.asarray(workload.offered)
    busy = offered.reshape(-1, offered.shape[-1]) > 0
    open_ = np.ix_(busy.any(axis=1), busy.any(axis=0))

    def of_open(values: object) -> FloatArray:
        return np.asarray(values, dtype=float).reshape(busy.shape)[open_]

    handle, seconds = of_open(workload.aht_seconds), workload.interval_seconds
    work = Workload(of_open(offered), handle, seconds)
    return _Days(work, of_open(agents), target, patience_seconds, shape)


def _scaled(workload: Workload, factor: float | FloatArray) -> Workload:
    offered = np.asarray(workload.offered) * factor
    return Workload(offered, workload.aht_seconds, workload.interval_seconds)


def _check(
    workload: Workload, *, day_factor_cv: float, floor: float, risk_levels: Sequence[float]
) -> None:
    offered = np.asarray(workload.offered)
    if offered.ndim == 0 or not (offered > 0).any():
        raise ValueError("offered must hold the intervals of a day, and something in one of them")
    _check_cv(day_factor_cv)
    _check_share("floor", floor)
    for level in risk_levels:
        _check_share("risk level", level)


def _check_cv(day_factor_cv: float) -> None:
    if not 0 < day_factor_cv <= DAY_FACTOR_CV_MAX:
        raise ValueError(
            f"day_factor_cv is {day_factor_cv}; "
            f"it must be above 0 and at most {DAY_FACTOR_CV_MAX:g}"
        )


def _check_share(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise ValueError(f"{name} is {value}; it must be above 0 and below 1")
