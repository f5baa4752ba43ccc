"""Blended queues: people of a live queue do deferred work or outbound calls in their idle time.

Interruptible work is put down the moment a contact arrives: it fills all idle time, and callers
notice nothing. Work that has to be finished is begun only while more than a reserve of people is
idle. As long as there is such work, fewer than `agents - reserve` are then never busy, so the
number at work moves like Erlang A's (or C's), kept from falling below that floor: its states are
those above the floor, in the same proportions. Everything about callers who wait is divided by the
probability of these states, and whoever finishes at the floor begins deferred work. This is exact
for exponential times of one mean for both kinds; where deferred work takes longer than a contact,
take it as an estimate and simulate.

Source: S. Bhulai and G. Koole, "A queueing model for call blending in call centers" (IEEE
Transactions on Automatic Control 48, 2003), for the threshold; A. Gans and Y.-P. Zhou, "A
call-routing problem with service-level constraints" (Operations Research 51, 2003).
"""

import math
from dataclasses import dataclass

import numpy as np

from floorwalker.engines.staffing._performance import erlang_b, performance
from floorwalker.engines.staffing._requirement import requirement
from floorwalker.engines.staffing._types import (
    FloatArray,
    IntArray,
    ServiceTarget,
    Workload,
    require_values,
)

VARIANT = "offered"  # the only denominator of the service level that is known here
MORE_MAX = 10_000  # people beyond live and deferred work apart, before we give up


@dataclass(frozen=True)
class Blend:
    """What a number of agents gives both kinds of work in one interval.

    Attributes:
        service_level: live contacts answered within the threshold ÷ offered.
        asa_seconds: mean wait of answered live contacts; inf when their queue grows without end.
        abandonment: abandoned ÷ offered live contacts.
        deferred_agents: people at deferred work, on average, if there is always some to do.
    """

    service_level: float
    asa_seconds: float
    abandonment: float
    deferred_agents: float


@dataclass(frozen=True)
class BlendedRequirement:
    """Least agents who do both; arrays of shape (intervals,).

    Attributes:
        agents: people for live contacts and deferred work together.
        reserve: how many must be idle beside whoever begins deferred work; 0 if interruptible.
        deferred_agents: deferred work that fits, as agents on average; the wanted or more.
        agents_apart: people for both when nobody does both.
    """

    agents: IntArray
    reserve: IntArray
    deferred_agents: FloatArray
    agents_apart: IntArray


def blend(
    workload: Workload,
    *,
    agents: int,
    reserve: int,
    within_seconds: float,
    patience_seconds: float | None = None,
) -> Blend:
    """Return what `agents` give who begin deferred work while more than `reserve` are idle.

    Args:
        workload: live contacts of one interval.
        agents: people for both, 1 or more.
        reserve: 0 or more; `agents` or more of them: no deferred work is done.
        within_seconds: threshold of the service level.
        patience_seconds: mean time until a waiting caller gives up; None for never.

    Raises:
        ValueError: a value is out of range, or there are several intervals.
    """
    if agents < 1 or reserve < 0:
        raise ValueError("agents must be 1 or more, and reserve 0 or more")
    load = float(workload.load_erlangs)
    live = performance(
        workload, agents=agents, within_seconds=within_seconds, patience_seconds=patience_seconds
    )
    if load == 0:
        return Blend(1.0, 0.0, 0.0, float(max(agents - reserve, 0)))
    waits, gone = float(live.wait_probability), float(live.abandonment)
    blocked = float(erlang_b(agents, load_erlangs=load))
    at_floor = (1 - waits) * blocked / (1 - blocked)  # all busy and nobody waiting
    above = waits
    floor = max(agents - reserve, 0)
    for busy in range(agents, floor, -1):
        at_floor *= busy / load
        above += at_floor
    share = 1.0 if floor == 0 else above
    answered = 1 - gone / share
    return Blend(
        service_level=1 - (1 - float(live.service_level)) / share,
        asa_seconds=float(live.asa_seconds) * (1 - gone) / share / answered if answered else 0.0,
        abandonment=gone / share,
        deferred_agents=floor * at_floor / share,
    )


def blended_requirement(
    workload: Workload,
    *,
    target: ServiceTarget,
    deferred_agents: FloatArray,
    patience_seconds: float | None = None,
    is_interruptible: bool = False,
) -> BlendedRequirement:
    """Return the least agents whose idle time holds the deferred work, with the live target kept.

    The cap on occupancy is kept by live contacts alone: idle time is what is to be filled.

    Args:
        workload: live contacts, shape (intervals,).
        target: of the live contacts, by those offered.
        deferred_agents: people that deferred work needs on average, shape (intervals,).
        patience_seconds: mean time until a waiting caller gives up; None for never.
        is_interruptible: whether deferred work is put down when a contact arrives.

    Raises:
        ValueError: shapes differ, a value is out of range, or the target counts otherwise.
    """
    wanted = np.asarray(deferred_agents, dtype=float)
    require_values("deferred_agents", wanted)
    offered, aht = np.atleast_1d(workload.offered), np.atleast_1d(workload.aht_seconds)
    if wanted.shape != offered.shape or wanted.ndim != 1:
        raise ValueError("workload and deferred_agents must hold one number for each interval")
    if target.of != VARIANT:
        raise ValueError(f"blended queues are staffed by the share of those {VARIANT}")
    alone = requirement(workload, target=target, patience_seconds=patience_seconds).agents
    found = [
        _least(
            Workload(contacts, seconds, workload.interval_seconds),
            target=target,
            wanted=work,
            least=int(people),
            patience=patience_seconds,
            is_interruptible=is_interruptible,
        )
        for contacts, seconds, work, people in zip(offered, aht, wanted, alone, strict=True)
    ]
    agents, reserve, fits = zip(*found, strict=True) if found else ((), (), ())
    return BlendedRequirement(
        agents=np.array(agents, dtype=np.int64),
        reserve=np.array(reserve, dtype=np.int64),
        deferred_agents=np.array(fits, dtype=float),
        agents_apart=alone + np.ceil(wanted).astype(np.int64),
    )


def _least(
    work: Workload,
    *,
    target: ServiceTarget,
    wanted: float,
    least: int,
    patience: float | None,
    is_interruptible: bool,
) -> tuple[int, int, float]:
    """Return agents, reserve and the deferred work that fits."""
    fits_most = _fits_interrupted if is_interruptible else _fits_finished
    for agents in range(least, least + math.ceil(wanted) + MORE_MAX):
        reserve, fits = fits_most(work, agents, target, patience) if agents else (0, 0.0)
        if fits >= wanted:
            return agents, reserve, fits
    raise ValueError("the deferred work does not fit")


def _fits_interrupted(
    work: Workload, agents: int, target: ServiceTarget, patience: float | None
) -> tuple[int, float]:
    live = performance(
        work, agents=agents, within_seconds=target.within_seconds, patience_seconds=patience
    )
    return 0, agents * (1 - float(live.occupancy))


def _fits_finished(
    work: Workload, agents: int, target: ServiceTarget, patience: float | None
) -> tuple[int, float]:
    """Return the smallest reserve that keeps the target: more of it leaves less time."""
    low, high = 0, agents
    while low < high:
        middle = (low + high) // 2
        if _is_kept(_blend(work, agents, middle, target, patience), target):
            high = middle
        else:
            low = middle + 1
    return low, _blend(work, agents, low, target, patience).deferred_agents


def _blend(
    work: Workload, agents: int, reserve: int, target: ServiceTarget, patience: float | None
) -> Blend:
    return blend(
        work,
        agents=agents,
        reserve=reserve,
        within_seconds=target.within_seconds,
        patience_seconds=patience,
    )


def _is_kept(found: Blend, target: ServiceTarget) -> bool:
    asa_max, gone_max = target.asa_seconds_max, target.abandonment_max
    return (
        found.service_level >= target.service_level
        and (asa_max is None or found.asa_seconds <= asa_max)
        and (gone_max is None or found.abandonment <= gone_max)
    )
