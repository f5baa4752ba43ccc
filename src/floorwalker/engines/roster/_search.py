"""Good rosters fast: construct, sweep, then ruin and recreate (Schrimpf et al. 2000).

Every move gives one agent the exact best week at the marginal prices of all the others, so a
move's price is its true change of cost and an agent is never left with a worse week than need be.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floorwalker.engines.roster._crew import Crew, Member
from floorwalker.engines.roster._demand import marginal_prices, move_people
from floorwalker.engines.roster._kernels import best_week
from floorwalker.engines.roster._problem import MINUTES_PER_DAY, Problem

Floats = NDArray[np.float64]

RUIN_MIN, RUIN_MAX = 2, 4
COOLING_STEPS = 3_000  # after so many steps the temperature starts again from warm
WARM = 0.004  # of the cost after the sweeps, spread over the agents ruined


@dataclass(frozen=True)
class Week:
    """One agent's week: what was picked each day, where the breaks lie, where work is done."""

    picked: NDArray[np.int64]
    break_starts: NDArray[np.int64]
    presence: Floats
    own_cost: float


class Demand:
    """The need and the people present to meet it; the cost slot by slot."""

    def __init__(self, problem: Problem, pinned_presence: list[tuple[int, Floats]]) -> None:
        hours = problem.interval_minutes / 60
        weights = problem.weights
        self.weights = hours * np.array(
            [weights.short, weights.short_below_90, weights.short_below_75, weights.over]
        )
        queues, self.slots = problem.need.shape
        self.subsets = 1 << queues
        member = np.arange(self.subsets)[:, None] >> np.arange(queues) & 1
        self.need = np.ascontiguousarray((member @ problem.need).T.astype(np.float64))
        self.workload_hours = float(problem.need.sum()) * hours
        self.night_slots = MINUTES_PER_DAY // problem.interval_minutes
        self.cover = np.zeros_like(self.need)
        self.costs = np.zeros(self.slots)
        self.pinned = pinned_presence
        self.move(0, np.ones(self.slots))  # nobody serves nothing: only counts the costs
        for mask, presence in pinned_presence:
            self.move(mask, presence)

    def prices(self, mask: int) -> Floats:
        """What one more person of this group saves, slot by slot, with the night after."""
        prices = np.zeros(self.slots + self.night_slots)
        marginal_prices(self.cover, self.need, self.costs, mask, self.weights, prices)
        return prices

    def move(self, mask: int, presence: Floats, *, sign: float = 1.0) -> float:
        """Add or take away a person's presence; return the change of cost."""
        amounts = sign * presence
        return move_people(self.cover, self.need, self.costs, mask, amounts, self.weights)


class Search:
    """A roster being improved; `weeks` holds one week per crew member."""

    def __init__(self, crew: Crew, demand: Demand, *, seed: int) -> None:
        self.crew = crew
        self.demand = demand
        self.dice = np.random.default_rng(seed)
        self.weeks: list[Week] = []
        self.steps = 0
        self._warmth = 0.0

    @property
    def cost(self) -> float:
        """The cost of the roster as it stands."""
        own_cost = sum(week.own_cost for week in self.weeks) - self.crew.owed_cost
        return float(self.demand.costs.sum()) + own_cost

    def construct(self) -> None:
        """Give every agent, in random order, the best week at the prices of the moment."""
        weeks: dict[int, Week] = {}
        for position in self.dice.permutation(len(self.crew.members)):
            weeks[int(position)] = self._best_week(self.crew.members[position])
        self.weeks = [weeks[position] for position in range(len(self.crew.members))]

    def sweep(self) -> None:
        """Let every agent, in random order, choose anew."""
        for position in self.dice.permutation(len(self.crew.members)):
            self._take_out(int(position))
            self.weeks[position] = self._best_week(self.crew.members[position])
        self._warmth = WARM * self.cost

    def step(self) -> float:
        """Ruin a few agents' weeks and recreate them; return the change of cost that was kept."""
        chosen = self._agents_to_ruin()
        cover, costs = self.demand.cover.copy(), self.demand.costs.copy()
        old = {position: self.weeks[position] for position in chosen}
        before = costs.sum() + sum(week.own_cost for week in old.values())
        for position in chosen:
            self._take_out(position)
        for position in self.dice.permutation(chosen):
            self.weeks[position] = self._best_week(self.crew.members[position])
        after = self.demand.costs.sum() + sum(self.weeks[p].own_cost for p in chosen)
        self.steps += 1
        if after - before <= self._allowance():
            return float(after - before)
        self.demand.cover, self.demand.costs = cover, costs
        for position, week in old.items():
            self.weeks[position] = week
        return 0.0

    def _allowance(self) -> float:
        """How much worse a step may make the roster: a cooling annealing threshold."""
        cooled = 1.0 - (self.steps % COOLING_STEPS) / COOLING_STEPS
        temperature = self._warmth / len(self.crew.members) * cooled**2
        return -temperature * math.log(1.0 - self.dice.random())

    def _agents_to_ruin(self) -> list[int]:
        """Agents around an interval drawn by its cost: some present near it, some not."""
        members = len(self.crew.members)
        wanted = min(members, int(self.dice.integers(RUIN_MIN, RUIN_MAX + 1)))
        draw = self.dice.random() * self.demand.costs.sum()
        slot = int(np.searchsorted(np.cumsum(self.demand.costs), draw))
        day = min(slot, self.demand.slots - 1) // self.demand.night_slots
        working = np.array([week.picked[day] >= 0 for week in self.weeks])
        worth = np.where(working, 2.0, 1.0)
        chosen = self.dice.choice(members, size=wanted, replace=False, p=worth / worth.sum())
        return [int(position) for position in chosen]

    def _take_out(self, position: int) -> None:
        member = self.crew.members[position]
        self.demand.move(member.mask, self.weeks[position].presence, sign=-1.0)

    def _best_week(self, member: Member) -> Week:
        week, _ = priced_week(self.crew, member, self.demand.prices(member.mask))
        self.demand.move(member.mask, week.presence)
        return week


def priced_week(crew: Crew, member: Member, prices: Floats) -> tuple[Week, float]:
    """The best week at these prices, and its worth less its own cost."""
    picked = np.zeros(crew.days, dtype=np.int64)
    break_starts = np.zeros((crew.days, crew.breaks_max), dtype=np.int64)
    presence = np.zeros(len(prices))
    worth = best_week(prices, member.graph, crew.shapes, picked, break_starts, presence)
    presence = presence[: len(prices) - crew.day_slots]
    own_cost = float(member.graph.option_cost[picked[picked >= 0]].sum())
    return Week(picked, break_starts, presence, own_cost), worth
