"""Records to replay, and states to tell waits from."""

import numpy as np

from floorwalker.engines.expected_wait import ContactRecord, LiveStates
from floorwalker.engines.simulate import (
    Agent,
    Centre,
    QueueModel,
    Shift,
    draw_contacts,
    roster_of,
    trace,
)

HANDLE_SECONDS = 240.0


def one_state(**changes: float) -> LiveStates:
    """Return somebody joining behind nobody, ten agents busy, nobody ever giving up."""
    numbers = {
        "ahead": 0,
        "waiting": 0,
        "in_queue": 0,
        "serving": 10,
        "present": 10,
        "handle_seconds": HANDLE_SECONDS,
        "patience_seconds": np.inf,
        "head_seconds": 0,
        "last_seconds": 0,
        "last_five_seconds": 0,
        "last_twenty_seconds": 0,
        "priority": 0,
    }
    return LiveStates.one(**(numbers | changes))


def record_of(rows: list[tuple[float, float, bool, float, int, int, int]]) -> ContactRecord:
    """Return a record from (arrived, wait, answered, handle, agent, queue, priority)."""
    arrived, wait, answered, handle, agent, queue, priority = (
        np.array(column) for column in zip(*rows, strict=True)
    )
    return ContactRecord(
        arrived.astype(float), wait.astype(float), answered, handle.astype(float),
        agent, queue, priority,
    )  # fmt: skip


def random_record(*, contacts: int, seed: int) -> ContactRecord:
    """Return busy whole seconds full of ties, with two queues and three priorities."""
    dice = np.random.default_rng(seed)
    answered = dice.random(contacts) < 0.7
    return ContactRecord(
        arrived=np.sort(dice.integers(0, 3 * contacts, contacts)).astype(float),
        wait_seconds=dice.integers(0, 12, contacts).astype(float),
        answered=answered,
        handle_seconds=np.where(answered, dice.integers(0, 30, contacts).astype(float), np.nan),
        agent=np.where(answered, dice.integers(-1, 5, contacts), -1),
        queue=dice.integers(0, 2, contacts),
        priority=dice.integers(0, 3, contacts),
    )


def steady(*, agents: int, load: float, patience: float, contacts: int, seed: int) -> ContactRecord:
    """Return the record of an M/M/s+M queue; `patience` in mean handle times."""
    rate = load * agents / HANDLE_SECONDS
    intervals = round(contacts / rate / HANDLE_SECONDS)
    centre = Centre(
        (
            QueueModel(
                "calls",
                np.full(intervals, rate * HANDLE_SECONDS),
                np.full(intervals, HANDLE_SECONDS),
                within_seconds=20,
                patience_seconds=patience * HANDLE_SECONDS,
            ),
        ),
        tuple(
            Agent(str(number), (0,), (Shift(0, ((0.0, intervals * HANDLE_SECONDS),)),))
            for number in range(agents)
        ),
        HANDLE_SECONDS,
        np.zeros(intervals, dtype=np.int64),
    )
    drawn = draw_contacts(centre, seed=seed, replication=0)
    played = trace(drawn, roster=roster_of(centre), centre=centre)
    left = np.fmin(played.answered_at, drawn.deadline)
    known = left < centre.horizon_seconds
    nothing = np.zeros(left.size, dtype=np.int64)
    return ContactRecord(
        arrived=drawn.arrival,
        wait_seconds=np.where(known, left - drawn.arrival, np.nan),
        answered=(played.answered_by >= 0) & known,
        handle_seconds=played.ended_at - played.answered_at,
        agent=played.answered_by,
        queue=nothing,
        priority=nothing,
    )
