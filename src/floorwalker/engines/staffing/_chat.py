"""Chats: each agent holds several at once, and each chat takes longer the more there are.

Model: the number of chats in the system is a birth-and-death chain. Chats arrive at random at rate
λ. N agents hold at most k chats each, and the chats are spread over them as evenly as whole
numbers allow: with n chats, n mod N agents hold one more than the others. A chat whose agent holds
j ends at rate 1/h(j), h(j) being the mean handle time with j held; so the chain leaves n at rate

    d(n) = Σ over agents of j / h(j),    and from n = N k on, with w waiting, N k / h(k) + w θ.

While everybody is full this is an Erlang queue of N k lines with handle time h(k); only the share
that would be lost if nobody could wait is another, B(n) = λ B(n-1) / (d(n) + λ B(n-1)), summed
here state by state. All is exact for this chain.

What it leaves out: chats do not change hands in truth, so after some end the spread is less even
than here, and up to two in a hundred more wait (tests compare with that chain); a chat's pace
follows the number held at once; handle times and patience are exponential at a given number held;
the customer's own silence is part of h. The wait is until an agent takes the chat, not until the
first words.

Sources: the chain's solution is that of any birth-and-death process (L. Kleinrock, "Queueing
systems I", 1975, chapter 3); shared pace as in J. Luo and J. Zhang, "Staffing and control of
instant messaging contact centers" (2013).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from floorwalker.engines.staffing._performance import performance_of
from floorwalker.engines.staffing._requirement import requirement_of
from floorwalker.engines.staffing._search import least_agents, meets_target
from floorwalker.engines.staffing._steady import Queue, Steady, steady_state
from floorwalker.engines.staffing._types import (
    FloatArray,
    IntArray,
    Performance,
    Requirement,
    ServiceTarget,
    Workload,
    require_patience,
    require_shrinkage,
    require_values,
)

CHATS_AT_ONCE_MAX = 100_000  # of all agents together: the sum walks through every one


@dataclass(frozen=True)
class ChatWorkload:
    """Chats to answer per interval.

    Attributes:
        offered: chats per interval; zero or more.
        handle_seconds: mean handle time of a chat whose agent holds 1, 2, … k chats; k is the most
            an agent may hold. No shorter with more chats.
        interval_seconds: length of an interval.

    Raises:
        ValueError: a value is out of its range, or the handle times fall.
    """

    offered: npt.ArrayLike
    handle_seconds: tuple[float, ...]
    interval_seconds: float

    def __post_init__(self) -> None:
        times = np.asarray(self.handle_seconds, dtype=float)
        if times.ndim != 1 or not times.size:
            raise ValueError("handle_seconds must hold one time for each number of chats held")
        if not np.isfinite(times).all() or times[0] <= 0 or (np.diff(times) < 0).any():
            raise ValueError(
                "handle_seconds must be above 0 and no shorter with more chats; it is "
                + ", ".join(f"{time:g}" for time in times)
            )
        object.__setattr__(self, "offered", np.asarray(self.offered, dtype=float))
        require_values("chats at once", self.when_full.load_erlangs, at_most=CHATS_AT_ONCE_MAX)

    @property
    def when_full(self) -> Workload:
        """The same chats, each taking the time it takes beside the most that may be held."""
        return Workload(self.offered, self.handle_seconds[-1], self.interval_seconds)

    @property
    def chats_each_max(self) -> int:
        """The most chats that one agent may hold."""
        return len(self.handle_seconds)


@dataclass(frozen=True)
class ChatPerformance:
    """Steady-state service of a chat queue per interval; arrays of one shape.

    Attributes:
        service: the measures that every queue has; `occupancy` is chats held ÷ chats that could be
            held, and a wait ends when an agent takes the chat.
        chats_each: mean number of chats that an agent holds.
        handle_seconds: mean handle time that comes of it; that of a lone chat where none is held.
    """

    service: Performance
    chats_each: FloatArray
    handle_seconds: FloatArray


def chat_performance(
    workload: ChatWorkload,
    *,
    agents: npt.ArrayLike,
    within_seconds: float,
    patience_seconds: float | None = None,
) -> ChatPerformance:
    """Return the service that `agents` give a chat queue, interval by interval.

    Args:
        workload: chats per interval.
        agents: whole number of people, 0 or more; broadcast against the workload.
        within_seconds: threshold of the service level, 0 or more.
        patience_seconds: mean time until a waiting customer gives up; None for never.

    Raises:
        ValueError: a value is negative, not finite, not whole (agents) or beyond the limits.
    """
    require_patience(patience_seconds, workload=workload.when_full)
    require_values("within_seconds", np.asarray(within_seconds, dtype=float))
    people, load = np.broadcast_arrays(
        np.asarray(agents, dtype=float), workload.when_full.load_erlangs
    )
    most = CHATS_AT_ONCE_MAX / workload.chats_each_max
    require_values("agents", people, at_most=most)
    if (people != np.floor(people)).any():
        raise ValueError("agents must be whole numbers")
    answering = (people > 0) & (load > 0)
    queue, steady = _staffed(
        workload,
        agents=np.where(answering, people, 1.0),
        load=np.where(answering, load, 0.5),
        within_seconds=within_seconds,
        patience_seconds=patience_seconds,
    )
    service = performance_of(people, load=load, queue=queue, steady=steady)
    held = service.occupancy * workload.chats_each_max
    ended_per_second = load / workload.handle_seconds[-1] * steady.answered
    # In overload without patience the agents end what they can, each holding k.
    ended_per_second = np.minimum(ended_per_second, people * _pace(workload)[-1])
    busy = answering & (ended_per_second > 0)
    handle = held * people / np.where(busy, ended_per_second, 1.0)
    return ChatPerformance(
        service=service,
        chats_each=np.where(people > 0, held, 0.0),
        handle_seconds=np.where(busy, handle, workload.handle_seconds[0]),
    )


def chat_requirement(
    workload: ChatWorkload,
    *,
    target: ServiceTarget,
    patience_seconds: float | None = None,
    shrinkage: float = 0.0,
) -> Requirement:
    """Return the least agents per interval that meet every part of `target` for a chat queue.

    Args:
        workload: chats per interval.
        target: what must hold in every interval; its `occupancy_max` limits chats held ÷ chats
            that could be held.
        patience_seconds: mean time until a waiting customer gives up; None for never.
        shrinkage: share of paid time not available, 0 or more and below 1.

    Raises:
        ValueError: a value is out of its range.
    """
    require_shrinkage(shrinkage)
    require_patience(patience_seconds, workload=workload.when_full)
    load = np.ravel(workload.when_full.load_erlangs)
    busy = np.flatnonzero(load > 0)

    def meets(index: IntArray, agents: FloatArray) -> np.ndarray:
        queue, steady = _staffed(
            workload,
            agents=agents,
            load=load[busy][index],
            within_seconds=target.within_seconds,
            patience_seconds=patience_seconds,
        )
        return meets_target(queue, steady=steady, target=target)

    agents: FloatArray = np.zeros(load.shape)
    agents[busy] = least_agents(meets, guess=np.floor(load[busy] / workload.chats_each_max) + 1)
    found = chat_performance(
        workload,
        agents=agents.reshape(workload.when_full.load_erlangs.shape),
        within_seconds=target.within_seconds,
        patience_seconds=patience_seconds,
    )
    return requirement_of(found.service, of=target.of, shrinkage=shrinkage)


def _staffed(
    workload: ChatWorkload,
    *,
    agents: FloatArray,
    load: FloatArray,
    within_seconds: float,
    patience_seconds: float | None,
) -> tuple[Queue, Steady]:
    """Return the queue as seen by who finds everybody full, and its steady state."""
    queue = Queue(
        agents=agents * workload.chats_each_max,
        load=load,
        aht_seconds=np.full(load.shape, workload.handle_seconds[-1]),
        patience_seconds=patience_seconds,
    )
    lost, held_below = _summed(workload, agents=agents, load=load)
    steady = steady_state(queue, within_seconds=within_seconds, lost=lost)
    wait = steady.wait_probability
    held = wait + (1 - wait) * held_below / queue.agents
    return queue, steady._replace(occupancy=held)


def _summed(
    workload: ChatWorkload, *, agents: FloatArray, load: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the share lost if nobody could wait, and the mean chats held while not all are full.

    Both grow state by state: of a chain cut off at n chats, B(n) is the share of its last state,
    and its mean is B(n) n + (1 - B(n)) times the mean of the chain cut off at n - 1.
    """
    pace = _pace(workload)
    lines = agents * workload.chats_each_max
    rate = load / workload.handle_seconds[-1]
    lost = np.ones_like(load)
    mean = np.zeros_like(load)
    mean_below = np.zeros_like(load)
    for n in range(1, int(lines.max(initial=0)) + 1):
        going = n <= lines
        each, more = np.divmod(n, agents)
        held = np.minimum(each.astype(np.int64), workload.chats_each_max)
        held_more = np.minimum(held + 1, workload.chats_each_max)
        ends = (agents - more) * pace[held] + more * pace[held_more]
        share = rate * lost / (ends + rate * lost)
        lost = np.where(going, share, lost)
        mean_below = np.where(going, mean, mean_below)
        mean = np.where(going, share * n + (1 - share) * mean, mean)
    return lost, mean_below


def _pace(workload: ChatWorkload) -> FloatArray:
    """Return the chats per second that an agent ends who holds 0, 1, … k."""
    held = np.arange(1, workload.chats_each_max + 1)
    return np.concatenate([[0.0], held / np.asarray(workload.handle_seconds, dtype=float)])
