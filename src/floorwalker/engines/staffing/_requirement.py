"""The least number of agents that meets a service target, interval by interval.

The search (`_search`) starts from the square-root rule. Between whole numbers the formulas run on
smoothly, and the halving goes on to the fraction.
"""

import numpy as np

from floorwalker.engines.staffing._performance import performance
from floorwalker.engines.staffing._search import (
    HALVINGS,
    halved,
    least_agents,
    meets_target,
)
from floorwalker.engines.staffing._steady import Queue, steady_state
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
    agents = agents_required(workload, target=target, patience_seconds=patience_seconds)
    service = performance(
        workload,
        agents=agents,
        within_seconds=target.within_seconds,
        patience_seconds=patience_seconds,
    )
    return requirement_of(service, of=target.of, shrinkage=shrinkage)


def agents_required(
    workload: Workload, *, target: ServiceTarget, patience_seconds: float | None = None
) -> IntArray:
    """Return the agents of `requirement` without the service they give, in half the time."""
    require_patience(patience_seconds, workload=workload)
    agents = _agents(workload, target=target, patience_seconds=patience_seconds, halvings=0)
    return agents.astype(np.int64)


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


def requirement_of(service: Performance, *, of: Variant, shrinkage: float) -> Requirement:
    """Return the requirement whose agents give this service."""
    agents = np.asarray(service.agents, dtype=np.int64)
    return Requirement(
        agents=agents,
        scheduled=_scheduled(agents, shrinkage=shrinkage),
        service_level=level_of(service, of=of),
        asa_seconds=service.asa_seconds,
        abandonment=service.abandonment,
        occupancy=service.occupancy,
    )


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
        staffed = queue.take(index, agents=agents)
        steady = steady_state(staffed, within_seconds=target.within_seconds)
        return meets_target(staffed, steady=steady, target=target)

    agents: FloatArray = np.zeros(load.shape)
    least = least_agents(meets, guess=_guess(queue, target=target))
    agents[busy] = halved(meets, enough=least, halvings=halvings)
    return agents.reshape(workload.load_erlangs.shape)


def _scheduled(agents: IntArray, *, shrinkage: float) -> IntArray:
    # 14 / 0.7 is 20.000000000000004 in binary; nobody wants a 21st person for that.
    exact = agents / (1 - shrinkage)
    return np.asarray(np.ceil(exact - 1e-9 * np.maximum(exact, 1.0)), dtype=np.int64)


def level_of(service: Performance, *, of: Variant) -> FloatArray:
    """Return the service level with this denominator."""
    return {
        "offered": service.service_level,
        "answered": service.service_level_answered,
        "patient": service.service_level_patient,
        "virtual": service.service_level_virtual,
    }[of]


def _guess(queue: Queue, *, target: ServiceTarget) -> FloatArray:
    """Return where to start: the square-root rule (any start gives the same answer)."""
    safety = QUALITY if queue.patience_seconds is None else 0.0
    start = np.floor(queue.load + safety * np.sqrt(queue.load)) + 1
    least = np.floor(queue.load / target.occupancy_max)
    return np.asarray(np.maximum(start, least), dtype=float)
