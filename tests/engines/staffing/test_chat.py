"""The chat queue against the linear equations of its chain, and against Erlang where they meet."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from floorwalker.engines.staffing import (
    ChatWorkload,
    ServiceTarget,
    Workload,
    chat_performance,
    chat_requirement,
    performance,
    requirement,
)

THREE = (300.0, 400.0, 540.0)
PARALLEL = (300.0, 300.0, 300.0)


def solved(
    *,
    agents: int,
    per_second: float,
    times: tuple[float, ...],
    patience: float | None,
    within: float,
) -> dict[str, float]:
    """Solve π Q = 0 over the chats held by each agent's load level; nothing of the engine in it."""
    k = len(times)
    full = agents * k
    theta = 0.0 if patience is None else 1 / patience
    states = full + 300

    def leaving(n: int) -> float:
        holding = [min(n, full) // agents] * agents
        for lucky in range(min(n, full) % agents):
            holding[lucky] += 1
        return sum(j / times[j - 1] for j in holding if j) + max(n - full, 0) * theta

    generator = np.zeros((states, states))
    for n in range(states - 1):
        generator[n, n + 1] = per_second
        generator[n + 1, n] = leaving(n + 1)
    generator -= np.diag(generator.sum(axis=1))
    equations = generator.T.copy()
    equations[0] = 1.0  # one equation says nothing new; instead, all shares add up to one
    found = np.linalg.solve(equations, np.eye(states)[0])
    held = np.minimum(np.arange(states), full)
    waiting = np.arange(states) - full
    gone = theta * float((found * np.maximum(waiting, 0)).sum()) / per_second
    return {
        "waits": float(found[full:].sum()),
        "gone": gone,
        "held": float((found * held).sum()) / agents,
        "handle": float((found * held).sum()) / per_second / (1 - gone),
        "level": float(found[:full].sum())
        + _within(found[full:], leave_full=leaving(full), theta=theta, within=within),
    }


def _within(waiting: np.ndarray, *, leave_full: float, theta: float, within: float) -> float:
    """Follow one customer with j ahead: forward, gone, or taken, until the threshold."""
    depth = waiting.size
    steps = np.zeros((depth + 2, depth + 2))  # the last two: taken, gone
    for ahead in range(depth):
        onward = ahead - 1 if ahead else depth
        steps[ahead, onward] = leave_full + ahead * theta
        steps[ahead, depth + 1] = theta
        steps[ahead, ahead] = -(leave_full + (ahead + 1) * theta)
    return float(waiting @ expm(steps * within)[:depth, depth])


@pytest.mark.parametrize("patience", [None, 90.0])
@pytest.mark.parametrize(
    ("agents", "chats", "times"),
    [(1, 5, THREE), (3, 20, THREE), (4, 25, THREE), (2, 12, (200.0, 390.0)), (5, 9, (300.0,))],
)
def test_it_is_what_the_equations_of_the_chain_give(
    agents: int, chats: float, times: tuple[float, ...], patience: float | None
) -> None:
    truth = solved(
        agents=agents, per_second=chats / 1800, times=times, patience=patience, within=30
    )
    found = chat_performance(
        ChatWorkload(chats, times, 1800),
        agents=agents,
        within_seconds=30,
        patience_seconds=patience,
    )
    assert found.service.wait_probability == pytest.approx(truth["waits"], rel=1e-8)
    assert found.service.abandonment == pytest.approx(truth["gone"], rel=1e-8)
    assert found.service.service_level == pytest.approx(truth["level"], rel=1e-8)
    assert found.chats_each == pytest.approx(truth["held"], rel=1e-8)
    assert found.handle_seconds == pytest.approx(truth["handle"], rel=1e-8)
    assert found.service.occupancy == pytest.approx(truth["held"] / len(times), rel=1e-8)


@pytest.mark.parametrize("agents", [2, 5, 8])
@pytest.mark.parametrize("share", [0.6, 0.8, 0.9, 0.95])
def test_chats_that_stay_where_they_are_wait_little_longer(agents: int, share: float) -> None:
    per_second = share * agents * 3 / THREE[-1]
    truth = waits_when_chats_stay(agents=agents, per_second=per_second, times=THREE)
    found = chat_performance(
        ChatWorkload(per_second * 1800, THREE, 1800), agents=agents, within_seconds=30
    )
    assert 0 <= truth - found.service.wait_probability < 0.02


def waits_when_chats_stay(*, agents: int, per_second: float, times: tuple[float, ...]) -> float:
    """Solve the chain of how many agents hold 0, 1, 2 … chats: a new one goes to who has least."""
    k = len(times)
    places = [
        held for held in itertools.product(range(agents + 1), repeat=k + 1) if sum(held) == agents
    ]
    names: list[object] = [*places, *range(1, 200)]
    number = {name: index for index, name in enumerate(names)}
    full = (0,) * k + (agents,)
    generator = np.zeros((len(names), len(names)))

    def moved(held: tuple[int, ...], *, level: int, to: int) -> int:
        return number[tuple(c - (j == level) + (j == to) for j, c in enumerate(held))]

    for held in places:
        least = next(j for j, count in enumerate(held) if count)
        onward = number[1] if held == full else moved(held, level=least, to=least + 1)
        generator[number[held], onward] += per_second
        for j in range(1, k + 1):
            if held[j]:
                generator[number[held], moved(held, level=j, to=j - 1)] += (
                    held[j] * j / times[j - 1]
                )
    for waiting in range(1, 200):
        if waiting < 199:
            generator[number[waiting], number[waiting + 1]] += per_second
        back = number[waiting - 1] if waiting > 1 else number[full]
        generator[number[waiting], back] += agents * k / times[-1]
    generator -= np.diag(generator.sum(axis=1))
    equations = generator.T.copy()
    equations[0] = 1.0
    found = np.linalg.solve(equations, np.eye(len(names))[0])
    return float(found[number[full]] + found[len(places) :].sum())


@pytest.mark.parametrize("patience", [None, 60.0])
def test_one_chat_each_is_a_telephone(patience: float | None) -> None:
    offered = [0.0, 3.0, 40.0, 400.0]
    chats = chat_performance(
        ChatWorkload(offered, (240.0,), 1800),
        agents=[2, 1, 8, 60],
        within_seconds=20,
        patience_seconds=patience,
    )
    calls = performance(
        Workload(offered, 240, 1800),
        agents=[2, 1, 8, 60],
        within_seconds=20,
        patience_seconds=patience,
    )
    for measure in ("service_level", "wait_probability", "asa_seconds", "abandonment", "occupancy"):
        assert getattr(chats.service, measure) == pytest.approx(getattr(calls, measure), rel=1e-9)


@pytest.mark.parametrize("patience", [None, 60.0])
def test_chats_that_do_not_disturb_one_another_are_three_telephones(patience: float | None) -> None:
    chats = chat_performance(
        ChatWorkload(100, PARALLEL, 1800), agents=7, within_seconds=20, patience_seconds=patience
    )
    calls = performance(
        Workload(100, 300, 1800), agents=21, within_seconds=20, patience_seconds=patience
    )
    assert chats.service.service_level == pytest.approx(float(calls.service_level), rel=1e-9)
    assert chats.handle_seconds == pytest.approx(300)


@settings(max_examples=60, deadline=None)
@given(
    chats=st.floats(0.1, 300),
    times=st.lists(st.floats(0, 400), min_size=1, max_size=5).map(
        lambda steps: tuple(np.cumsum([100.0, *steps]).tolist())
    ),
    level=st.floats(0.1, 0.99),
    patience=st.one_of(st.none(), st.floats(20, 600)),
    cap=st.floats(0.4, 1),
)
def test_the_requirement_meets_the_target_and_one_agent_less_does_not(
    chats: float, times: tuple[float, ...], level: float, patience: float | None, cap: float
) -> None:
    work = ChatWorkload(chats, times, 1800)
    target = ServiceTarget(level, 30, occupancy_max=cap)
    agents = int(chat_requirement(work, target=target, patience_seconds=patience).agents)

    def meets(people: int) -> bool:
        service = chat_performance(
            work, agents=people, within_seconds=30, patience_seconds=patience
        ).service
        return bool(service.service_level >= level - 1e-11 and service.occupancy <= cap + 1e-11)

    assert meets(agents)
    assert not meets(agents - 1)


def test_two_chats_each_need_fewer_people_than_one_though_each_takes_longer() -> None:
    target = ServiceTarget(0.8, 30)
    needed = [
        int(chat_requirement(ChatWorkload(120, times, 1800), target=target).agents)
        for times in ((300.0,), (300.0, 400.0), (300.0, 400.0, 540.0))
    ]
    phone = int(requirement(Workload(120, 300, 1800), target=target).agents)
    assert needed[0] == phone
    assert needed == sorted(needed, reverse=True)
    assert len(set(needed)) == 3


def test_the_busier_the_slower() -> None:
    calm = chat_performance(ChatWorkload(2, THREE, 1800), agents=10, within_seconds=30)
    busy = chat_performance(ChatWorkload(98, THREE, 1800), agents=10, within_seconds=30)
    assert calm.handle_seconds == pytest.approx(300, rel=1e-3)
    assert 500 < busy.handle_seconds < 540


def test_overload_without_patience_and_nobody_there() -> None:
    over = chat_performance(ChatWorkload(1000, THREE, 1800), agents=3, within_seconds=30)
    assert (over.service.service_level, over.service.occupancy) == (0, 1)
    assert (over.chats_each, over.handle_seconds) == (3, pytest.approx(540))
    nobody = chat_performance(
        ChatWorkload([10, 0], THREE, 1800), agents=0, within_seconds=30, patience_seconds=60
    )
    assert nobody.service.abandonment.tolist() == [1, 0]
    assert nobody.chats_each.tolist() == [0, 0]
    nothing = chat_requirement(
        ChatWorkload([[0.0, 0.0]], THREE, 1800), target=ServiceTarget(0.8, 20)
    )
    assert nothing.agents.tolist() == [[0, 0]]


@pytest.mark.parametrize(
    ("offered", "times", "word"),
    [
        (5, (), "one time for each"),
        (5, (300, 200), "no shorter with more chats"),
        (5, (0, 200), "above 0"),
        (5, (math.nan,), "above 0"),
        (-5, (300,), "offered"),
        (1e6, (300,), "chats at once"),
    ],
)
def test_an_impossible_chat_workload_is_refused(
    offered: float, times: tuple[float, ...], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        ChatWorkload(offered, times, 1800)


def test_half_an_agent_holds_no_chat() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        chat_performance(ChatWorkload(5, THREE, 1800), agents=1.5, within_seconds=30)
