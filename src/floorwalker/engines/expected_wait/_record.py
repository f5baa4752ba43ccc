"""What became of the contacts of queues: what live states are rebuilt from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from floorwalker.engines.expected_wait._states import BoolArray, FloatArray, IntArray

UNKNOWN_AGENT = -1


@dataclass(frozen=True)
class ContactRecord:
    """What became of the contacts of queues, in the order in which they came.

    Every field has the shape (contacts,).

    Attributes:
        arrived: seconds, never falling.
        wait_seconds: until answered or gone, 0 or more; NaN: still waiting.
        answered: whether an agent answered; else the contact gave up.
        handle_seconds: of answered contacts, 0 or more; NaN: still in hand.
        agent: who answered, -1 where that is not known.
        queue: which queue, 0 or more.
        priority: the higher, the more urgent; 0 or more.

    Raises:
        ValueError: shapes differ, arrivals go back, or a time is negative.
    """

    arrived: FloatArray
    wait_seconds: FloatArray
    answered: BoolArray
    handle_seconds: FloatArray
    agent: IntArray
    queue: IntArray
    priority: IntArray

    def __post_init__(self) -> None:
        for name, values in vars(self).items():
            if values.ndim != 1 or values.shape != self.arrived.shape:
                raise ValueError(f"{name} must have the shape of arrived, (contacts,)")
        if not np.isfinite(self.arrived).all() or (np.diff(self.arrived) < 0).any():
            raise ValueError("arrived must be finite and must not go back")
        for name in ("wait_seconds", "handle_seconds", "queue", "priority"):
            if (getattr(self, name) < 0).any():
                raise ValueError(f"{name} holds a negative value; it must be 0 or more")

    @property
    def left_at(self) -> FloatArray:
        """When each contact stopped waiting; inf: not yet."""
        return self.arrived + np.nan_to_num(self.wait_seconds, nan=np.inf)

    def known_at(self, moment: float) -> "ContactRecord":
        """Return what was known just before `moment` of the contacts that had come by then."""
        came = self.arrived < moment
        left = self.left_at
        waits = came & (left >= moment)
        in_hand = came & ~waits & self.answered & ~(left + self.handle_seconds < moment)
        return ContactRecord(
            arrived=self.arrived[came],
            wait_seconds=np.where(waits, np.nan, self.wait_seconds)[came],
            answered=(self.answered & ~waits)[came],
            handle_seconds=np.where(waits | in_hand, np.nan, self.handle_seconds)[came],
            agent=np.where(waits, UNKNOWN_AGENT, self.agent)[came],
            queue=self.queue[came],
            priority=self.priority[came],
        )

    def joined_by(self, *, at: float, queue: int, priority: int = 0) -> "ContactRecord":
        """Return the record with one more contact, which joins a queue now and waits."""
        return ContactRecord(
            arrived=np.append(self.arrived, at),
            wait_seconds=np.append(self.wait_seconds, np.nan),
            answered=np.append(self.answered, False),
            handle_seconds=np.append(self.handle_seconds, np.nan),
            agent=np.append(self.agent, UNKNOWN_AGENT),
            queue=np.append(self.queue, queue),
            priority=np.append(self.priority, priority),
        )

    def where(self, chosen: BoolArray) -> "ContactRecord":
        """Return the chosen contacts."""
        return ContactRecord(**{name: values[chosen] for name, values in vars(self).items()})

    def of_queues(self, queues: tuple[int, ...]) -> "ContactRecord":
        """Return the contacts of some of the queues."""
        return self.where(np.isin(self.queue, queues))


def recorded(
    arrived: npt.ArrayLike,
    *,
    wait_seconds: npt.ArrayLike,
    answered: npt.ArrayLike,
    handle_seconds: npt.ArrayLike,
    agent_name: Sequence[str],
    queue: npt.ArrayLike,
) -> ContactRecord:
    """Return a record of finished contacts as systems write them: in any order, with gaps.

    Contacts whose wait is not known are left out. One that was answered, and of which no handle
    time is known, is taken to have lasted as long as the mean of the others.

    Args:
        arrived: seconds, shape (contacts,).
        wait_seconds: same shape; NaN: not known.
        answered: same shape.
        handle_seconds: same shape; NaN: not known.
        agent_name: of each contact; empty: not known.
        queue: same shape, 0 or more.
    """
    moment, wait = np.asarray(arrived, dtype=float), np.asarray(wait_seconds, dtype=float)
    was_answered = np.asarray(answered, dtype=bool)
    handle = np.where(was_answered, np.asarray(handle_seconds, dtype=float), np.nan)
    known = np.isfinite(handle)
    if known.any():
        handle = np.where(was_answered & ~known, handle[known].mean(), handle)
    names, agent = np.unique(np.asarray(agent_name, dtype=str), return_inverse=True)
    nobody = (names == "")[agent] | ~was_answered if names.size else ~was_answered
    order = np.argsort(moment, kind="stable")
    order = order[np.isfinite(wait[order])]
    return ContactRecord(
        arrived=moment[order],
        wait_seconds=wait[order],
        answered=was_answered[order],
        handle_seconds=handle[order],
        agent=np.where(nobody, UNKNOWN_AGENT, agent)[order],
        queue=np.asarray(queue, dtype=np.int64)[order],
        priority=np.zeros(order.size, dtype=np.int64),
    )
