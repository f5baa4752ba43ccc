"""From the record of a centre to the expected wait of each queue.

Queues that share their agents share one line in all that counts people; each is calibrated on its
own waits, because a small queue with few agents waits differently from a large one.
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.expected_wait._calibrate import (
    UNCALIBRATED,
    Calibration,
    PastWaits,
    calibrate,
)
from floorwalker.engines.expected_wait._pools import pools_of
from floorwalker.engines.expected_wait._record import ContactRecord
from floorwalker.engines.expected_wait._replay import replay
from floorwalker.engines.expected_wait._states import IntArray, LiveStates


@dataclass(frozen=True)
class QueueWaits:
    """How to tell the expected wait of one queue.

    Attributes:
        pool: the queues that share its agents, itself among them, ascending.
        calibration: learned from its own waits.
    """

    pool: tuple[int, ...]
    calibration: Calibration


def calibrate_queues(
    record: ContactRecord, *, day: IntArray, queues: int
) -> tuple[QueueWaits, ...]:
    """Return how to tell the expected wait of each queue.

    Args:
        record: of all queues, finished contacts.
        day: on which each contact came, any numbers that do not fall; shape (contacts,).
        queues: how many there are.
    """
    found = [QueueWaits((queue,), UNCALIBRATED) for queue in range(queues)]
    for pool in pools_of(record.agent, queue=record.queue, queues=queues):
        chosen = np.isin(record.queue, pool)
        together, days = record.where(chosen), day[chosen]
        states = replay(together)
        for queue in pool:
            waited = (together.queue == queue) & together.answered & (together.wait_seconds > 0)
            past = PastWaits(states.at(waited), together.wait_seconds[waited], days[waited])
            found[queue] = QueueWaits(pool, calibrate(past))
    return tuple(found)


def state_at(record: ContactRecord, *, at: float, queue: int, pool: tuple[int, ...]) -> LiveStates:
    """Return the one state that somebody finds who joins a queue at a moment.

    Args:
        record: of all queues; what came later is not looked at.
        at: the moment, in the record's seconds.
        queue: which is joined.
        pool: the queues that share its agents.
    """
    known = record.of_queues(pool).known_at(at)
    return replay(known.joined_by(at=at, queue=queue)).at(np.array([-1]))
