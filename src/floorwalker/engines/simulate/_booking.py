"""Book what became of each contact: one pass when compiled, whole arrays in NumPy when not.

Plain Python would take as long to count a contact as to play it; `plain_book` therefore says the
same in NumPy, and adds in the same order, so that both give identical sums.
"""

from typing import Any

import numpy as np

from floorwalker.engines.compiled import compiled, inlined
from floorwalker.engines.simulate._centre import FloatArray, IntArray
from floorwalker.engines.simulate._events import NOBODY
from floorwalker.engines.simulate._spans import BEGUN, PARTIAL, span_sums

WAITS, GAVE_UP, CALLED_BACK, LATE, IN_TIME = range(5)
OUTCOMES = 5


@compiled
def book(
    arrival: Any,
    queue: Any,
    deadline: Any,
    callback_at: Any,
    entered: Any,
    answered_at: Any,
    answered_by: Any,
    answered_in: Any,
    ended_at: Any,
    within_of_queue: Any,
    share_of_queue: Any,
    group_of_agent: Any,
    block_end: Any,
    next_start: Any,
    interval_seconds: float,
    horizon: float,
    outcomes: Any,
    waited: Any,
    sums: Any,
) -> None:
    """Add up the last three.

    Args:
        arrival: of each contact, as in `Contacts`; so are the next three.
        queue: its queue.
        deadline: when it gives up.
        callback_at: from when it waits off the line.
        entered: what became of it, as in `Trace`; so are the next four.
        answered_at: seconds.
        answered_by: agent.
        answered_in: block.
        ended_at: seconds.
        within_of_queue: threshold of the service level.
        share_of_queue: what a contact takes of an agent.
        group_of_agent: as in `Roster`; so are the next two.
        block_end: of each block.
        next_start: of the agent, after each block.
        interval_seconds: length of an interval.
        horizon: end of the grid.
        outcomes: result; contacts, shape (outcomes, queues, intervals).
        waited: result; seconds, shape (queues, intervals).
        sums: result; spans at work by group, then spans at work after duty by group.
    """
    groups, last = sums.shape[1] // 2, waited.shape[1] - 1
    for contact in range(len(arrival)):
        if not entered[contact]:
            continue
        line, interval = queue[contact], min(int(arrival[contact] / interval_seconds), last)
        agent = answered_by[contact]
        if agent == NOBODY:
            outcome = GAVE_UP if deadline[contact] <= horizon else WAITS
            outcomes[outcome, line, interval] += 1
            continue
        start, end = answered_at[contact], min(ended_at[contact], horizon)
        wait = min(start, callback_at[contact]) - arrival[contact]
        outcome = IN_TIME if wait <= within_of_queue[line] else LATE
        if start > callback_at[contact]:
            outcome = CALLED_BACK
        outcomes[outcome, line, interval] += 1
        waited[line, interval] += wait
        row, share, block = group_of_agent[agent], share_of_queue[line], answered_in[contact]
        _add_span(start, end, share, row, interval_seconds, sums)
        if end > block_end[block]:
            start = max(start, block_end[block])
            end = max(min(end, next_start[block]), start)
            _add_span(start, end, share, groups + row, interval_seconds, sums)


@inlined
def _add_span(
    start: float, end: float, share: float, row: int, interval_seconds: float, sums: Any
) -> None:
    last = sums.shape[2] - 1
    interval = min(int(start / interval_seconds), last)
    sums[BEGUN, row, interval] += share
    sums[PARTIAL, row, interval] += share * ((interval + 1) * interval_seconds - start)
    interval = min(int(end / interval_seconds), last)
    sums[BEGUN, row, interval] -= share
    sums[PARTIAL, row, interval] -= share * ((interval + 1) * interval_seconds - end)


def plain_book(
    arrival: Any,
    queue: Any,
    deadline: Any,
    callback_at: Any,
    entered: Any,
    answered_at: Any,
    answered_by: Any,
    answered_in: Any,
    ended_at: Any,
    within_of_queue: Any,
    share_of_queue: Any,
    group_of_agent: Any,
    block_end: Any,
    next_start: Any,
    interval_seconds: float,
    horizon: float,
    outcomes: Any,
    waited: Any,
    sums: Any,
) -> None:
    """Add up the last three; see `book`. Comparisons with the NaN of the unanswered are false."""
    intervals, cells = waited.shape[1], waited.size
    interval = np.minimum((arrival / interval_seconds).astype(np.int64), intervals - 1)
    cell = queue * intervals + interval
    answered = answered_by != NOBODY
    wait = np.minimum(answered_at, callback_at) - arrival
    on_line = answered_at <= callback_at
    outcome = (
        (~answered & (deadline <= horizon)) * GAVE_UP
        + answered * CALLED_BACK
        + on_line
        + (on_line & (wait <= within_of_queue[queue]))
    )
    tally = np.bincount((outcome * cells + cell)[entered], minlength=OUTCOMES * cells)
    outcomes += tally.reshape(outcomes.shape)
    weights = np.where(answered, wait, 0.0)
    waited += np.bincount(cell, weights=weights, minlength=cells).reshape(waited.shape)

    served = np.flatnonzero(answered)
    start, end = answered_at[served], np.minimum(ended_at[served], horizon)
    row, share = group_of_agent[answered_by[served]], share_of_queue[queue[served]]
    block = answered_in[served]
    duty_ends, next_starts = block_end[block], next_start[block]
    sums += _span_sums_of(
        start, end, share, row, duty_ends, next_starts, interval_seconds, shape=sums.shape
    )


def _span_sums_of(
    start: FloatArray,
    end: FloatArray,
    share: FloatArray,
    row: IntArray,
    duty_ends: FloatArray,
    next_starts: FloatArray,
    interval_seconds: float,
    *,
    shape: tuple[int, ...],
) -> FloatArray:
    """Return the sums of spans at work, and of what of them is after duty."""
    late = np.flatnonzero(end > duty_ends)
    late_start = np.maximum(start[late], duty_ends[late])
    late_end = np.maximum(np.minimum(end[late], next_starts[late]), late_start)
    return span_sums(
        np.concatenate([start, late_start]),
        np.concatenate([end, late_end]),
        np.concatenate([share, share[late]]),
        row=np.concatenate([row, shape[1] // 2 + row[late]]),
        rows=shape[1],
        intervals=shape[2] - 1,
        interval_seconds=interval_seconds,
    )
