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
        called_back: of the answered, those who did not wait on the line.
        wait_seconds: total wait on the line of the answered.
        busy_seconds: time that people who serve the queue spent on contacts of any queue.
        staffed_seconds: time that these people were on duty, or finishing a contact after it.
    """

    offered: FloatArray
    answered: FloatArray
    answered_within: FloatArray
    abandoned: FloatArray
    called_back: FloatArray
    wait_seconds: FloatArray
    busy_seconds: FloatArray
    staffed_seconds: FloatArray


def counts_of(trace: Trace, *, contacts: Contacts, roster: Roster, centre: Centre) -> Counts:
    """Return the counts of one replication."""
    served = np.flatnonzero(trace.answered_by >= 0)
    queue, arrival = contacts.queue, contacts.arrival
    line_ends = np.minimum(trace.answered_at[served], contacts.callback_at[served])
    wait = line_ends - arrival[served]
    threshold = np.array([queue.within_seconds for queue in centre.queues])
    on_line = trace.answered_at[served] == line_ends
    in_time = on_line & (wait <= threshold[queue[served]])
    gave_up = trace.entered & (trace.answered_by < 0)
    gave_up &= contacts.deadline <= centre.horizon_seconds
    cell = queue * centre.intervals + _interval(arrival, centre)
    cell_served = cell[served]

    def per_queue(cells: IntArray, weights: FloatArray | None = None) -> FloatArray:
        size = len(centre.queues) * centre.intervals
        table = np.bincount(cells, weights=weights, minlength=size).reshape(-1, centre.intervals)
        return np.concatenate([table, table.sum(axis=0, keepdims=True)]).astype(float)

    busy, staffed = _time_per_group(
        trace, served=served, contacts=contacts, roster=roster, centre=centre
    )
    serves = _serves(roster)
    return Counts(
        offered=per_queue(cell[trace.entered]),
        answered=per_queue(cell_served),
        answered_within=per_queue(cell_served[in_time]),
        abandoned=per_queue(cell[gave_up]),
        called_back=per_queue(cell_served[~on_line]),
        wait_seconds=per_queue(cell_served, wait),
        busy_seconds=serves @ busy,
        staffed_seconds=serves @ staffed,
    )


def _time_per_group(
    trace: Trace, *, served: IntArray, contacts: Contacts, roster: Roster, centre: Centre
) -> tuple[FloatArray, FloatArray]:
    agent = trace.answered_by[served]
    start = trace.answered_at[served]
    end = np.minimum(trace.ended_at[served], centre.horizon_seconds)
    share = 1 / np.array([queue.at_once for queue in centre.queues])[contacts.queue[served]]
    group = roster.group_of_agent[agent]
    late_start, late_end = _after_duty(agent, start, end, roster=roster)
    late = np.flatnonzero(late_end > late_start)
    busy = _seconds(start, end, share, row=group, roster=roster, centre=centre)
    staffed = _seconds(
        np.concatenate([roster.block_start, late_start[late]]),
        np.concatenate([roster.block_end, late_end[late]]),
        np.concatenate([np.ones(roster.block_start.size), share[late]]),
        row=np.concatenate([roster.group_of_agent[roster.block_agent], group[late]]),
        roster=roster,
        centre=centre,
    )
    return busy, staffed


def _after_duty(
    agent: IntArray, start: FloatArray, end: FloatArray, *, roster: Roster
) -> tuple[FloatArray, FloatArray]:
    """Return the part of each contact that runs past its block, up to the person's next block."""
    if not agent.size:
        return start, end
    lap = 2 * roster.block_end.max()  # one lap per agent puts all blocks on one line
    block = (
        np.searchsorted(
            roster.block_agent * lap + roster.block_start, agent * lap + start, side="right"
        )
        - 1
    )
    next_start = np.append(roster.block_start[1:], np.inf)
    next_start[:-1][roster.block_agent[1:] != roster.block_agent[:-1]] = np.inf
    late_start = np.maximum(np.minimum(roster.block_end[block], end), start)
    return late_start, np.minimum(end, np.maximum(next_start[block], late_start))


def _seconds(
    start: FloatArray,
    end: FloatArray,
    share: FloatArray,
    *,
    row: IntArray,
    roster: Roster,
    centre: Centre,
) -> FloatArray:
    """Return the seconds of all spans [start, end) by row (group of agents) and interval."""
    rows, width = len(roster.queues_of_group), centre.intervals + 1
    moment = np.concatenate([start, end])
    weight = np.concatenate([share, -share])
    index = np.minimum((moment / centre.interval_seconds).astype(np.int64), centre.intervals)
    cell = np.tile(row * width, 2) + index
    rest = (index + 1) * centre.interval_seconds - moment
    begun = np.bincount(cell, weights=weight, minlength=rows * width).reshape(rows, width)
    partial = np.bincount(cell, weights=weight * rest, minlength=rows * width)
    earlier = np.cumsum(begun, axis=1) - begun
    seconds = partial.reshape(rows, width) + centre.interval_seconds * earlier
    return np.asarray(seconds[:, :-1], dtype=float)


def _serves(roster: Roster) -> FloatArray:
    """Return 1 where a queue (row; the last: any) is served by a group of agents (column)."""
    queues = np.arange(len(roster.groups_of_queue))
    member = (roster.queues_of_group[None, :, :] == queues[:, None, None]).any(axis=2)
    return np.vstack([member, np.ones(len(roster.queues_of_group))]).astype(float)


def _interval(moment: FloatArray, centre: Centre) -> IntArray:
    index = (moment / centre.interval_seconds).astype(np.int64)
    return np.minimum(index, centre.intervals - 1)
