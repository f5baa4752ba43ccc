"""The event loop: who answers which contact, and when.

Lazy abandonment: a waiting contact holds its deadline and is dropped when the queue's head is next
looked at. This is exact as long as giving up changes nothing else (no limit on the queue's length,
no routing by it), and it needs no event of its own.

A queue is a chain through the contacts themselves: they arrive in order, so the waiting ones are
those between the chain's head and the last arrival. Free agents with the same queues stand in one
line, the longest idle first (a doubly linked list, so that a break takes one out of the middle).

At equal times service ends come first, then the roster, then arrivals.
"""

import heapq
from collections.abc import Callable
from types import FunctionType
from typing import Any

from floorwalker.engines.compiled import compiled

NOBODY = -1


@compiled
def serve(  # one loop over shared state: splitting it would hide the order of events
    arrival: Any,
    queue: Any,
    handle: Any,
    deadline: Any,
    following: Any,
    head: Any,
    duty_time: Any,
    duty_agent: Any,
    duty_begins: Any,
    group_of_agent: Any,
    queues_of_group: Any,
    groups_of_queue: Any,
    horizon: float,
    answered_at: Any,
    answered_by: Any,
) -> None:
    """Fill `answered_at` and `answered_by`; contacts that are not answered keep their values.

    Args:
        arrival: seconds, ascending, all below the horizon.
        queue: queue of each contact.
        handle: seconds of work of each contact.
        deadline: when each contact gives up.
        following: index of the next contact of the same queue; the number of contacts for none.
        head: per queue, its first contact; changed in place.
        duty_time: seconds of each change of the roster, ascending.
        duty_agent: whom each change concerns.
        duty_begins: whether the agent comes on duty (else goes off).
        group_of_agent: agents of one group serve the same queues in the same order.
        queues_of_group: rows of queues, the most urgent first, filled up with -1.
        groups_of_queue: rows of groups in the order they are asked, filled up with -1.
        horizon: nothing is answered at or after this moment.
        answered_at: result; seconds.
        answered_by: result; agent.
    """
    people = len(group_of_agent)
    groups = len(queues_of_group)
    first, last = [NOBODY] * groups, [NOBODY] * groups
    before, after = [NOBODY] * people, [NOBODY] * people
    on_duty, busy, in_line = [False] * people, [False] * people, [False] * people
    ends = [(horizon, NOBODY)]
    arrived = changed = 0
    while True:
        now = ends[0][0]
        change = duty_time[changed] if changed < len(duty_time) else horizon
        arrives = arrival[arrived] if arrived < len(arrival) else horizon
        contact = NOBODY
        if now <= change and now <= arrives:
            agent = heapq.heappop(ends)[1]
            if agent == NOBODY:  # the horizon
                return
            busy[agent] = False
        elif change <= arrives:
            now, agent = change, duty_agent[changed]
            on_duty[agent] = duty_begins[changed]
            changed += 1
            if in_line[agent]:
                in_line[agent] = False
                _leave_line(group_of_agent[agent], agent, first, last, before, after)
        else:
            now, contact = arrives, arrived
            arrived += 1
            agent = _longest_idle(groups_of_queue[queue[contact]], first)
            if agent == NOBODY:
                continue
            in_line[agent] = False
            _leave_line(group_of_agent[agent], agent, first, last, before, after)
            head[queue[contact]] = following[contact]  # whoever came earlier has given up
        if busy[agent] or not on_duty[agent]:
            continue
        group = group_of_agent[agent]
        if contact == NOBODY:
            contact = _next_waiting(queues_of_group[group], head, arrived, now, deadline, following)
        if contact == NOBODY:
            in_line[agent] = True
            _line_up(group, agent, first, last, before, after)
        else:
            busy[agent] = True
            answered_at[contact] = now
            answered_by[contact] = agent
            heapq.heappush(ends, (now + handle[contact], agent))


def plain_serve() -> Callable[..., None]:
    """Return `serve` as plain Python, whose inner calls are plain too."""
    names = {name: getattr(value, "py_func", value) for name, value in globals().items()}
    return FunctionType(names["serve"].__code__, names)


@compiled
def _next_waiting(
    queues: Any, head: Any, arrived: int, now: float, deadline: Any, following: Any
) -> int:
    """Take the contact to serve next out of its queue; NOBODY when none is waiting."""
    for queue in queues:
        if queue == NOBODY:
            break
        contact = head[queue]
        while contact < arrived and deadline[contact] <= now:
            contact = following[contact]
        if contact < arrived:
            head[queue] = following[contact]
            return contact  # type: ignore[no-any-return]  # one body for lists and arrays
        head[queue] = contact
    return NOBODY


@compiled
def _longest_idle(groups: Any, first: Any) -> int:
    """Return the agent at the front of the first line that is not empty, or NOBODY."""
    for group in groups:
        if group == NOBODY:
            break
        if first[group] != NOBODY:
            return first[group]  # type: ignore[no-any-return]  # one body for lists and arrays
    return NOBODY


@compiled
def _line_up(group: int, agent: int, first: Any, last: Any, before: Any, after: Any) -> None:
    """Put `agent` at the end of the line of its group."""
    before[agent] = last[group]
    after[agent] = NOBODY
    if last[group] == NOBODY:
        first[group] = agent
    else:
        after[last[group]] = agent
    last[group] = agent


@compiled
def _leave_line(group: int, agent: int, first: Any, last: Any, before: Any, after: Any) -> None:
    """Take `agent` out of the line of its group, wherever it stands."""
    ahead, behind = before[agent], after[agent]
    if ahead == NOBODY:
        first[group] = behind
    else:
        after[ahead] = behind
    if behind == NOBODY:
        last[group] = ahead
    else:
        before[behind] = ahead
