"""Roster engine: cost, bound and gap on generated centre weeks, beside the same week as a MIP.

From the repository's root: `python -m benchmarks.roster --agents 50 200 --queues 1 4 --seconds 60`;
`--peer` solves a small week with one queue and fixed breaks by the engine and by HiGHS (through
`scipy.optimize.milp`), the same seconds each. The clock starts after one short run that compiles.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from floorwalker.engines import roster

MARKS_SECONDS = (1, 3, 10, 30, 60, 120)
PEER_AGENTS = (6, 12, 24)
DAY_SLOTS = 96
LOAD = 1.05  # need in agent-hours over the hours that contracts give


def main() -> None:
    """Print a table for the generated weeks, or for the peer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--queues", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--peer", action="store_true")
    chosen = parser.parse_args()
    roster.solve(centre_week(3, 2), iterations_max=5)
    print("agents  queues  when            cost    bound  gap of cost  gap of workload")
    if chosen.peer:
        for agents in PEER_AGENTS:
            beside_highs(agents, seconds=chosen.seconds)
        return
    for agents in chosen.agents:
        for queues in chosen.queues:
            for when, cost, bound, hours in marks(centre_week(agents, queues), chosen.seconds):
                print_row(agents, queues, when, cost=cost, bound=bound, hours=hours)


def marks(problem: roster.Problem, seconds: float) -> Iterator[tuple[str, float, float, float]]:
    """Cost and bound after the construction, after the sweeps, and at some moments."""
    started, told = time.perf_counter(), []

    def elapsed() -> float:
        return time.perf_counter() - started

    def tell(_: int, cost: float, bound: float) -> None:
        told.append((elapsed(), cost, bound))

    solution = roster.solve(
        problem, iterations_max=10**9, stop=lambda: elapsed() >= seconds, progress=tell
    )
    hours = solution.workload_hours
    for name, (at, cost, bound) in zip(("construct", "sweeps"), told, strict=False):
        yield f"{name} {at:.1f} s", cost, bound, hours
    for mark in MARKS_SECONDS:
        until = [(cost, bound) for at, cost, bound in told if at <= mark]
        if mark < seconds and len(until) > 2:
            yield f"{mark} s", *until[-1], hours
    yield f"{seconds:g} s", solution.cost, solution.bound, hours


def beside_highs(agents: int, *, seconds: float) -> None:
    """The same small problem by both, the same time each."""
    from tests.engines.roster.compact_mip import solve_as_mip

    problem = with_fixed_breaks(centre_week(agents, 1))
    started = time.perf_counter()
    solution = roster.solve(
        problem,
        iterations_max=10**9,
        stop=lambda: time.perf_counter() - started >= seconds,
    )
    hours = solution.workload_hours
    print_row(agents, 1, "engine", cost=solution.cost, bound=solution.bound, hours=hours)
    exact = solve_as_mip(problem, seconds=seconds)
    cost = np.nan if exact.cost is None else exact.cost
    bound = np.nan if exact.bound is None else exact.bound
    print_row(agents, 1, "HiGHS", cost=cost, bound=bound, hours=hours)


def with_fixed_breaks(problem: roster.Problem) -> roster.Problem:
    """Hourly starts, each break in one place, no wishes: what the compact model can say."""
    templates = tuple(
        replace(
            template,
            start_step_minutes=60,
            breaks=tuple(
                replace(rule, latest_start_minutes=rule.earliest_start_minutes)
                for rule in template.breaks
            ),
        )
        for template in problem.templates
    )
    agents = tuple(
        replace(agent, preferred_start=None, wished_days_off=(), days_worked_run=0)
        for agent in problem.agents
    )
    return replace(problem, templates=templates, agents=agents)


def print_row(
    agents: int, queues: int, when: str, *, cost: float, bound: float, hours: float
) -> None:
    """One line of the table."""
    gap = cost - bound
    print(
        f"{agents:6}  {queues:6}  {when:14}{cost:6.2f}  {bound:7.2f}  {gap / cost:11.1%}"
        f"  {gap / hours:15.2%}",
        flush=True,
    )


def centre_week(agents: int, queues: int, *, seed: int = 1) -> roster.Problem:
    """A centre open 07:00 to 22:00 with two peaks a day, quieter at the week's end."""
    dice = np.random.default_rng(seed)
    full = roster.Contract(
        paid_minutes_min=36 * 60,
        paid_minutes_max=40 * 60,
        shifts_max=5,
        days_off_min=2,
        consecutive_days_max=6,
        rest_minutes_min=11 * 60,
    )
    part = roster.Contract(
        paid_minutes_min=18 * 60,
        paid_minutes_max=25 * 60,
        shifts_max=5,
        days_off_min=2,
        consecutive_days_max=6,
        rest_minutes_min=11 * 60,
    )
    people = []
    for number in range(agents):
        first = number % queues
        skills = [first]
        if queues > 1 and dice.random() < 0.5:
            skills.append((first + 1 + int(dice.integers(queues - 1))) % queues)
        people.append(
            roster.Agent(
                name=f"agent {number + 1}",
                queues=tuple(sorted(skills)),
                contract=full if number % 3 else part,
                preferred_start=roster.Window(7 * 60, 11 * 60) if number % 4 == 0 else None,
                wished_days_off=(int(dice.integers(7)),) if number % 5 == 0 else (),
                days_worked_run=int(dice.integers(3)),
            )
        )
    hours = sum(40 if number % 3 else 25 for number in range(agents)) * 0.95 * LOAD
    return roster.Problem(
        days=7,
        interval_minutes=15,
        queues=tuple(f"queue {q + 1}" for q in range(queues)),
        need=_need(hours, queues, dice),
        templates=(_template("day", 7, 14, (4, 6, 8.5, 9)),),
        agents=tuple(people),
    )


def _template(
    name: str, first: float, last: float, hours: tuple[float, ...]
) -> roster.ShiftTemplate:
    return roster.ShiftTemplate(
        name=name,
        earliest_start_minutes=round(first * 60),
        latest_start_minutes=round(last * 60),
        start_step_minutes=15,
        lengths_minutes=tuple(round(each * 60) for each in hours),
        breaks_apart_minutes=60,
        breaks=(
            roster.BreakRule("morning break", 15, True, 60, 180),
            roster.BreakRule("lunch", 30, False, 180, 300, shift_minutes_min=360),
            roster.BreakRule("afternoon break", 15, True, 330, 450, shift_minutes_min=480),
        ),
    )


def _need(hours: float, queues: int, dice: np.random.Generator) -> np.ndarray:
    time_of_day = (np.arange(DAY_SLOTS) + 0.5) / 4
    shape = np.exp(-(((time_of_day - 11) / 2.5) ** 2)) + 0.8 * np.exp(
        -(((time_of_day - 16.5) / 3) ** 2)
    )
    shape[(time_of_day < 7) | (time_of_day > 22)] = 0
    days = np.array([1.15, 1.05, 1.0, 1.0, 0.95, 0.6, 0.45])
    shares = np.array([0.4, 0.3, 0.2, 0.1][:queues]) if queues > 1 else np.ones(1)
    week = np.outer(days, shape).ravel()
    need = shares[:, None] / shares.sum() * week * dice.normal(1, 0.05, (queues, 7 * DAY_SLOTS))
    return need * hours * 4 / need.sum()


if __name__ == "__main__":
    main()
