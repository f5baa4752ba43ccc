"""Cost and bound against the same problem solved as a mixed-integer programme."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.roster.builders import HOUR, agent, contract, day_template, lunch, problem
from tests.engines.roster.compact_mip import solve_as_mip

from floorwalker.engines import roster


def small_centre(seed: int) -> roster.Problem:
    dice = np.random.default_rng(seed)
    rules = contract(
        paid_minutes_min=12 * HOUR,
        paid_minutes_max=16 * HOUR,
        consecutive_days_max=2,
        rest_minutes_min=14 * HOUR,
    )
    noon = lunch(earliest_start_minutes=3 * HOUR, latest_start_minutes=3 * HOUR)
    posed = problem(
        days=3,
        agents=tuple(agent(name, contract=rules) for name in ("Asha", "Ben", "Cleo")),
        templates=(day_template(start_step_minutes=120, breaks=(noon,)),),
    )
    return replace(posed, need=posed.need * dice.random(posed.need.shape).round(1) * 3)


@pytest.mark.parametrize("seed", range(4))
def test_the_optimum_lies_between_bound_and_cost_and_is_found(seed):
    posed = small_centre(seed)
    exact = solve_as_mip(posed, seconds=20)
    solved = roster.solve(posed, iterations_max=300)
    assert exact.cost is not None
    assert solved.bound <= exact.cost + 1e-6
    assert solved.cost >= exact.cost - 1e-6
    assert solved.cost == pytest.approx(exact.cost, rel=0.02)


def test_the_bound_meets_the_cost_where_one_shift_is_all_there_is():
    person = agent(contract=contract(paid_minutes_min=8 * HOUR, paid_minutes_max=8 * HOUR))
    only = day_template(
        earliest_start_minutes=9 * HOUR,
        latest_start_minutes=9 * HOUR,
        lengths_minutes=(8 * HOUR,),
    )
    solved = roster.solve(problem(days=1, agents=(person,), templates=(only,)), iterations_max=50)
    # Four of the twelve hours with need 1 have nobody: 4 (1 + 2 · 0.9² + 4 · 0.75²) hours.
    assert solved.cost == pytest.approx(4 * (1 + 2 * 0.81 + 4 * 0.5625))
    assert solved.bound == pytest.approx(solved.cost)


def test_the_bound_holds_with_overlapping_skills():
    # Two people who can do either queue against a need of one in each: nothing is short.
    both = tuple(agent(name, queues=(0, 1)) for name in ("Asha", "Ben"))
    posed = problem(days=1, queues=("calls", "chats"), agents=both)
    solved = roster.solve(posed, iterations_max=200)
    assert solved.bound <= solved.cost
    single = replace(posed, agents=(agent("Asha", queues=(0,)), agent("Ben", queues=(0,))))
    narrow = roster.solve(single, iterations_max=200)
    assert narrow.bound > solved.cost
