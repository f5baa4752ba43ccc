"""Coverage against a maximum flow, and by hand."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from floorwalker.engines.roster_check import (
    Break,
    Person,
    Shift,
    ShortRange,
    Terms,
    coverage,
    short_ranges,
)

HOUR = 60


def person(*queues):
    return Person(queues=queues, paid_minutes_min=0, paid_minutes_max=9999)


def cover(need, people, shifts=None):
    """One day in intervals of 30 minutes; everybody works from midnight for an hour."""
    week = np.zeros((len(need), 48))
    week[:, :2] = np.array(need, dtype=float)[:, None]
    everybody = {f"agent {n}": person(*queues) for n, queues in enumerate(people)}
    terms = Terms(1, 30, week, everybody, {})
    return coverage(terms, shifts or {name: [Shift(0, HOUR, "day")] for name in everybody})


def served_by_flow(need, people):
    """Source → people → queues → sink."""
    n, q = len(people), len(need)
    graph = np.zeros((n + q + 2, n + q + 2), dtype=np.int32)
    graph[0, 1 : n + 1] = 1
    for index, queues in enumerate(people):
        for queue in queues:
            graph[1 + index, 1 + n + queue] = 1
    graph[1 + n : 1 + n + q, -1] = need
    return maximum_flow(csr_array(graph), 0, n + q + 1).flow_value


@pytest.mark.parametrize("seed", range(40))
def test_what_is_short_is_what_a_maximum_flow_leaves_unserved(seed):
    dice = np.random.default_rng(seed)
    queues = int(dice.integers(1, 5))
    need = dice.integers(0, 5, queues)
    people = [
        tuple(dice.choice(queues, int(dice.integers(1, queues + 1)), replace=False))
        for _ in range(int(dice.integers(1, 9)))
    ]
    covered = cover(need, people)
    assert covered.under[:, 0].sum() == pytest.approx(need.sum() - served_by_flow(need, people))
    assert covered.scheduled[:, 0].sum() == pytest.approx(len(people), abs=1e-4)
    assert covered.scheduled[:, 2].sum() == pytest.approx(0.0, abs=1e-4)


def test_over_and_under_are_told_apart_and_never_netted():
    covered = cover([3, 1], [(0,), (1,), (1,), (1,)])
    assert covered.under[:, 0].tolist() == [2.0, 0.0]
    assert covered.over[:, 0].tolist() == [0.0, 2.0]
    assert covered.short_hours == 2.0
    assert covered.over_hours == 2.0


def test_somebody_with_two_skills_is_shared_not_doubled():
    covered = cover([1, 1], [(0, 1)])
    assert covered.scheduled[:, 0].tolist() == [0.5, 0.5]


def test_breaks_and_parts_of_an_interval_count_as_they_are():
    pause = Break("pause", 10, 25, paid=True)
    shifts = {"agent 0": [Shift(0, 50, "day", (pause,))]}
    covered = cover([1], [(0,)], shifts)
    assert covered.scheduled[0, :3] == pytest.approx([0.5, 20 / 30, 0.0])


def test_time_after_the_period_is_not_counted():
    shifts = {"agent 0": [Shift(23 * HOUR, 30 * HOUR, "night")]}
    covered = cover([1], [(0,)], shifts)
    assert covered.scheduled.sum() == pytest.approx(2.0)


def test_short_stretches_are_told_as_ranges():
    covered = cover([3, 0.4], [(0,)])
    assert short_ranges(covered) == (ShortRange(0, 0, 60, 2.0, 2.0, 2.0),)
    both = short_ranges(covered, agents_min=0.1)
    assert [(each.queue, each.agents_short_max) for each in both] == [(0, 2.0), (1, 0.4)]
    assert short_ranges(cover([1], [(0,)])) == ()
