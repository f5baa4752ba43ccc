"""Queues that share their agents are one pool."""

import numpy as np

from floorwalker.engines.expected_wait import pools_of


def pools(*answered: tuple[int, int, int], queues: int) -> tuple[tuple[int, ...], ...]:
    """Return the pools after (agent, queue, contacts) were answered."""
    agent, queue, contacts = np.array(answered).T
    return pools_of(np.repeat(agent, contacts), queue=np.repeat(queue, contacts), queues=queues)


def test_one_crew_for_two_queues_makes_one_pool() -> None:
    assert pools((1, 0, 50), (1, 1, 50), (2, 2, 50), queues=3) == ((0, 1), (2,))


def test_a_favour_now_and_then_joins_nothing() -> None:
    assert pools((1, 0, 98), (1, 1, 2), (2, 1, 100), queues=2) == ((0,), (1,))


def test_a_queue_whose_agents_mostly_do_something_else_as_well_is_joined_to_it() -> None:
    assert pools((1, 0, 90), (1, 1, 10), (2, 0, 100), (3, 1, 5), queues=2) == ((0, 1),)


def test_pools_reach_through_a_queue_in_the_middle() -> None:
    assert pools((1, 0, 9), (1, 1, 9), (2, 1, 9), (2, 2, 9), queues=3) == ((0, 1, 2),)


def test_without_known_agents_every_queue_stands_alone() -> None:
    assert pools((-1, 0, 9), (-1, 1, 9), queues=2) == ((0,), (1,))
