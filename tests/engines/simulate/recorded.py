"""The records that a centre would leave whose truth is known: played by the engine itself."""

from collections.abc import Sequence

import numpy as np
from tests.engines.simulate.builders import queue

from floorwalker.engines.simulate import (
    Agent,
    Centre,
    QueueModel,
    Records,
    Shift,
    draw_contacts,
    roster_of,
    trace,
)

HOUR = 3600.0
OPENS, CLOSES = 8, 18


def a_queue(name: str = "calls", *, per_hour: float, aht: Sequence[float], **changes) -> QueueModel:
    """A queue open from 8 to 18; `aht` has the handle time of each of these hours, or one."""
    offered, seconds = np.zeros(24), np.full(24, float(aht[0]))
    offered[OPENS:CLOSES] = per_hour
    seconds[OPENS:CLOSES] = aht
    return queue(name, offered=list(offered), **({"aht_seconds": seconds} | changes))


def a_crew(
    paces: Sequence[float], *, queues: tuple[int, ...] = (0,), begins: float = OPENS
) -> list[Agent]:
    """People who are there from opening on, with half an hour's lunch, one after the other."""
    crew = []
    for number, pace in enumerate(paces):
        lunch = (11 + 0.5 * (number % 6)) * HOUR
        blocks = ((begins * HOUR, lunch), (lunch + 0.5 * HOUR, (CLOSES + 0.5) * HOUR))
        name = f"{queues}-{number}"
        crew.append(Agent(name, queues, (Shift(0, blocks),), pace=pace, urgency=(0,) * len(queues)))
    return crew


def records_of(queues: Sequence[QueueModel], crew: Sequence[Agent], *, days: int) -> Records:
    """Play each day and write down what a telephone system would."""
    centre = Centre(tuple(queues), tuple(crew), HOUR, np.zeros(24, dtype=np.int64))
    every = [_day(centre, day) for day in range(days)]
    rows = [np.concatenate(part) for part in zip(*every, strict=True)]
    day, second, queue_, wait, answered, handle, agent, caller = rows
    names = tuple(queue.name for queue in queues), tuple(person.name for person in crew)
    return Records(*names, day, second, queue_, wait, answered, handle, agent, caller)


def _day(centre: Centre, day: int) -> tuple[np.ndarray, ...]:
    contacts = draw_contacts(centre, seed=11, replication=day)
    happened = trace(contacts, roster=roster_of(centre), centre=centre)
    answered = happened.answered_by >= 0
    ended = happened.entered & (answered | (contacts.deadline < centre.horizon_seconds))
    caller = np.arange(ended.size)
    for attempt in np.flatnonzero(contacts.retry >= 0):  # first attempts come before their retries
        caller[contacts.retry[attempt]] = caller[attempt]
    left = np.where(answered, happened.answered_at, contacts.deadline)
    handle = np.where(answered, happened.ended_at - happened.answered_at, np.nan)
    return (
        np.full(int(ended.sum()), day),
        contacts.arrival[ended],
        contacts.queue[ended],
        (left - contacts.arrival)[ended],
        answered[ended],
        handle[ended],
        happened.answered_by[ended],
        caller[ended] + day * 1_000_000,
    )
