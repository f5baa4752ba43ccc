"""The same roster problem written out as one mixed-integer programme for HiGHS: an oracle.

One queue, breaks at fixed places in the shift. One binary per agent, day and shift; the convex
cost of each interval is exact at whole numbers of people, by one tangent piece between each two.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse

from floorwalker.engines import roster

HOUR = 60
DAY = 1440


@dataclass(frozen=True)
class MipAnswer:
    """Cost of the best roster found (None when none was) and HiGHS's own lower bound."""

    cost: float | None
    bound: float | None


@dataclass(frozen=True)
class _Choice:
    agent: int
    day: int
    start: int
    end: int
    paid: int
    cost: float
    work: np.ndarray


def interval_cost(people: int, need: float, weights: roster.Weights, hours: float) -> float:
    """The documented cost of an interval with one queue."""
    short = max(0.0, 1 - people / need) if need > 0 else 0.0
    over = max(0.0, people - need)
    tiers = weights.short * short**2 + weights.short_below_90 * max(0, short - 0.1) ** 2
    tiers += weights.short_below_75 * max(0, short - 0.25) ** 2
    return hours * (need * tiers + weights.over * over**2 / (1 + need))


def solve_as_mip(problem: roster.Problem, *, seconds: float) -> MipAnswer:
    choices = _choices(problem)
    slots, n = problem.need.shape[1], len(choices)
    hours = problem.interval_minutes / HOUR
    rows, low, high = _rules(problem, choices, n + slots)
    for t in range(slots):
        present = np.array([choice.work[t] for choice in choices], dtype=float)
        most = len(problem.agents)
        costs = [
            interval_cost(k, problem.need[0, t], problem.weights, hours) for k in range(most + 1)
        ]
        for k in range(most):  # cost_t >= costs[k] + slope (people - k)
            slope = costs[k + 1] - costs[k]
            row = np.zeros(n + slots)
            row[:n], row[n + t] = slope * present, -1.0
            rows.append(sparse.csr_array(row[None, :]))
            low.append(-np.inf)
            high.append(slope * k - costs[k])
    price = np.concatenate([[choice.cost for choice in choices], np.ones(slots)])
    answer = optimize.milp(
        price,
        integrality=np.concatenate([np.ones(n), np.zeros(slots)]),
        bounds=optimize.Bounds(0, np.concatenate([np.ones(n), np.full(slots, np.inf)])),
        constraints=optimize.LinearConstraint(sparse.vstack(rows).tocsr(), low, high),
        options={"time_limit": seconds, "mip_rel_gap": 1e-6},
    )
    owed = sum(agent.contract.paid_minutes_min for agent in problem.agents) / HOUR
    owed *= problem.weights.paid_hour
    return MipAnswer(
        None if answer.x is None else float(answer.fun) - owed,
        None if answer.mip_dual_bound is None else float(answer.mip_dual_bound) - owed,
    )


def _choices(problem: roster.Problem) -> list[_Choice]:
    grid, slots = problem.interval_minutes, problem.need.shape[1]
    result = []
    for index in range(len(problem.agents)):
        for day in range(problem.days):
            for template in problem.templates:
                starts = range(
                    template.earliest_start_minutes,
                    template.latest_start_minutes + 1,
                    template.start_step_minutes,
                )
                for minute in starts:
                    for length in template.lengths_minutes:
                        start = day * DAY + minute
                        breaks = [b for b in template.breaks if b.applies_to(length)]
                        work = np.zeros(2 * slots + DAY)
                        work[start // grid : (start + length) // grid] = 1
                        for pause in breaks:
                            at = (start + pause.earliest_start_minutes) // grid
                            work[at : at + pause.minutes // grid] = 0
                        paid = length - sum(b.minutes for b in breaks if not b.paid)
                        cost = problem.weights.paid_hour * paid / HOUR
                        result.append(
                            _Choice(index, day, start, start + length, paid, cost, work[:slots])
                        )
    return result


def _rules(problem: roster.Problem, choices: list[_Choice], columns: int):
    agents = np.array([c.agent for c in choices])
    days = np.array([c.day for c in choices])
    starts = np.array([c.start for c in choices])
    ends = np.array([c.end for c in choices])
    paid = np.array([c.paid for c in choices], dtype=float)
    rows, low, high = [], [], []

    def add(values, least, most):
        row = np.zeros(columns)
        row[: len(choices)] = values
        rows.append(sparse.csr_array(row[None, :]))
        low.append(least)
        high.append(most)

    for index, agent in enumerate(problem.agents):
        mine, rules = agents == index, agent.contract
        add(mine * paid, rules.paid_minutes_min, rules.paid_minutes_max)
        add(mine, 0, min(rules.shifts_max, problem.days - rules.days_off_min))
        for day in range(problem.days):
            add(mine & (days == day), 0, 1)
            if rules.consecutive_days_max < problem.days - day:
                run = (days >= day) & (days <= day + rules.consecutive_days_max)
                add(mine & run, 0, rules.consecutive_days_max)
            for end in np.unique(ends[mine & (days == day)]):
                late = mine & (days == day) & (ends >= end)
                early = mine & (days == day + 1) & (starts < end + rules.rest_minutes_min)
                if early.any():
                    add(late | early, 0, 1)
    return rows, low, high
