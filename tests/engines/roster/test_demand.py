"""Shortage with overlapping skills against a linear programme that shares the people out."""

import itertools

import numpy as np
import pytest
from scipy import optimize

from floorwalker.engines.roster._demand import shortage_levels, slot_cost

WEIGHTS = np.array([1.0, 2.0, 4.0, 0.1])


def by_subset(queues, need, groups):
    """Need of, and people able to serve, every subset of the queues."""
    subsets = range(1 << queues)
    needed = [sum(need[q] for q in range(queues) if u >> q & 1) for u in subsets]
    people = [sum(n for mask, n in groups.items() if mask & u) for u in subsets]
    return np.array(people, dtype=float), np.array(needed, dtype=float)


def random_interval(seed):
    dice = np.random.default_rng(seed)
    queues = int(dice.integers(1, 5))
    need = dice.integers(0, 6, queues).astype(float)
    groups = {int(m): int(dice.integers(1, 5)) for m in dice.integers(1, 1 << queues, 3)}
    return queues, need, groups


def least_shortage(queues, need, groups):
    """The transport problem: the most work served with nobody counted twice."""
    links = [(m, q) for m, q in itertools.product(groups, range(queues)) if m >> q & 1]
    limits = [[float(m == g) for m, _ in links] for g in groups]
    limits += [[float(q == p) for _, q in links] for p in range(queues)]
    caps = [*groups.values(), *need]
    served = optimize.linprog(-np.ones(len(links)), A_ub=limits, b_ub=caps)
    return need.sum() + served.fun


@pytest.mark.parametrize("seed", range(40))
def test_total_shortage_is_what_the_best_sharing_leaves_unserved(seed):
    queues, need, groups = random_interval(seed)
    people, needed = by_subset(queues, need, groups)
    levels = np.zeros(queues)
    short = shortage_levels(people, needed, 0, 0.0, levels)
    assert short == pytest.approx(least_shortage(queues, need, groups), abs=1e-9)
    assert short == pytest.approx(levels @ need)


@pytest.mark.parametrize("seed", range(40))
def test_cost_is_convex_in_the_people_of_a_group(seed):
    queues, need, groups = random_interval(seed)
    people, needed = by_subset(queues, need, groups)
    levels = np.zeros(queues)
    mask = next(iter(groups))
    costs = [slot_cost(people, needed, mask, k / 4, WEIGHTS, levels) for k in range(20)]
    assert np.diff(costs, 2).min() >= -1e-9


def test_a_person_with_two_skills_is_not_counted_twice():
    people, needed = by_subset(2, [1, 1], {0b11: 1})
    levels = np.zeros(2)
    assert shortage_levels(people, needed, 0, 0.0, levels) == pytest.approx(1.0)
    assert levels.tolist() == [0.5, 0.5]


def test_a_person_with_two_skills_helps_where_it_is_worst():
    people, needed = by_subset(2, [4, 4], {0b01: 3, 0b10: 1, 0b11: 1})
    levels = np.zeros(2)
    shortage_levels(people, needed, 0, 0.0, levels)
    assert levels.tolist() == [0.25, 0.5]
