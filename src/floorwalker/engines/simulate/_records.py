"""What a centre's own records say of its contacts, as the twin is made from and held against."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from floorwalker.engines.simulate._centre import FloatArray, IntArray

UNKNOWN = -1
SECONDS_PER_DAY = 86_400.0
ARRAYS = ("day", "second", "queue", "wait_seconds", "answered", "handle_seconds", "agent", "caller")


@dataclass(frozen=True)
class Records:
    """Recorded contacts; arrays of shape (contacts,), in any order.

    Attributes:
        queues: names; `queue` counts in them.
        agents: names, or whatever tells one from another; `agent` counts in them.
        day: number of the local day of arrival; days without contacts may be missing.
        second: of arrival on that day's wall clock, 0 or more and below 86,400.
        queue: index of the queue.
        wait_seconds: until answered or gone; NaN where not recorded.
        answered: whether an agent took it; else the caller gave up.
        handle_seconds: of answered contacts; NaN where not recorded.
        agent: who answered; -1 where not recorded.
        caller: a number for each known caller; -1 where not recorded.

    Raises:
        ValueError: shapes differ, or a value is out of range.
    """

    queues: tuple[str, ...]
    agents: tuple[str, ...]
    day: IntArray
    second: FloatArray
    queue: IntArray
    wait_seconds: FloatArray
    answered: npt.NDArray[np.bool_]
    handle_seconds: FloatArray
    agent: IntArray
    caller: IntArray

    def __post_init__(self) -> None:
        if self.day.ndim != 1 or any(getattr(self, n).shape != self.day.shape for n in ARRAYS):
            raise ValueError("the arrays of the records must be of one length")
        if ((self.second < 0) | (self.second >= SECONDS_PER_DAY)).any():
            raise ValueError("second must be 0 or more and below 86,400")
        for name, values in (("wait", self.wait_seconds), ("handle", self.handle_seconds)):
            if (values < 0).any() or np.isinf(values).any():
                raise ValueError(f"{name}_seconds must hold numbers of 0 or more, or NaN")
        if ((self.queue < 0) | (self.queue >= len(self.queues))).any():
            raise ValueError("queue must count in queues")
        if ((self.agent < UNKNOWN) | (self.agent >= len(self.agents))).any():
            raise ValueError("agent must count in agents, or be -1")

    @property
    def is_handled(self) -> npt.NDArray[np.bool_]:
        """Whether it was answered and its handle time is known."""
        return self.answered & np.isfinite(self.handle_seconds)

    def on_days(self, days: IntArray) -> "Records":
        """Return the contacts of these days alone."""
        of = np.isin(self.day, days)
        return replace(self, **{name: getattr(self, name)[of] for name in ARRAYS})
