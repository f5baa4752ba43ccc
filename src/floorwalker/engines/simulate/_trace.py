"""Run the event loop over drawn contacts and a roster."""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.compiled import IS_COMPILED
from floorwalker.engines.simulate._centre import FloatArray, IntArray
from floorwalker.engines.simulate._contacts import Contacts
from floorwalker.engines.simulate._events import NOBODY, plain_serve, serve
from floorwalker.engines.simulate._roster import Roster


@dataclass(frozen=True)
class Trace:
    """What became of each contact; arrays of shape (contacts,).

    Attributes:
        answered_at: seconds; NaN for contacts that no agent answered.
        answered_by: agent; -1 for contacts that no agent answered.
    """

    answered_at: FloatArray
    answered_by: IntArray


def trace(
    contacts: Contacts, *, roster: Roster, horizon_seconds: float, plain: bool = False
) -> Trace:
    """Return what becomes of each contact.

    Args:
        contacts: in order of arrival, all before the horizon.
        roster: who is on duty when.
        horizon_seconds: nothing is answered at or after it.
        plain: run as plain Python even where compiled code is there (same result, for checking).
    """
    count = contacts.arrival.size
    following, head = _chains(contacts.queue, queues=len(roster.groups_of_queue))
    answered_at = np.full(count, np.nan)
    answered_by = np.full(count, NOBODY, dtype=np.int64)
    inputs = (
        contacts.arrival,
        contacts.queue,
        contacts.handle,
        contacts.deadline,
        following,
        head,
        *_changes(roster),
        roster.group_of_agent,
        roster.queues_of_group,
        roster.groups_of_queue,
    )
    if IS_COMPILED and not plain:
        serve(*inputs, float(horizon_seconds), answered_at, answered_by)
        return Trace(answered_at=answered_at, answered_by=answered_by)
    at, by = answered_at.tolist(), answered_by.tolist()
    # Plain Python is several times faster on lists than on arrays.
    plain_serve()(*(values.tolist() for values in inputs), float(horizon_seconds), at, by)
    return Trace(answered_at=np.array(at), answered_by=np.array(by, dtype=np.int64))


def _chains(queue: IntArray, *, queues: int) -> tuple[IntArray, IntArray]:
    """Return each contact's successor in its queue, and each queue's first contact."""
    count = queue.size
    following = np.full(count, count, dtype=np.int64)
    head = np.full(queues, count, dtype=np.int64)
    for index in range(queues):
        own = np.flatnonzero(queue == index)
        following[own[:-1]] = own[1:]
        if own.size:
            head[index] = own[0]
    return following, head


def _changes(roster: Roster) -> tuple[FloatArray, IntArray, np.ndarray]:
    """Return time, agent and direction of each change of duty; at equal times, ends first."""
    time = np.concatenate([roster.block_start, roster.block_end])
    agent = np.concatenate([roster.block_agent, roster.block_agent])
    begins = np.repeat([True, False], roster.block_start.size)
    order = np.lexsort((agent, begins, time))
    return time[order], agent[order], begins[order]
