"""Deferred work in idle time, against the balance of the states and against the simulator."""

import numpy as np
import pytest
from scipy import linalg

from floorwalker.engines.simulate import Agent, Centre, QueueModel, Shift, rehearse
from floorwalker.engines.staffing import (
    ServiceTarget,
    Workload,
    blend,
    blended_requirement,
    performance,
)

AHT = 240.0


def balanced(
    load: float, agents: int, reserve: int, patience: float, *, room: int = 120
) -> tuple[float, float]:
    """Return abandonment and people at deferred work, from the generator of (live, deferred)."""
    states = [
        (live, deferred)
        for deferred in range(agents - reserve + 1)
        for live in range(room)
        if live + deferred >= agents - reserve
    ]
    place = {state: index for index, state in enumerate(states)}
    rates = np.zeros((len(states), len(states)))

    def go(start: tuple[int, int], live: int, deferred: int, rate: float) -> None:
        deferred = max(deferred, agents - reserve - live)  # deferred work is begun at once
        rates[place[start], place[live, deferred]] += rate

    for live, deferred in states:
        here = (live, deferred)
        answering = min(live, agents - deferred)
        if live + 1 < room:
            go(here, live + 1, deferred, load)
        if live:
            go(here, live - 1, deferred, answering + (live - answering) * AHT / patience)
        if deferred:
            go(here, live, deferred - 1, deferred)
    rates -= np.diag(rates.sum(axis=1))
    rates[:, -1] = 1.0
    share = linalg.solve(rates.T, np.eye(len(states))[-1])
    given_up = sum(
        p * (live - min(live, agents - deferred)) * AHT / patience
        for p, (live, deferred) in zip(share, states, strict=True)
    )
    at_work = sum(p * deferred for p, (_, deferred) in zip(share, states, strict=True))
    return given_up / load, at_work


def work_of(load: float) -> Workload:
    return Workload(offered=load, aht_seconds=AHT, interval_seconds=AHT)


@pytest.mark.parametrize("reserve", [0, 1, 3, 7])
def test_the_balance_of_the_states_gives_the_same(reserve: int) -> None:
    found = blend(work_of(6.0), agents=8, reserve=reserve, within_seconds=20, patience_seconds=90)
    gone, at_work = balanced(6.0, 8, reserve, 90.0, room=60)
    assert found.abandonment == pytest.approx(gone, rel=1e-9)
    assert found.deferred_agents == pytest.approx(at_work, rel=1e-9)


def test_without_reserve_the_simulator_finds_the_same() -> None:
    hours, load, agents = 200, 9.0, 12
    live = QueueModel(
        "live", np.full(hours, load * 15), np.full(hours, AHT), 20, patience_seconds=180
    )
    mail = QueueModel("mail", np.full(hours, 6 * 15.0), np.full(hours, AHT), 20)  # more than fits
    whole = (Shift(0, ((0.0, hours * 3600.0),)),)
    place = Centre(
        (live, mail),
        tuple(Agent(str(n), (0, 1), whole) for n in range(agents)),
        3600.0,
        np.zeros(hours, dtype=np.int64),
    )
    played = rehearse(place, seed=3, replications=10, missing=[0]).scenarios[0].queues
    found = blend(work_of(load), agents=agents, reserve=0, within_seconds=20, patience_seconds=180)
    week = played[0].week
    for estimate, exact in (
        (week.service_level, found.service_level),
        (week.abandonment, found.abandonment),
        (week.asa_seconds, found.asa_seconds),
    ):
        assert estimate is not None
        assert abs(estimate.mean - exact) <= estimate.high - estimate.low + 0.002 * exact
    at_mail = played[1].week.answered / hours * AHT / 3600
    assert at_mail == pytest.approx(found.deferred_agents, rel=0.01)


def test_nobody_does_deferred_work_when_all_are_reserved() -> None:
    found = blend(work_of(6.0), agents=8, reserve=8, within_seconds=20, patience_seconds=90)
    live = performance(work_of(6.0), agents=8, within_seconds=20, patience_seconds=90)
    assert found.service_level == pytest.approx(float(live.service_level), rel=1e-12)
    assert found.asa_seconds == pytest.approx(float(live.asa_seconds), rel=1e-12)
    assert found.deferred_agents == 0


def test_the_requirement_keeps_the_target_and_one_agent_less_would_not_do() -> None:
    work = Workload([0.0, 15.0, 60.0, 300.0], [AHT] * 4, 1800)
    wanted = np.array([2.0, 1.5, 3.0, 4.2])
    target = ServiceTarget(0.8, 20, abandonment_max=0.05)
    needed = blended_requirement(work, target=target, deferred_agents=wanted, patience_seconds=180)
    assert (needed.agents <= needed.agents_apart).all()
    assert (needed.deferred_agents >= wanted).all()
    for index in range(1, 4):
        one = Workload(float(np.asarray(work.offered)[index]), AHT, 1800)

        def best(agents: int, one: Workload = one) -> float:
            tried = [
                blend(one, agents=agents, reserve=k, within_seconds=20, patience_seconds=180)
                for k in range(agents + 1)
            ]
            return max(
                (
                    found.deferred_agents
                    for found in tried
                    if found.service_level >= 0.8 and found.abandonment <= 0.05
                ),
                default=-1.0,
            )

        agents = int(needed.agents[index])
        assert best(agents) == pytest.approx(needed.deferred_agents[index])
        assert best(agents - 1) < wanted[index]


def test_work_that_can_be_interrupted_fills_all_idle_time() -> None:
    work = Workload([60.0], [AHT], 1800)
    needed = blended_requirement(
        work, target=ServiceTarget(0.8, 20), deferred_agents=np.array([3.0]), is_interruptible=True
    )
    # Without patience everybody is answered: 8 Erlangs, and 3 more people's work in between.
    assert needed.agents.tolist() == [11]
    assert needed.deferred_agents == pytest.approx([3.0])
    assert needed.agents_apart.tolist() == [14]  # Erlang C: 11, and 3


def test_another_denominator_is_refused() -> None:
    with pytest.raises(ValueError, match="offered"):
        blended_requirement(
            Workload([60.0], [AHT], 1800),
            target=ServiceTarget(0.8, 20, of="answered"),
            deferred_agents=np.array([3.0]),
        )
