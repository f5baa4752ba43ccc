"""Run the event loop over drawn contacts and a roster."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from floorwalker.engines.compiled import IS_COMPILED
from floorwalker.engines.simulate._centre import Centre, FloatArray, IntArray
from floorwalker.engines.simulate._contacts import Contacts
from floorwalker.engines.simulate._events import NOBODY, plain_serve, serve
from floorwalker.engines.simulate._roster import Roster

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Trace:
    """What became of each contact; arrays of shape (contacts,).

    Attributes:
        entered: whether the contact was made; first attempts always are.
        answered_at: seconds; NaN for contacts that no agent answered.
        answered_by: agent; -1 for contacts that no agent answered.
        answered_in: block of the roster; -1 for contacts that no agent answered.
        ended_at: when the agent was done with it; NaN for contacts that no agent answered.
    """

    entered: BoolArray
    answered_at: FloatArray
    answered_by: IntArray
    answered_in: IntArray
    ended_at: FloatArray


def trace(contacts: Contacts, *, roster: Roster, centre: Centre, plain: bool = False) -> Trace:
    """Return what becomes of each contact.

    Args:
        contacts: drawn for the centre.
        roster: who is on duty when.
        centre: whose grid ends the play: nothing is answered at or after its horizon.
        plain: run as plain Python even where compiled code is there (same result, for checking).
    """
    count = contacts.arrival.size
    units = math.lcm(*(queue.at_once for queue in centre.queues))
    inputs = (
        contacts.arrival,
        contacts.queue,
        contacts.handle,
        contacts.deadline,
        contacts.retry,
        contacts.first_attempts,
        *roster.changes,
        roster.block_agent,
        roster.group_of_agent,
        roster.pace_of_agent,
        roster.queues_of_group.ravel(),
        roster.urgency_of_group.ravel(),
        roster.groups_of_queue.ravel(),
        roster.opens_after.ravel(),
        roster.widens_after.ravel(),
        len(roster.queues_of_group),
        np.array([units // queue.at_once for queue in centre.queues]),
        np.array([queue.slowdown for queue in centre.queues]),
        units,
        float(centre.horizon_seconds),
    )
    results = (
        np.zeros(count, dtype=np.bool_),
        np.full(count, np.nan),
        np.full(count, NOBODY),
        np.full(count, NOBODY),
        np.full(count, np.nan),
    )
    if IS_COMPILED and not plain:
        serve(*inputs, *results)
    else:  # plain Python is several times faster on lists than on arrays
        lists = [values.tolist() for values in results]
        plain_serve()(*(v.tolist() if isinstance(v, np.ndarray) else v for v in inputs), *lists)
        for values, found in zip(results, lists, strict=True):
            values[:] = found
    return Trace(*results)
