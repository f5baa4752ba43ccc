"""What is rehearsed: queues with their demand, and agents with their hours.

Time is in seconds from the start of a grid of equal intervals; `day_of_interval` names the day each
interval belongs to, so that the grid may hold days of 23 or 25 hours.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Block = tuple[float, float]

CV_MAX = 20.0


@dataclass(frozen=True)
class QueueModel:
    """A queue's demand, its callers and its promise.

    Attributes:
        name: for messages and results.
        offered: mean contacts per interval, shape (intervals,).
        aht_seconds: mean handle time of contacts arriving in the interval, shape (intervals,);
            above 0 where something is offered.
        within_seconds: threshold of the service level.
        patience_seconds: mean time until a waiting caller gives up; None for never.
        patience_cv: coefficient of variation of patience (lognormal); None for exponential.
        handle_cv: coefficient of variation of handle time (lognormal); None for exponential, 0 for
            constant times.
        day_factor_cv: spread of the factor (gamma, mean 1) by which a whole day of this queue is
            busier or calmer than forecast; drawn anew for every day and queue.
    """

    name: str
    offered: FloatArray
    aht_seconds: FloatArray
    within_seconds: float
    patience_seconds: float | None = None
    patience_cv: float | None = None
    handle_cv: float | None = None
    day_factor_cv: float = 0.0


@dataclass(frozen=True)
class Shift:
    """One person's working day: the blocks on duty between breaks.

    Attributes:
        day: the day it belongs to (as in `Centre.day_of_interval`), on which a person is missing
            as a whole; a night shift belongs to the day it begins.
        blocks: (start, end) in seconds, in order, not overlapping. A contact in progress at the
            end of a block is finished first.
    """

    day: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Agent:
    """A person who answers.

    Attributes:
        name: for messages.
        queues: indexes of the queues served, the most urgent first: of the waiting contacts, one
            of an earlier queue is always taken first.
        shifts: in order of time.
    """

    name: str
    queues: tuple[int, ...]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class Centre:
    """A roster against a forecast.

    Raises:
        ValueError: shapes differ, a value is out of range, or an agent's blocks overlap.
    """

    queues: tuple[QueueModel, ...]
    agents: tuple[Agent, ...]
    interval_seconds: float
    day_of_interval: IntArray

    def __post_init__(self) -> None:
        if not (np.isfinite(self.interval_seconds) and self.interval_seconds > 0):
            raise ValueError("interval_seconds must be above 0")
        if not self.queues or not self.intervals:
            raise ValueError("there must be at least one queue and one interval")
        if (np.diff(self.day_of_interval) < 0).any():
            raise ValueError("day_of_interval must not go back")
        for queue in self.queues:
            _check_queue(queue, intervals=self.intervals)
        for agent in self.agents:
            _check_agent(agent, queues=len(self.queues))

    @property
    def intervals(self) -> int:
        """Number of intervals in the grid."""
        return int(self.day_of_interval.size)

    @property
    def horizon_seconds(self) -> float:
        """The end of the grid."""
        return self.intervals * self.interval_seconds


def _check_queue(queue: QueueModel, *, intervals: int) -> None:
    for name, values in (("offered", queue.offered), ("aht_seconds", queue.aht_seconds)):
        if values.shape != (intervals,) or not np.isfinite(values).all() or (values < 0).any():
            raise ValueError(f"{queue.name}: {name} must hold {intervals} numbers, each 0 or more")
    if (queue.aht_seconds[queue.offered > 0] == 0).any():
        raise ValueError(f"{queue.name}: aht_seconds must be above 0 where contacts are offered")
    if not queue.within_seconds >= 0:
        raise ValueError(f"{queue.name}: within_seconds must be 0 or more")
    if queue.patience_seconds is not None and not queue.patience_seconds > 0:
        raise ValueError(f"{queue.name}: patience_seconds must be above 0, or None")
    for cv in (queue.patience_cv, queue.handle_cv, queue.day_factor_cv):
        if cv is not None and not 0 <= cv <= CV_MAX:
            raise ValueError(f"{queue.name}: a coefficient of variation must be 0 to {CV_MAX:g}")


def _check_agent(agent: Agent, *, queues: int) -> None:
    if not agent.queues or len(set(agent.queues)) < len(agent.queues):
        raise ValueError(f"{agent.name}: needs at least one queue, each named once")
    if not all(0 <= queue < queues for queue in agent.queues):
        raise ValueError(f"{agent.name}: a queue index is out of range")
    free_from = -np.inf
    for shift in agent.shifts:
        for start, end in shift.blocks:
            if not (free_from <= start < end < np.inf):
                raise ValueError(
                    f"{agent.name}: blocks must be in order, not overlap, and end after they start"
                )
            free_from = end
