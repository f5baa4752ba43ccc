"""Which queues share their agents."""

import numpy as np

from floorwalker.engines.expected_wait._record import UNKNOWN_AGENT
from floorwalker.engines.expected_wait._states import BoolArray, IntArray

REGULAR_SHARE = 0.05  # of an agent's contacts; less is a favour, not a skill
SHARED = 0.5  # of a queue's contacts


def pools_of(agent: IntArray, *, queue: IntArray, queues: int) -> tuple[tuple[int, ...], ...]:
    """Return the queues in pools, each ascending.

    Two queues are in one pool when half of the contacts of one were answered by agents who answer
    the other regularly; a queue of which nothing is known stands alone.

    Args:
        agent: who answered each contact, -1 where that is not known; shape (contacts,).
        queue: of each contact, 0 to `queues` - 1.
        queues: how many there are.
    """
    known = agent != UNKNOWN_AGENT
    people, who = np.unique(agent[known], return_inverse=True)
    answered = np.zeros((people.size, queues))
    np.add.at(answered, (who, queue[known]), 1.0)
    regular = answered >= REGULAR_SHARE * answered.sum(axis=1, keepdims=True)
    shared = (answered.T @ regular) / np.maximum(answered.sum(axis=0), 1.0)[:, None]
    return _connected((shared >= SHARED) | (shared >= SHARED).T)


def _connected(joined: BoolArray) -> tuple[tuple[int, ...], ...]:
    left, pools = set(range(len(joined))), []
    while left:
        pool = reach = {min(left)}
        while reach:
            reach = {int(q) for q in np.flatnonzero(joined[sorted(reach)].any(axis=0))} - pool
            pool = pool | reach
        left -= pool
        pools.append(tuple(sorted(pool)))
    return tuple(pools)
