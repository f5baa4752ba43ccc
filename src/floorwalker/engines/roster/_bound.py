"""A lower bound on the cost of any roster: Lagrangian relaxation, prices by Frank and Wolfe.

Let every agent choose alone at prices for being present, and let demand buy presence at the same
prices: whatever the prices, the sum of the two best answers never exceeds the cost of a roster
(Geoffrion 1974). Good prices are the slopes of the demand's cost at the best *mixture* of weeks,
which block-coordinate Frank-Wolfe steps approach from the roster in hand (Lacoste-Julien et al.
2013): one agent at a time, the same exact weekly programme, an exact line search. It climbs to
the same bound as column generation and needs no linear programme.
"""

import itertools
import math
from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from floorwalker.engines.roster._crew import Crew
from floorwalker.engines.roster._demand import (
    TIER_75,
    TIER_90,
    move_people,
    slope_prices,
)
from floorwalker.engines.roster._search import Demand, Week, priced_week

Floats = NDArray[np.float64]

MOVES_PER_EVALUATION = 2
HEADCOUNTS_MAX = 2_000  # with so few combinations of people, demand buys whole people only
GAIN_MIN = 1e-9  # weighted agent-hours


class _Mixture:
    """Weeks of one agent with weights that sum to one."""

    def __init__(self, week: Week) -> None:
        self.weights = np.ones(1)
        self.presences = week.presence[None, :].copy()
        self.own_costs = np.array([week.own_cost])

    def shift(self, worst: int, week: Week, *, weight: float) -> None:
        """Move weight from the week at `worst` to `week`, forgetting weeks without weight."""
        self.weights[worst] -= weight
        known = np.flatnonzero((self.presences == week.presence).all(axis=1))
        if len(known) and self.own_costs[known[0]] == week.own_cost:
            self.weights[known[0]] += weight
        else:
            self.weights = np.append(self.weights, weight)
            self.presences = np.vstack([self.presences, week.presence])
            self.own_costs = np.append(self.own_costs, week.own_cost)
        kept = self.weights > 0.0
        self.weights, self.presences = self.weights[kept], self.presences[kept]
        self.own_costs = self.own_costs[kept]


class Bound:
    """The best lower bound so far and the mixture of weeks that gives the next prices."""

    def __init__(self, crew: Crew, demand: Demand, weeks: list[Week]) -> None:
        self.value = 0.0  # nothing costs less than nothing
        self._crew = crew
        self._demand = demand
        self._cover, self._costs = demand.cover.copy(), demand.costs.copy()
        self._mixtures = [_Mixture(week) for week in weeks]
        people = Counter(member.mask for member in crew.members)
        people += Counter(mask for mask, _ in demand.pinned)
        self._masks = sorted(people)
        self._headcounts = _headcounts([people[mask] for mask in self._masks])
        self._headcount_costs = [self._cost_of(row) for row in self._headcounts]

    def improve(self, stop: Callable[[], bool]) -> None:
        """Move every agent's mixture a few times, then price everybody at the new slopes."""
        for _ in range(MOVES_PER_EVALUATION):
            for position in range(len(self._crew.members)):
                if stop():
                    return
                self._move_mixture(position)
        self._evaluate(stop)

    def _slopes(self, mask: int) -> Floats:
        demand = self._demand
        prices = np.zeros(demand.slots + demand.night_slots)
        slope_prices(self._cover, demand.need, mask, demand.weights, prices)
        return prices

    def _move_mixture(self, position: int) -> None:
        """Shift weight from an agent's worst week to the best one; exact for a parabola."""
        member, demand = self._crew.members[position], self._demand
        mixture = self._mixtures[position]
        prices = self._slopes(member.mask)
        week, worth = priced_week(self._crew, member, prices)
        worths = mixture.presences @ prices[: demand.slots] - mixture.own_costs
        worst = int(np.argmin(worths))
        gain, room = worth - float(worths[worst]), float(mixture.weights[worst])
        if gain <= GAIN_MIN:
            return
        way = room * (week.presence - mixture.presences[worst])
        own_change = room * (week.own_cost - float(mixture.own_costs[worst]))
        cover, costs = self._cover.copy(), self._costs.copy()
        change = move_people(cover, demand.need, costs, member.mask, way, demand.weights)
        bend = change + own_change + room * gain
        step = min(1.0, room * gain / max(2.0 * bend, GAIN_MIN))
        if step < 1.0:
            cover, costs = self._cover, self._costs
            move_people(cover, demand.need, costs, member.mask, step * way, demand.weights)
        self._cover, self._costs = cover, costs
        mixture.shift(worst, week, weight=step * room)

    def _evaluate(self, stop: Callable[[], bool]) -> None:
        prices = {mask: self._slopes(mask) for mask in self._masks}
        worth = 0.0
        for member in self._crew.members:
            if stop():
                return
            worth += priced_week(self._crew, member, prices[member.mask])[1]
        slots = self._demand.slots
        for mask, presence in self._demand.pinned:
            worth += float(prices[mask][:slots] @ presence)
        least = self._demand_buying_at({mask: prices[mask][:slots] for mask in self._masks})
        self.value = max(self.value, least - worth - self._crew.owed_cost)

    def _demand_buying_at(self, prices: dict[int, Floats]) -> float:
        """Least cost of demand when presence of each group can be bought at these prices."""
        if not len(self._headcounts):
            return demand_buying_at(self._demand, prices)
        paid = self._headcounts @ np.array([prices[mask] for mask in self._masks])
        return float((self._headcount_costs + paid).min(axis=0).sum())

    def _cost_of(self, headcount: NDArray[np.int64]) -> Floats:
        """What each slot costs with so many people of each group."""
        demand = self._demand
        cover, costs = np.zeros_like(demand.cover), np.zeros(demand.slots)
        subsets = np.arange(demand.subsets)
        for mask, people in zip(self._masks, headcount, strict=True):
            cover[:, (subsets & mask) > 0] += people
        # Nobody more: only counts the cost of every slot.
        move_people(cover, demand.need, costs, 0, np.ones(demand.slots), demand.weights)
        return costs


def _headcounts(people: list[int]) -> NDArray[np.int64]:
    """Every number of people of each group that can be present, or no row when too many."""
    if math.prod(most + 1 for most in people) > HEADCOUNTS_MAX:
        return np.zeros((0, len(people)), dtype=np.int64)
    return np.array(list(itertools.product(*(range(most + 1) for most in people))))


def demand_buying_at(demand: Demand, prices: dict[int, Floats]) -> float:
    """The least cost with fractions of people allowed: each queue buys from the cheapest group.

    The cost of a queue is a parabola in pieces whose slope is piecewise linear in its relative
    shortage, so the best shortage is read off by interpolation.
    """
    short, below_90, below_75, over = demand.weights
    knots = np.array([0.0, TIER_90, TIER_75, 1.0])
    least = np.zeros(demand.slots)
    for queue in range(demand.subsets.bit_length() - 1):
        able = [price for mask, price in prices.items() if mask >> queue & 1]
        price = np.min(able, axis=0) if able else np.full(demand.slots, np.inf)
        x = np.interp(price, 2.0 * _tiers(knots, short, below_90, below_75, power=1), knots)
        bought = np.where(x < 1.0, np.where(x < 1.0, price, 0.0) * (1.0 - x), 0.0)
        cost = _tiers(x, short, below_90, below_75, power=2)
        least += demand.need[:, 1 << queue] * (cost + bought)
    cheapest = np.minimum(0.0, np.min(list(prices.values()), axis=0))
    least -= cheapest**2 * (1.0 + demand.need[:, -1]) / (4.0 * over)
    return float(least.sum())


def _tiers(x: Floats, short: float, below_90: float, below_75: float, *, power: int) -> Floats:
    """The cost of relative shortage x (power 2) or half its slope (power 1)."""
    result: Floats = (
        short * x**power
        + below_90 * np.maximum(0.0, x - TIER_90) ** power
        + below_75 * np.maximum(0.0, x - TIER_75) ** power
    )
    return result
