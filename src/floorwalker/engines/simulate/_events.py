"""The event loop: who answers which contact, and when.

Lazy abandonment: a waiting contact holds its deadline and is dropped when the queue's head is next
looked at. This is exact as long as giving up changes nothing else (no limit on the queue's length,
no routing by it), and it needs no event of its own. What a caller does later is drawn beforehand:
whoever will call again carries the next attempt with them, which enters when the first one failed.

Agents have units of attention: a call takes all of them, one of three chats a third. Agents of a
group who are free stand in one line, the longest idle first; those who have units left stand in
another, asked when nobody is free (doubly linked, so that a break takes one out of the middle).

At equal times what was due comes first (ends of service, wider routing, further attempts), then
the roster, then arrivals.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any

from floorwalker.engines.compiled import compiled, inlined
from floorwalker.engines.simulate._due import (
    PLAIN,
    add_due,
    drop_first,
    first_due,
    nothing_due,
    slots,
)

NOBODY = -1
WIDENS, RETRIES = 1, 2  # what else may be due; a code is this times the contacts, plus one of them


@compiled
def serve(  # noqa: C901 - one loop over shared state: split, it would hide the order of events
    arrival: Any,
    queue: Any,
    handle: Any,
    deadline: Any,
    retry: Any,
    first_attempts: int,
    duty_time: Any,
    duty_block: Any,
    duty_begins: Any,
    agent_of_block: Any,
    group_of_agent: Any,
    pace_of_agent: Any,
    queues_of_group: Any,
    urgency_of_group: Any,
    groups_of_queue: Any,
    opens_after: Any,
    widens_after: Any,
    groups: int,
    units_of_queue: Any,
    slowdown_of_queue: Any,
    units: int,
    horizon: float,
    entered: Any,
    answered_at: Any,
    answered_by: Any,
    answered_in: Any,
    ended_at: Any,
) -> None:
    """Fill the last five; contacts that do not enter or are not answered keep their values.

    Args:
        arrival: seconds; ascending and below the horizon for first attempts, which come first.
        queue: queue of each contact.
        handle: seconds of work of each contact.
        deadline: when each contact gives up.
        retry: the contact that is made when this one gave up, or -1.
        first_attempts: how many contacts are not the retry of another.
        duty_time: seconds of each change of the roster, ascending.
        duty_block: the block of duty that each change begins or ends.
        duty_begins: whether it begins.
        agent_of_block: whose it is.
        group_of_agent: agents of one group serve the same queues in the same way.
        pace_of_agent: factor on the seconds of work.
        queues_of_group: queues of each group in turn, the most urgent first, filled up with -1.
        urgency_of_group: of the same shape; among equals the longest waiting is taken.
        groups_of_queue: groups of each queue in the order they are asked, filled up with -1.
        opens_after: seconds that a contact of each queue must wait for each group.
        widens_after: the different waits above 0 of each queue, ascending, filled up with inf.
        groups: how many there are; tables are flat, a row behind the other.
        units_of_queue: what a contact takes of an agent's units.
        slowdown_of_queue: share by which each contact already in hand lengthens the work.
        units: what every agent has.
        horizon: nothing is answered at or after this moment.
        entered: result; whether the contact was made.
        answered_at: result; seconds.
        answered_by: result; agent.
        answered_in: result; the agent's block of duty.
        ended_at: result; seconds, may lie past the horizon.
    """
    count, people, queues = len(arrival), len(group_of_agent), len(units_of_queue)
    wide, deep = len(queues_of_group) // max(groups, 1), len(widens_after) // queues
    asked = len(groups_of_queue) // queues
    first, last = slots(2 * groups, NOBODY), slots(2 * groups, NOBODY)
    before, after, line = slots(people, NOBODY), slots(people, NOBODY), slots(people, NOBODY)
    used, in_hand, on_duty = slots(people, 0), slots(people, 0), slots(people, False)
    block = slots(people, NOBODY)
    head, tail = slots(queues, NOBODY), slots(queues, NOBODY)
    following = slots(count, NOBODY)
    due = nothing_due((2 + deep) * count + 1)  # each contact: its end, its next attempt, widenings
    add_due(due, (horizon, NOBODY))
    arrived = changed = 0
    while True:
        now, code = first_due(due)
        change = duty_time[changed] if changed < len(duty_time) else horizon
        arrives = arrival[arrived] if arrived < first_attempts else horizon
        agent = contact = NOBODY
        if now <= change and now <= arrives:
            drop_first(due)
            if code == NOBODY:  # the horizon
                return
            if code < count:  # the end of a service
                agent = answered_by[code]
                used[agent] -= units_of_queue[queue[code]]
                in_hand[agent] -= 1
            else:
                contact = code % count
                if answered_by[contact] != NOBODY:
                    continue
                if code >= RETRIES * count:
                    contact = retry[contact]
                elif deadline[contact] <= now:
                    continue
        elif change <= arrives:
            now, agent = change, agent_of_block[duty_block[changed]]
            block[agent] = duty_block[changed]
            on_duty[agent] = duty_begins[changed]
            changed += 1
        else:
            now, contact = arrives, arrived
            arrived += 1
        if contact != NOBODY:
            in_queue = queue[contact]
            agent = _free_agent(
                in_queue, groups_of_queue, asked, groups, opens_after, arrival[contact], now,
                first, after, used, units_of_queue[in_queue], units,
            )  # fmt: skip
            if agent == NOBODY:
                if not entered[contact]:
                    entered[contact] = True
                    if head[in_queue] == NOBODY:
                        head[in_queue] = contact
                    else:
                        following[tail[in_queue]] = contact
                    tail[in_queue] = contact
                    for place in range(in_queue * deep, (in_queue + 1) * deep):
                        widens = arrival[contact] + widens_after[place]
                        if widens >= deadline[contact]:
                            break
                        add_due(due, (widens, WIDENS * count + contact))
                    if retry[contact] != NOBODY:
                        again = arrival[retry[contact]]
                        add_due(due, (again, RETRIES * count + contact))
                continue
            entered[contact] = True
        group = group_of_agent[agent]
        while True:
            if contact == NOBODY and on_duty[agent] and used[agent] < units:
                contact = _next_waiting(
                    group, queues_of_group, urgency_of_group, wide, groups, opens_after,
                    units - used[agent], units_of_queue, head, following, arrival, deadline,
                    answered_by, now,
                )  # fmt: skip
            if contact == NOBODY:
                break
            in_queue = queue[contact]
            slower = 1.0 + slowdown_of_queue[in_queue] * in_hand[agent]
            used[agent] += units_of_queue[in_queue]
            in_hand[agent] += 1
            answered_at[contact] = now
            answered_by[contact] = agent
            answered_in[contact] = block[agent]
            ended_at[contact] = now + handle[contact] * pace_of_agent[agent] * slower
            add_due(due, (ended_at[contact], contact))
            contact = NOBODY
        place = NOBODY
        if on_duty[agent] and used[agent] < units:
            place = group if used[agent] == 0 else groups + group
        if place != line[agent]:
            if line[agent] != NOBODY:
                _leave_line(line[agent], agent, first, last, before, after)
            if place != NOBODY:
                _line_up(place, agent, first, last, before, after)
            line[agent] = place


def plain_serve() -> Callable[..., None]:
    """Return `serve` as plain Python, whose inner calls are plain too."""
    names = {name: getattr(value, "py_func", value) for name, value in globals().items()} | PLAIN
    return FunctionType(names["serve"].__code__, names)


@inlined
def _free_agent(
    queue: int, groups_of_queue: Any, asked: int, groups: int, opens_after: Any, arrival: float,
    now: float, first: Any, after: Any, used: Any, needs: int, units: int,
) -> int:  # fmt: skip
    """Return the longest idle of the first group that may and can, or NOBODY.

    Where a contact needs a part of an agent only, people with units left are asked after that.
    """
    for place in range(queue * asked, (queue + 1) * asked):
        group = groups_of_queue[place]
        if group == NOBODY:
            break
        if first[group] != NOBODY and arrival + opens_after[queue * groups + group] <= now:
            return first[group]  # type: ignore[no-any-return]  # one body for lists and arrays
    if needs == units:
        return NOBODY
    for place in range(queue * asked, (queue + 1) * asked):
        group = groups_of_queue[place]
        if group == NOBODY:
            break
        if arrival + opens_after[queue * groups + group] <= now:
            agent = first[groups + group]
            while agent != NOBODY and units - used[agent] < needs:
                agent = after[agent]
            if agent != NOBODY:
                return agent  # type: ignore[no-any-return]
    return NOBODY


@inlined
def _next_waiting(
    group: int, queues_of_group: Any, urgency_of_group: Any, wide: int, groups: int,
    opens_after: Any, free: int, units_of_queue: Any, head: Any, following: Any, arrival: Any,
    deadline: Any, answered_by: Any, now: float,
) -> int:  # fmt: skip
    """Take the contact to serve next out of its queue; NOBODY when none is waiting."""
    best, best_queue, urgency = NOBODY, NOBODY, 0
    for place in range(group * wide, (group + 1) * wide):
        queue = queues_of_group[place]
        if queue == NOBODY or (best != NOBODY and urgency_of_group[place] > urgency):
            break
        contact = head[queue]
        if contact == NOBODY or units_of_queue[queue] > free:
            continue
        while contact != NOBODY and (deadline[contact] <= now or answered_by[contact] != NOBODY):
            contact = following[contact]
        head[queue] = contact
        if contact == NOBODY or arrival[contact] + opens_after[queue * groups + group] > now:
            continue
        if best == NOBODY or arrival[contact] < arrival[best]:
            best, best_queue, urgency = contact, queue, urgency_of_group[place]
    if best != NOBODY:
        head[best_queue] = following[best]
    return best


@inlined
def _line_up(line: int, agent: int, first: Any, last: Any, before: Any, after: Any) -> None:
    """Put `agent` at the end of a line."""
    before[agent] = last[line]
    after[agent] = NOBODY
    if last[line] == NOBODY:
        first[line] = agent
    else:
        after[last[line]] = agent
    last[line] = agent


@inlined
def _leave_line(line: int, agent: int, first: Any, last: Any, before: Any, after: Any) -> None:
    """Take `agent` out of a line, wherever they stand."""
    ahead, behind = before[agent], after[agent]
    if ahead == NOBODY:
        first[line] = behind
    else:
        after[ahead] = behind
    if behind == NOBODY:
        last[line] = ahead
    else:
        before[behind] = ahead
