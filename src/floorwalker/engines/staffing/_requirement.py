"""The least number of agents that meets a service target, interval by interval.

Every part of the target improves with each agent added (the wait of a caller who never gives up
falls in likelihood ratio), so the answer is found by galloping from a square-root guess and
halving the bracket; all intervals move together and leave when they are settled. Between whole
numbers the formulas run on smoothly, and the same halving goes on to the fraction.
"""

import math
from collections.abc import Callable

import numpy as np

from floorwalker.engines.staffing._performance import performance
from floorwalker.engines.staffing._steady import (
    Queue,
    Steady,
    answered_wait_seconds,
    steady_state,
)
from floorwalker.engines.staffing._types import (
    FloatArray,
    IntArray,
    Performance,
    Requirement,
    ServiceTarget,
    Variant,
    Workload,
    require_patience,
    require_shrinkage,
)

ROUNDING_SLACK = 1e-12  # a target met but for rounding is met
SEARCH_STEPS = 200
HALVINGS = 50  # of one agent: to the precision of a double
QUALITY = 0.7  # agents above the load per square root of it, where the search starts


def requirement(
    workload: Workload,
    *,
    target: ServiceTarget,
    patience_seconds: float | None = None,
    shrinkage: float = 0.0,
) -> Requirement:
    """Return the least agents per interval that meet every part of `target`.

    Args:
        workload: contacts per interval.
        target: what must hold in every interval.
        patience_seconds: mean time until a waiting caller gives up; None for never (Erlang C,
            which needs more agents than Erlangs).
        shrinkage: share of paid time not available for contacts, 0 or more and below 1;
            `scheduled` is agents / (1 - shrinkage) rounded up.

    Raises:
        ValueError: a value is out of its range.
    """
    require_shrinkage(shrinkage)
    require_patience(patience_seconds, workload=workload)
    agents = _agents(workload, target=target, patience_seconds=patience_seconds, halvings=0)
    service = performance(
        workload,
        agents=agents,
        within_seconds=target.within_seconds,
        patience_seconds=patience_seconds,
    )
    whole = np.asarray(agents, dtype=np.int64)
    return Requirement(
        agents=whole,
        scheduled=_scheduled(whole, shrinkage=shrinkage),
        service_level=_level(service, of=target.of),
        asa_seconds=service.asa_seconds,
        abandonment=service.abandonment,
        occupancy=service.occupancy,
    )


def fractional_requirement(
    workload: Workload, *, target: ServiceTarget, patience_seconds: float | None = None
) -> FloatArray:
    """Return the real number of agents per interval at which every part of `target` is just met.

    It is the exact inverse of `performance` (to 1e-15 agents, or the precision of a double), at
    most one below `requirement`, and right where fractions mean something: people shared by several
    queues, monthly budgets, averages over many sites.

    Args:
        workload: contacts per interval.
        target: what must hold in every interval.
        patience_seconds: mean time until a waiting caller gives up; None for never.

    Returns:
        Agents, of the workload's shape; 0 where nothing is offered. Where no promise holds the
        number up (a service level of 0) it is the load without patience and next to 0 with it.

    Raises:
        ValueError: a value is out of its range.
    """
    require_patience(patience_seconds, workload=workload)
    return _agents(workload, target=target, patience_seconds=patience_seconds, halvings=HALVINGS)


def _agents(
    workload: Workload, *, target: ServiceTarget, patience_seconds: float | None, halvings: int
) -> FloatArray:
    """Return the least whole number of agents, or what so many halvings of the last one leave."""
    load = np.ravel(workload.load_erlangs)
    busy = np.flatnonzero(load > 0)
    queue = Queue(
        agents=load[busy],
        load=load[busy],
        aht_seconds=np.ravel(workload.aht_seconds)[busy],
        patience_seconds=patience_seconds,
    )

    def meets(index: IntArray, agents: FloatArray) -> np.ndarray:
        return _meets(queue.take(index, agents=agents), target=target)

    agents: FloatArray = np.zeros(load.shape)
    least = _least_agents(meets, guess=_guess(queue, target=target))
    agents[busy] = _halved(meets, enough=least, halvings=halvings)
    return agents.reshape(workload.load_erlangs.shape)


def _scheduled(agents: IntArray, *, shrinkage: float) -> IntArray:
    # 14 / 0.7 is 20.000000000000004 in binary; nobody wants a 21st person for that.
    exact = agents / (1 - shrinkage)
    return np.asarray(np.ceil(exact - 1e-9 * np.maximum(exact, 1.0)), dtype=np.int64)


def _level(service: Performance, *, of: Variant) -> FloatArray:
    return {
        "offered": service.service_level,
        "answered": service.service_level_answered,
        "patient": service.service_level_patient,
        "virtual": service.service_level_virtual,
    }[of]


def _meets(queue: Queue, *, target: ServiceTarget) -> np.ndarray:
    steady = steady_state(queue, within_seconds=target.within_seconds)
    met = _steady_level(steady, of=target.of) >= target.service_level - ROUNDING_SLACK
    met &= steady.occupancy <= target.occupancy_max + ROUNDING_SLACK
    if queue.patience_seconds is None:
        met &= queue.load < queue.agents
    if target.abandonment_max is not None:
        met &= steady.abandonment <= target.abandonment_max + ROUNDING_SLACK
    if target.asa_seconds_max is not None:
        wait = answered_wait_seconds(queue, steady=steady)
        met &= wait <= target.asa_seconds_max * (1 + ROUNDING_SLACK)
    return met


def _steady_level(steady: Steady, *, of: Variant) -> FloatArray:
    return {
        "offered": steady.level_offered,
        "answered": steady.level_answered,
        "patient": steady.level_patient,
        "virtual": steady.level_virtual,
    }[of]


def _guess(queue: Queue, *, target: ServiceTarget) -> FloatArray:
    """Return where to start: the square-root rule (any start gives the same answer)."""
    safety = QUALITY if queue.patience_seconds is None else 0.0
    start = np.floor(queue.load + safety * np.sqrt(queue.load)) + 1
    least = np.floor(queue.load / target.occupancy_max)
    return np.asarray(np.maximum(start, least), dtype=float)


def _least_agents(
    meets: Callable[[IntArray, FloatArray], np.ndarray], *, guess: FloatArray
) -> FloatArray:
    """Return the least whole number ≥ 1 per element for which `meets` holds; 0 never meets."""
    short = np.zeros_like(guess)  # the largest number known not to be enough
    enough = np.full_like(guess, math.inf)
    trial = np.maximum(guess, 1.0)
    step = np.ones_like(guess)
    open_ = np.arange(guess.size)
    for _ in range(SEARCH_STEPS):
        if not open_.size:
            return enough
        met = meets(open_, trial[open_])
        enough[open_[met]] = trial[open_[met]]
        short[open_[~met]] = trial[open_[~met]]
        open_ = open_[enough[open_] - short[open_] > 1]
        trial[open_] = _next_trial(short[open_], enough[open_], step[open_])
        step[open_] *= 2
    raise ValueError("the target cannot be met by any number of agents")


def _next_trial(short: FloatArray, enough: FloatArray, step: FloatArray) -> FloatArray:
    upward = np.isinf(enough)
    downward = short == 0
    middle = np.floor((short + np.where(upward, short, enough)) / 2)
    down = np.maximum(np.where(upward, 0.0, enough) - step, middle)
    return np.where(upward, short + step, np.where(downward, down, middle))


def _halved(
    meets: Callable[[IntArray, FloatArray], np.ndarray], *, enough: FloatArray, halvings: int
) -> FloatArray:
    """Return what is still enough after halving the gap below each least whole number."""
    everyone = np.arange(enough.size)
    short = enough - 1
    for _ in range(halvings):
        middle = (short + enough) / 2
        met = meets(everyone, middle)
        enough = np.where(met, middle, enough)
        short = np.where(met, short, middle)
    return enough
