"""Count what became of the contacts, per interval and queue.

Booking rule: all that happens to a contact (answered, in time, abandoned, its wait) is booked in
the interval in which it arrived. Busy and staffed time is booked when it passes.

Time is counted for the people who serve a queue, on whichever queue they spend it: a person with
three queues has one occupancy, not three thirds. One of three chats that fill a person is a third
of their time.

Every attempt of a caller who calls again is a contact of its own. Whoever accepts to be called back
has waited until then, and is answered later, not in time.
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.compiled import IS_COMPILED
from floorwalker.engines.simulate._booking import (
    CALLED_BACK,
    GAVE_UP,
    IN_TIME,
    OUTCOMES,
    book,
    plain_book,
)
from floorwalker.engines.simulate._centre import Centre, FloatArray
from floorwalker.engines.simulate._contacts import Contacts
from floorwalker.engines.simulate._roster import Roster
from floorwalker.engines.simulate._spans import seconds_of
from floorwalker.engines.simulate._trace import Trace


@dataclass(frozen=True)
class Counts:
    """One replication; arrays of shape (queues + 1, intervals), the last row for all queues.

    Attributes:
        offered: contacts that arrived.
        answered: of these, reached an agent before the end of the grid.
        answered_within: of these, within the queue's threshold.
        abandoned: gave up before the end of the grid; the rest of the offered still waits then.
        called_back: of the answered, those who did not wait on the line.
        wait_seconds: total wait on the line of the answered.
        busy_seconds: time that people who serve the queue spent on contacts of any queue.
        staffed_seconds: time that these people were on duty, or finishing a contact after it.
        contacts: that were drawn, also further attempts that nobody made.
    """

    offered: FloatArray
    answered: FloatArray
    answered_within: FloatArray
    abandoned: FloatArray
    called_back: FloatArray
    wait_seconds: FloatArray
    busy_seconds: FloatArray
    staffed_seconds: FloatArray
    contacts: int


def counts_of(
    trace: Trace, *, contacts: Contacts, roster: Roster, centre: Centre, plain: bool = False
) -> Counts:
    """Return the counts of one replication; `plain` as for `trace`, with the same result."""
    shape = (len(centre.queues), centre.intervals)
    groups = len(roster.queues_of_group)
    outcomes, waited = np.zeros((OUTCOMES, *shape)), np.zeros(shape)
    sums = np.zeros((2, 2 * groups, centre.intervals + 1))
    (book if IS_COMPILED and not plain else plain_book)(
        contacts.arrival,
        contacts.queue,
        contacts.deadline,
        contacts.callback_at,
        trace.entered,
        trace.answered_at,
        trace.answered_by,
        trace.answered_in,
        trace.ended_at,
        np.array([queue.within_seconds for queue in centre.queues], dtype=float),
        np.array([1 / queue.at_once for queue in centre.queues]),
        roster.group_of_agent,
        roster.block_end,
        roster.next_start,
        float(centre.interval_seconds),
        float(centre.horizon_seconds),
        outcomes,
        waited,
        sums,
    )
    seconds = seconds_of(sums, interval_seconds=centre.interval_seconds)
    busy, after_duty = seconds[:groups], seconds[groups:]
    return Counts(
        offered=_with_all(outcomes.sum(axis=0)),
        answered=_with_all(outcomes[CALLED_BACK:].sum(axis=0)),
        answered_within=_with_all(outcomes[IN_TIME]),
        abandoned=_with_all(outcomes[GAVE_UP]),
        called_back=_with_all(outcomes[CALLED_BACK]),
        wait_seconds=_with_all(waited),
        busy_seconds=roster.serves @ busy,
        staffed_seconds=roster.serves @ (roster.duty_seconds + after_duty),
        contacts=contacts.arrival.size,
    )


def _with_all(table: FloatArray) -> FloatArray:
    """Return the table with a last row for all queues."""
    return np.concatenate([table, table.sum(axis=0, keepdims=True)])
