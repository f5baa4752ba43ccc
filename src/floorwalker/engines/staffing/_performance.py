"""The service that a given number of agents gives, for people outside the engine."""

import numpy as np
import numpy.typing as npt

from floorwalker.engines.staffing._incomplete_gamma import blocking
from floorwalker.engines.staffing._search import level_in
from floorwalker.engines.staffing._steady import (
    Queue,
    Steady,
    answered_wait_seconds,
    steady_state,
    wait_probability_c,
)
from floorwalker.engines.staffing._types import (
    FloatArray,
    Performance,
    Variant,
    Workload,
    require_patience,
    require_values,
)

AGENTS_MAX = 100_000_000.0


def erlang_b(agents: npt.ArrayLike, *, load_erlangs: npt.ArrayLike) -> FloatArray:
    """Return the share of contacts lost when nobody can wait (Erlang B).

    Args:
        agents: number of agents, 0 or more (fractions interpolate); broadcast against the load.
        load_erlangs: offered load, 0 or more.

    Raises:
        ValueError: a value is negative, not finite or too large.
    """
    people, load = _checked(agents, load_erlangs)
    lost = blocking(people, np.where(load > 0, load, 1.0))
    return np.where(load > 0, lost, np.where(people > 0, 0.0, 1.0))


def erlang_c(agents: npt.ArrayLike, *, load_erlangs: npt.ArrayLike) -> FloatArray:
    """Return the share of contacts that wait when nobody gives up (Erlang C); 1 in overload.

    Args and errors as for `erlang_b`.
    """
    people, load = _checked(agents, load_erlangs)
    return wait_probability_c(people, load, erlang_b(people, load_erlangs=load))


def performance(
    workload: Workload,
    *,
    agents: npt.ArrayLike,
    within_seconds: float,
    patience_seconds: float | None = None,
) -> Performance:
    """Return the service that `agents` give, interval by interval.

    Without patience this is Erlang C: where the load reaches the agents the queue grows without
    end, so the service level is 0, the wait inf and the occupancy 1. Where nobody answers the same
    holds, save that with patience everyone abandons. Where nothing is offered the service level
    is 1 and the rest 0.

    Args:
        workload: contacts per interval.
        agents: people answering, 0 or more; broadcast against the workload. Between whole numbers
            the formulas run on smoothly (the gamma function in place of the factorial).
        within_seconds: threshold of the service level, 0 or more.
        patience_seconds: mean time until a waiting caller gives up; None for never.

    Raises:
        ValueError: a value is negative, not finite or beyond the limits.
    """
    people, load, queue = _queue(workload, agents, within_seconds, patience_seconds)
    steady = steady_state(queue, within_seconds=within_seconds)
    return performance_of(people, load=load, queue=queue, steady=steady)


def service_levels(
    workload: Workload,
    *,
    agents: npt.ArrayLike,
    within_seconds: float,
    patience_seconds: float | None = None,
    of: Variant = "offered",
) -> tuple[FloatArray, FloatArray]:
    """Return the service level ÷ offered, and the one with the denominator `of`.

    The same as in `performance`, whose mean wait takes more than half of its time.
    """
    people, load, queue = _queue(workload, agents, within_seconds, patience_seconds)
    steady = steady_state(queue, within_seconds=within_seconds)
    settled = np.where(load > 0, 0.0, 1.0)
    answering = (people > 0) & (load > 0)
    return (
        np.where(answering, steady.level_offered, settled),
        np.where(answering, level_in(steady, of=of), settled),
    )


def performance_of(
    people: FloatArray, *, load: FloatArray, queue: Queue, steady: Steady
) -> Performance:
    """Return the steady state as people outside see it, settled where nobody asks or answers."""
    answering = (people > 0) & (load > 0)
    idle = load == 0

    def settled(values: FloatArray, *, at_rest: float, unstaffed: float) -> FloatArray:
        return np.where(answering, values, np.where(idle, at_rest, unstaffed))

    return Performance(
        agents=people,
        wait_probability=settled(steady.wait_probability, at_rest=0.0, unstaffed=1.0),
        service_level=settled(steady.level_offered, at_rest=1.0, unstaffed=0.0),
        service_level_answered=settled(steady.level_answered, at_rest=1.0, unstaffed=0.0),
        service_level_patient=settled(steady.level_patient, at_rest=1.0, unstaffed=0.0),
        service_level_virtual=settled(steady.level_virtual, at_rest=1.0, unstaffed=0.0),
        asa_seconds=settled(
            answered_wait_seconds(queue, steady=steady), at_rest=0.0, unstaffed=np.inf
        ),
        abandonment=settled(
            steady.abandonment,
            at_rest=0.0,
            unstaffed=0.0 if queue.patience_seconds is None else 1.0,
        ),
        occupancy=settled(steady.occupancy, at_rest=0.0, unstaffed=1.0),
    )


def _queue(
    workload: Workload,
    agents: npt.ArrayLike,
    within_seconds: float,
    patience_seconds: float | None,
) -> tuple[FloatArray, FloatArray, Queue]:
    """Return the people, the load, and a queue that is harmless where nobody asks or answers."""
    require_patience(patience_seconds, workload=workload)
    require_values("within_seconds", np.asarray(within_seconds, dtype=float))
    people, load = _checked(agents, workload.load_erlangs)
    answering = (people > 0) & (load > 0)
    queue = Queue(
        agents=np.where(answering, people, 1.0),
        load=np.where(answering, load, 0.5),
        aht_seconds=np.where(answering, workload.aht_seconds, _any_handle_time(workload)),
        patience_seconds=patience_seconds,
    )
    return people, load, queue


def _any_handle_time(workload: Workload) -> float:
    """Return a handle time that is safe to compute with where the result is not used."""
    times = np.asarray(workload.aht_seconds, dtype=float)
    return float(times.max()) if times.size and times.max() > 0 else 1.0


def _checked(agents: npt.ArrayLike, load: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    people, erlangs = np.broadcast_arrays(
        np.asarray(agents, dtype=float), np.asarray(load, dtype=float)
    )
    require_values("agents", people, at_most=AGENTS_MAX)
    require_values("load_erlangs", erlangs, at_most=AGENTS_MAX)
    return people, erlangs
