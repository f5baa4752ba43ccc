"""The least number of agents that meets a service target, interval by interval.

Every part of the target improves with each agent added (the wait of a caller who never gives up
falls in likelihood ratio), so the answer is found by galloping from a square-root guess and
halving the bracket; all intervals move together and leave when they are settled.
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
    agents[busy] = _least_agents(meets, guess=_guess(queue, target=target))
    service = performance(
        workload,
        agents=agents.reshape(workload.load_erlangs.shape),
        within_seconds=target.within_seconds,
        patience_seconds=patience_seconds,
    )
    return Requirement(
        agents=service.agents,
        scheduled=_scheduled(service.agents, shrinkage=shrinkage),
        service_level=_level(service, of=target.of),
        asa_seconds=service.asa_seconds,
        abandonment=service.abandonment,
        occupancy=service.occupancy,
    )


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
