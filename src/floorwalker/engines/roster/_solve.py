"""The engine's one door: construct, sweep, then improve roster and bound by turns until told."""

from collections.abc import Callable

import numpy as np

from floorwalker.engines.roster._bound import Bound
from floorwalker.engines.roster._crew import Crew, Member, make_crew, skill_mask
from floorwalker.engines.roster._problem import (
    MINUTES_PER_DAY,
    Agent,
    CostParts,
    PlannedShift,
    Problem,
    Solution,
)
from floorwalker.engines.roster._search import Demand, Floats, Search, Week
from floorwalker.engines.roster._validate import validate

SWEEPS_MAX = 20
SWEEP_GAIN_MIN = 0.002  # of the cost; a smaller gain goes to ruin and recreate
STEPS_PER_ROUND_PER_AGENT = 2  # then the bound has its turn: about a quarter of the time
GAP_CLOSED = 1e-4

Progress = Callable[[int, float, float], None]


def never() -> bool:
    """A `stop` that never stops."""
    return False


def ignore_progress(iteration: int, cost: float, bound: float) -> None:
    """A `progress` that tells nobody."""
    del iteration, cost, bound


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    iterations_max: int = 5_000,
    stop: Callable[[], bool] = never,
    progress: Progress = ignore_progress,
) -> Solution:
    """Roster everybody, each week exact for its agent, with a bound on what is possible.

    Args:
        problem: See `Problem`; refused with `RosterProblemError` when it cannot be posed.
        seed: The same problem, seed and number of iterations give the same roster.
        iterations_max: Ruin-and-recreate steps at most.
        stop: Asked every few steps once each agent has a week; True ends the search.
        progress: Told the iteration, the best cost and the bound: when each agent has a week,
            after the sweeps, and then now and then.

    Returns:
        The best roster found. Every agent's rules hold in it, except for the agents named in
        `conflicts`, whose own rules cannot all hold.
    """
    validate(problem)
    crew = make_crew(problem)
    demand = Demand(problem, _pinned_people(problem, crew))
    search = Search(crew, demand, seed=seed)
    search.construct()
    progress(0, search.cost, 0.0)
    _sweep_until_flat(search, stop)
    best_cost, best_weeks = search.cost, list(search.weeks)
    bound = Bound(crew, demand, search.weeks)
    progress(0, best_cost, bound.value)
    while search.steps < iterations_max and crew.members and not stop():
        cost, steps = search.cost, STEPS_PER_ROUND_PER_AGENT * len(crew.members)
        for _ in range(min(steps, iterations_max - search.steps)):
            cost += search.step()
            if cost < best_cost - 1e-9:
                best_cost, best_weeks = cost, list(search.weeks)
            if stop():
                break
        bound.improve(stop)
        progress(search.steps, best_cost, bound.value)
        if best_cost - bound.value <= GAP_CLOSED * best_cost:
            break
    return _solution(problem, crew, best_weeks, bound=bound.value, iterations=search.steps)


def _sweep_until_flat(search: Search, stop: Callable[[], bool]) -> None:
    for _ in range(SWEEPS_MAX):
        before = search.cost
        if stop():
            return
        search.sweep()
        if before - search.cost <= SWEEP_GAIN_MIN * before:
            return


def _solution(
    problem: Problem, crew: Crew, weeks: list[Week], *, bound: float, iterations: int
) -> Solution:
    shifts: list[tuple[PlannedShift, ...]] = [
        tuple(sorted(agent.pinned, key=lambda shift: shift.start_minute))
        for agent in problem.agents
    ]
    demand = Demand(problem, _pinned_people(problem, crew))
    for member, week in zip(crew.members, weeks, strict=True):
        shifts[member.index] = _shifts(crew, member, week)
        demand.move(member.mask, week.presence)
    own_cost = sum(week.own_cost for week in weeks) - crew.owed_cost
    parts = CostParts(float(demand.costs.sum()), own_cost)
    cost = parts.demand + parts.hours_and_preferences
    return Solution(
        shifts=tuple(shifts),
        cost=cost,
        cost_parts=parts,
        bound=min(bound, cost),
        workload_hours=demand.workload_hours,
        iterations=iterations,
        conflicts=crew.conflicts,
    )


def _shifts(crew: Crew, member: Member, week: Week) -> tuple[PlannedShift, ...]:
    graph, result = member.graph, []
    for day, option in enumerate(week.picked):
        if option >= 0:
            shape, start = int(graph.option_shape[option]), int(graph.option_start[option])
            breaks = [int(offset) for offset in week.break_starts[day]]
            result.append(crew.table.planned_shift(shape, start, breaks))
    return tuple(result)


def _pinned_people(problem: Problem, crew: Crew) -> list[tuple[int, Floats]]:
    """Skills and presence of the agents who have nothing but pinned shifts."""
    chosen = {member.index for member in crew.members}
    return [
        (skill_mask(agent), _pinned_presence(agent, problem))
        for index, agent in enumerate(problem.agents)
        if index not in chosen
    ]


def _pinned_presence(agent: Agent, problem: Problem) -> Floats:
    grid = problem.interval_minutes
    presence = np.zeros(problem.days * MINUTES_PER_DAY // grid)
    for shift in agent.pinned:
        for window in shift.work:
            presence[window.start_minute // grid : window.end_minute // grid] = 1.0
    return presence
