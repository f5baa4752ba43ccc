"""What somebody who joins a queue finds: the numbers that expected waits are told from."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class LiveStates:
    """The state of a pool at some moments, as one who joins a queue then finds it.

    A pool is the queues that share their agents. Every field has the shape (states,); all but
    `patience_seconds` are finite and 0 or more, or NaN where they cannot be told yet.

    Attributes:
        ahead: contacts of the pool that wait and are as urgent or more: they are served before.
        waiting: all contacts of the pool that wait.
        in_queue: those that wait in the same queue.
        serving: agents with a contact in hand.
        present: agents at work, those who serve among them.
        handle_seconds: rolling mean handle time.
        patience_seconds: mean patience; inf where nobody gives up.
        head_seconds: how long the head of the line has waited; 0 where nobody waits.
        last_seconds: wait of the last contact that had to wait and was answered.
        last_five_seconds: mean wait of the last five of these.
        last_twenty_seconds: mean wait of the last twenty of these.
        priority: of the one who joins; the higher, the more urgent. 0 where there are none.
    """

    ahead: FloatArray
    waiting: FloatArray
    in_queue: FloatArray
    serving: FloatArray
    present: FloatArray
    handle_seconds: FloatArray
    patience_seconds: FloatArray
    head_seconds: FloatArray
    last_seconds: FloatArray
    last_five_seconds: FloatArray
    last_twenty_seconds: FloatArray
    priority: FloatArray

    def __post_init__(self) -> None:
        shape = self.ahead.shape
        for field in fields(self):
            values = getattr(self, field.name)
            if values.ndim != 1 or values.shape != shape:
                raise ValueError(f"{field.name} must have the shape of ahead, (states,)")
            if (values < 0).any():
                raise ValueError(f"{field.name} holds a negative value; it must be 0 or more")
            if field.name != "patience_seconds" and np.isinf(values).any():
                raise ValueError(f"{field.name} holds an infinite value; it must be finite")

    @classmethod
    def one(cls, **numbers: float) -> Self:
        """Return a single state from a number for each field."""
        return cls(**{name: np.array([float(number)]) for name, number in numbers.items()})

    def at(self, chosen: BoolArray | IntArray) -> Self:
        """Return the chosen states."""
        return type(self)(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

    @property
    def size(self) -> int:
        """How many states there are."""
        return int(self.ahead.size)

    @property
    def agents(self) -> FloatArray:
        """Agents who take contacts; at least 1, so that rates stay above 0."""
        return np.fmax(np.fmax(self.present, self.serving), 1.0)
