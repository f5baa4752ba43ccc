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
AT_ONCE_MAX = 20
ATTEMPTS_MAX = 20
QUANTILES_LEAST = 2


@dataclass(frozen=True)
class Retrial:
    """Callers who gave up call again; every attempt counts as a contact.

    Attributes:
        probability: that one who gave up calls again, 0 to 1.
        after_seconds: mean time until then (exponential), above 0.
        attempts_max: further attempts of one caller, 1 to 20.
    """

    probability: float
    after_seconds: float
    attempts_max: int = 3


@dataclass(frozen=True)
class Callback:
    """Callers who still wait are offered to be called back without losing their place.

    Attributes:
        after_seconds: how long they have waited then, 0 or more.
        acceptance: share who accept, 0 to 1; they do not give up any more.
    """

    after_seconds: float
    acceptance: float


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
        patience_table: patience of any distribution, instead of a mean: equally likely quantiles
            in seconds from the least to the most, shape (2 or more,); inf at its end for never.
        retrial: what callers do who gave up; None for nothing.
        callback: what waiting callers are offered; None for nothing.
        at_once: contacts that one person may have in hand together (chats); a person with fewer
            units of attention left than a contact takes is not asked.
        slowdown: share by which each contact already in hand lengthens the work on the next.
    """

    name: str
    offered: FloatArray
    aht_seconds: FloatArray
    within_seconds: float
    patience_seconds: float | None = None
    patience_cv: float | None = None
    handle_cv: float | None = None
    day_factor_cv: float = 0.0
    patience_table: FloatArray | None = None
    retrial: Retrial | None = None
    callback: Callback | None = None
    at_once: int = 1
    slowdown: float = 0.0


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
        pace: factor on the handle time of what they answer; 0.9 is a tenth quicker than the mean.
        urgency: of each of `queues`, not falling: of equally urgent ones the longest waiting is
            taken. Empty: each queue is more urgent than the next.
        opens_after: of each of `queues`, the seconds a contact waits before this person is asked
            (routing that relaxes). Empty: at once.
    """

    name: str
    queues: tuple[int, ...]
    shifts: tuple[Shift, ...]
    pace: float = 1.0
    urgency: tuple[int, ...] = ()
    opens_after: tuple[float, ...] = ()


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
    if not 1 <= queue.at_once <= AT_ONCE_MAX:
        raise ValueError(f"{queue.name}: at_once must be 1 to {AT_ONCE_MAX}")
    if not 0 <= queue.slowdown < np.inf:
        raise ValueError(f"{queue.name}: slowdown must be 0 or more")
    _check_callers(queue)


def _check_callers(queue: QueueModel) -> None:
    table, retrial, callback = queue.patience_table, queue.retrial, queue.callback
    if table is not None:
        if queue.patience_seconds is not None:
            raise ValueError(f"{queue.name}: give patience_seconds or patience_table, not both")
        if table.ndim != 1 or table.size < QUANTILES_LEAST or not (np.sort(table) == table).all():
            raise ValueError(f"{queue.name}: patience_table must hold 2 or more rising quantiles")
        if table[0] < 0:
            raise ValueError(f"{queue.name}: patience_table must hold numbers of 0 or more")
    if retrial is not None and not (
        0 <= retrial.probability <= 1
        and 0 < retrial.after_seconds < np.inf
        and 1 <= retrial.attempts_max <= ATTEMPTS_MAX
    ):
        raise ValueError(
            f"{queue.name}: a retrial needs a probability of 0 to 1, after_seconds above 0 "
            f"and attempts_max of 1 to {ATTEMPTS_MAX}"
        )
    if callback is not None and not (
        0 <= callback.after_seconds < np.inf and 0 <= callback.acceptance <= 1
    ):
        raise ValueError(
            f"{queue.name}: a callback needs after_seconds of 0 or more and acceptance of 0 to 1"
        )


def _check_agent(agent: Agent, *, queues: int) -> None:
    if not agent.queues or len(set(agent.queues)) < len(agent.queues):
        raise ValueError(f"{agent.name}: needs at least one queue, each named once")
    if not all(0 <= queue < queues for queue in agent.queues):
        raise ValueError(f"{agent.name}: a queue index is out of range")
    if not 0 < agent.pace < np.inf:
        raise ValueError(f"{agent.name}: pace must be above 0")
    for name, values in (("urgency", agent.urgency), ("opens_after", agent.opens_after)):
        if values and len(values) != len(agent.queues):
            raise ValueError(f"{agent.name}: {name} must hold one number per queue, or none")
    if list(agent.urgency) != sorted(agent.urgency):
        raise ValueError(f"{agent.name}: urgency must not fall from one queue to the next")
    if not all(0 <= wait < np.inf for wait in agent.opens_after):
        raise ValueError(f"{agent.name}: opens_after must hold numbers of 0 or more")
    free_from = -np.inf
    for shift in agent.shifts:
        for start, end in shift.blocks:
            if not (free_from <= start < end < np.inf):
                raise ValueError(
                    f"{agent.name}: blocks must be in order, not overlap, and end after they start"
                )
            free_from = end
