"""Count what became of the contacts, per interval and queue.

Booking rule: all that happens to a contact (answered, in time, abandoned, its wait) is booked in
the interval in which it arrived. Busy and staffed time is booked when it passes.

Time is counted for the people who serve a queue, on whichever queue they spend it: a person with
three queues has one occupancy, not three thirds.
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.simulate._centre import Centre, FloatArray, IntArray
from floorwalker.engines.simulate._contacts import Contacts
from floorwalker.engines.simulate._roster import Roster
from floorwalker.engines.simulate._trace import Trace


@dataclass(frozen=True)
class Counts:
    """One replication; arrays of shape (queues + 1, intervals), the last row for all queues.

    Attributes:
        offered: contacts that arrived.
        answered: of these, reached an agent before the end of the grid.
        answered_within: of these, within the queue's threshold.
        abandoned: gave up before the end of the grid; the rest of the offered still waits then.
        wait_seconds: total wait of the answered.
        busy_seconds: time that people who serve the queue spent on contacts of any queue.
        staffed_seconds: time that these people were on duty, or finishing a contact after it.
    """

    offered: FloatArray
    answered: FloatArray
    answered_within: FloatArray
    abandoned: FloatArray
    wait_seconds: FloatArray
    busy_seconds: FloatArray
    staffed_seconds: FloatArray


def counts_of(trace: Trace, *, contacts: Contacts, roster: Roster, centre: Centre) -> Counts:
    """Return the counts of one replication."""
    answered = trace.answered_by >= 0
    wait = np.where(answered, trace.answered_at - contacts.arrival, 0.0)
    threshold = np.array([queue.within_seconds for queue in centre.queues])[contacts.queue]
    gave_up = ~answered & (contacts.deadline <= centre.horizon_seconds)
    cell = contacts.queue * centre.intervals + _interval(contacts.arrival, centre)

    def per_queue(weights: np.ndarray) -> FloatArray:
        cells = len(centre.queues) * centre.intervals
        table = np.bincount(cell, weights=weights, minlength=cells).reshape(-1, centre.intervals)
        return np.vstack([table, table.sum(axis=0)])

    busy, staffed = _time_per_group(trace, contacts=contacts, roster=roster, centre=centre)
    serves = _serves(roster)
    return Counts(
        offered=per_queue(np.ones(cell.size)),
        answered=per_queue(answered),
        answered_within=per_queue(answered & (wait <= threshold)),
        abandoned=per_queue(gave_up),
        wait_seconds=per_queue(wait),
        busy_seconds=serves @ busy,
        staffed_seconds=serves @ staffed,
    )


def _time_per_group(
    trace: Trace, *, contacts: Contacts, roster: Roster, centre: Centre
) -> tuple[FloatArray, FloatArray]:
    served = np.flatnonzero(trace.answered_by >= 0)
    agent = trace.answered_by[served]
    start = trace.answered_at[served]
    end = np.minimum(start + contacts.handle[served], centre.horizon_seconds)
    group = roster.group_of_agent
    busy = _seconds(start, end, row=group[agent], roster=roster, centre=centre)
    on_duty = _seconds(
        roster.block_start,
        roster.block_end,
        row=group[roster.block_agent],
        roster=roster,
        centre=centre,
    )
    late_start, late_end = _after_duty(agent, start, end, roster=roster, centre=centre)
    after_duty = _seconds(late_start, late_end, row=group[agent], roster=roster, centre=centre)
    return busy, on_duty + after_duty


def _after_duty(
    agent: IntArray, start: FloatArray, end: FloatArray, *, roster: Roster, centre: Centre
) -> tuple[FloatArray, FloatArray]:
    """Return the part of each contact that runs past its block, up to the person's next block."""
    if not agent.size:
        return start, end
    lap = 2 * centre.horizon_seconds  # one lap per agent puts all blocks on one line
    block = (
        np.searchsorted(
            roster.block_agent * lap + roster.block_start, agent * lap + start, side="right"
        )
        - 1
    )
    next_start = np.append(roster.block_start[1:], np.inf)
    next_start[:-1][roster.block_agent[1:] != roster.block_agent[:-1]] = np.inf
    late_start = np.minimum(roster.block_end[block], end)
    return late_start, np.minimum(end, np.maximum(next_start[block], late_start))


def _seconds(
    start: FloatArray, end: FloatArray, *, row: IntArray, roster: Roster, centre: Centre
) -> FloatArray:
    """Return the seconds of all spans [start, end) by row (group of agents) and interval."""
    rows, width = len(roster.queues_of_group), centre.intervals + 1

    def elapsed(since: FloatArray) -> FloatArray:
        index = np.minimum((since / centre.interval_seconds).astype(np.int64), centre.intervals)
        cell = row * width + index
        begun = np.bincount(cell, minlength=rows * width).reshape(rows, width)
        rest = (index + 1) * centre.interval_seconds - since
        partial = np.bincount(cell, weights=rest, minlength=rows * width).reshape(rows, width)
        earlier = np.cumsum(begun, axis=1) - begun
        return np.asarray(partial + centre.interval_seconds * earlier, dtype=float)

    return (elapsed(start) - elapsed(end))[:, :-1]


def _serves(roster: Roster) -> FloatArray:
    """Return 1 where a queue (row; the last: any) is served by a group of agents (column)."""
    queues = np.arange(len(roster.groups_of_queue))
    member = (roster.queues_of_group[None, :, :] == queues[:, None, None]).any(axis=2)
    return np.vstack([member, np.ones(len(roster.queues_of_group))]).astype(float)


def _interval(moment: FloatArray, centre: Centre) -> IntArray:
    index = (moment / centre.interval_seconds).astype(np.int64)
    return np.minimum(index, centre.intervals - 1)
