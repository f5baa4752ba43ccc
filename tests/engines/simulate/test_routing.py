"""Wider routing, urgency, pace, chats, retrials and callbacks, followed by hand."""

import math

import numpy as np
import pytest
from tests.engines.simulate.builders import centre, contacts, queue

from floorwalker.engines.simulate import (
    Agent,
    Callback,
    Contacts,
    QueueModel,
    Retrial,
    Shift,
    counts_of,
    draw_contacts,
    play_once,
    roster_of,
    trace,
)

NEVER = math.inf
HOUR = [1.0] * 6
ALL_HOUR = (Shift(0, ((0.0, 3600.0),)),)


@pytest.fixture(params=["plain", "compiled"])
def plain(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "plain")


def served(
    queues: list[QueueModel], agents: list[Agent], day: Contacts, *, plain: bool
) -> list[tuple[float | None, int]]:
    """Return (answered at, by whom) per contact."""
    place = centre(*queues, agents=agents)
    happened = trace(day, roster=roster_of(place), centre=place, plain=plain)
    return [
        (None if math.isnan(at) else at, by)
        for at, by in zip(happened.answered_at.tolist(), happened.answered_by.tolist(), strict=True)
    ]


def test_a_contact_is_offered_to_more_people_when_it_has_waited(plain: bool) -> None:
    team = [Agent("Ben", (0,), ALL_HOUR), Agent("Cleo", (0,), ALL_HOUR, opens_after=(30.0,))]
    day = contacts((10, 0, 100, NEVER), (20, 0, 5, NEVER), (25, 0, 5, 54), (26, 0, 5, NEVER))
    # Cleo is free all the time: she is asked 30 s after each arrival. The third has gone by then.
    assert served([queue(offered=HOUR)], team, day, plain=plain) == [
        (10, 0),
        (50, 1),
        (None, -1),
        (56, 1),
    ]


def test_somebody_free_takes_only_what_has_waited_long_enough_for_them(plain: bool) -> None:
    team = [Agent("Cleo", (1, 0), ALL_HOUR, opens_after=(0.0, 30.0))]
    day = contacts((10, 1, 15, NEVER), (20, 0, 5, NEVER), (24, 1, 10, NEVER))
    # At 25 the call of queue 0 has waited 5 s of 30, so queue 1 is served; at 50 it has.
    assert served([queue(offered=HOUR)] * 2, team, day, plain=plain) == [
        (10, 0),
        (50, 0),
        (25, 0),
    ]


def test_of_equally_urgent_queues_the_longest_waiting_is_taken(plain: bool) -> None:
    day = contacts((10, 0, 100, NEVER), (20, 1, 10, NEVER), (30, 0, 10, NEVER), (31, 2, 5, NEVER))
    ben = Agent("Ben", (0, 1, 2), ALL_HOUR, urgency=(0, 0, 1))
    assert served([queue(offered=HOUR)] * 3, [ben], day, plain=plain) == [
        (10, 0),
        (110, 0),
        (120, 0),
        (130, 0),
    ]


def test_the_pace_of_a_person_stretches_their_work(plain: bool) -> None:
    day = contacts((10, 0, 100, NEVER), (20, 0, 5, NEVER))
    ben = Agent("Ben", (0,), ALL_HOUR, pace=1.5)
    assert served([queue(offered=HOUR)], [ben], day, plain=plain) == [(10, 0), (160, 0)]


def test_a_person_holds_several_chats_and_each_makes_the_next_slower(plain: bool) -> None:
    chats = queue(offered=HOUR, at_once=2, slowdown=0.5)
    day = contacts((0, 0, 100, NEVER), (10, 0, 100, NEVER), (20, 0, 10, NEVER))
    # The second lasts 150 s, to 160. The third begins at 100 beside it, and lasts 15 s.
    place = centre(chats, agents=[Agent("Ben", (0,), ALL_HOUR)])
    happened = trace(day, roster=roster_of(place), centre=place, plain=plain)
    assert happened.answered_at.tolist() == [0, 10, 100]
    assert happened.ended_at.tolist() == [100, 160, 115]
    busy = counts_of(happened, contacts=day, roster=roster_of(place), centre=place).busy_seconds
    assert busy[0].sum() == (100 + 150 + 15) / 2


def test_a_call_needs_a_person_with_nothing_else_in_hand(plain: bool) -> None:
    both = [queue("calls", offered=HOUR), queue("chats", offered=HOUR, at_once=3)]
    team = [Agent("Ben", (0, 1), ALL_HOUR), Agent("Cleo", (1,), ALL_HOUR)]
    day = contacts((0, 1, 50, NEVER), (1, 1, 50, NEVER), (2, 0, 10, NEVER), (3, 1, 50, NEVER))
    # Cleo serves fewer queues and is asked first; the second chat goes to the idle Ben before she
    # gets another; the call waits until Ben has finished his; the third chat joins Cleo's.
    assert served(both, team, day, plain=plain) == [(0, 1), (1, 0), (51, 0), (3, 1)]


def test_whoever_gave_up_calls_again_and_whoever_was_answered_does_not(plain: bool) -> None:
    day = contacts(
        (10, 0, 100, NEVER), (20, 0, 50, 60), (30, 0, 5, 200), (90, 0, 50, NEVER), (300, 0, 5, 400),
        retry={1: 3, 2: 4},
    )  # fmt: skip
    place = centre(queue(offered=HOUR), agents=[Agent("Ben", (0,), ALL_HOUR)])
    happened = trace(day, roster=roster_of(place), centre=place, plain=plain)
    assert happened.entered.tolist() == [True, True, True, True, False]
    assert happened.answered_at.tolist()[2:4] == [110, 115]
    counts = counts_of(happened, contacts=day, roster=roster_of(place), centre=place)
    assert (counts.offered[0].sum(), counts.answered[0].sum(), counts.abandoned[0].sum()) == (
        4,
        3,
        1,
    )


def test_retries_follow_their_first_attempts_and_are_as_many_as_drawn() -> None:
    calls = queue(
        offered=[500.0] * 20, patience_seconds=60, retrial=Retrial(0.4, 120, attempts_max=2)
    )
    drawn = draw_contacts(centre(calls, agents=[]), seed=4, replication=0)
    assert (np.diff(drawn.arrival[: drawn.first_attempts]) >= 0).all()
    first = np.flatnonzero(drawn.retry[: drawn.first_attempts] >= 0)
    again = drawn.retry[first]
    assert (again >= drawn.first_attempts).all()
    assert (drawn.arrival[again] > drawn.deadline[first]).all()
    assert (drawn.handle[again] == drawn.handle[first]).all()
    assert first.size / drawn.first_attempts == pytest.approx(0.4, abs=0.02)  # ± 4 sigma
    second = again[drawn.retry[again] >= 0]
    assert second.size / first.size == pytest.approx(0.4, abs=0.035)
    assert (drawn.retry[drawn.retry[second]] == -1).all()  # two more attempts at most


def test_retrials_add_their_own_load_where_nobody_answers() -> None:
    calls = queue(offered=[1000.0] + [0.0] * 59, patience_seconds=1, retrial=Retrial(0.5, 1, 20))
    offered = play_once(centre(calls, agents=[]), seed=9).offered[0].sum()
    first = draw_contacts(centre(calls, agents=[]), seed=9, replication=0).first_attempts
    assert offered / first == pytest.approx(2.0, abs=0.2)  # 1 + 1/2 + 1/4 + …, ± 4 sigma


def test_whoever_accepts_is_called_back_and_not_answered_in_time() -> None:
    calls = queue(offered=[60.0], patience_seconds=600, callback=Callback(30, acceptance=1.0))
    place = centre(calls, agents=[Agent("Ben", (0,), ALL_HOUR)])
    drawn = draw_contacts(place, seed=1, replication=0)
    happened = trace(drawn, roster=roster_of(place), centre=place)
    counts = counts_of(happened, contacts=drawn, roster=roster_of(place), centre=place)
    waited = happened.answered_at - drawn.arrival
    answered = happened.answered_by >= 0
    late = answered & (waited > 30)
    assert counts.called_back[0].sum() == late.sum() > 3
    assert counts.wait_seconds[0].sum() == pytest.approx(np.minimum(waited[answered], 30).sum())


def test_patience_is_drawn_from_a_table() -> None:
    calls = queue(offered=[20_000.0], patience_table=np.array([0.0, 10.0, 20.0, 100.0, np.inf]))
    drawn = draw_contacts(centre(calls, agents=[]), seed=2, replication=0)
    patience = drawn.deadline - drawn.arrival
    shares = [(patience <= limit).mean() for limit in (10, 20, 60, 100)]
    assert shares == pytest.approx([0.25, 0.5, 0.625, 0.75], abs=0.014)  # ± 4 sigma
    assert np.isinf(patience).mean() == pytest.approx(0.25, abs=0.014)


@pytest.mark.parametrize("replication", range(3))
def test_compiled_and_plain_agree_on_everything_at_once(replication: int) -> None:
    calls = queue(
        "calls", offered=[60.0] * 12, patience_seconds=60, retrial=Retrial(0.5, 100),
        callback=Callback(45, 0.3),
    )  # fmt: skip
    chats = queue("chats", offered=[40.0] * 12, at_once=3, slowdown=0.2)
    letters = queue("letters", offered=[5.0] * 12, within_seconds=3600)
    people = [
        Agent(str(n), (0, 1, 2), (Shift(0, ((60.0 * n, 3000), (3600, 7000))),), pace=0.8 + n / 20,
              urgency=(0, 0, 1), opens_after=(0.0, 5.0 * (n % 3), 0.0))
        for n in range(8)
    ]  # fmt: skip
    people += [Agent(str(n), (1,), (Shift(0, ((0.0, 7200),)),)) for n in range(8, 11)]
    place = centre(calls, chats, letters, agents=people)
    one, other = (play_once(place, seed=6, replication=replication, plain=p) for p in (True, False))
    for name in vars(one):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True), name
    assert one.called_back[0].sum() > 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"retrial": Retrial(1.5, 60)}, "a retrial needs"),
        ({"retrial": Retrial(0.5, 0)}, "a retrial needs"),
        ({"callback": Callback(-1, 0.5)}, "a callback needs"),
        ({"at_once": 0}, "at_once must be"),
        ({"slowdown": -0.1}, "slowdown must be"),
        ({"patience_table": np.array([3.0, 2.0])}, "rising quantiles"),
        ({"patience_table": np.array([1.0, 2.0]), "patience_seconds": 3}, "not both"),
    ],
)
def test_a_queue_that_cannot_be_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        centre(queue(offered=HOUR, **changes), agents=[])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"pace": 0.0}, "pace must be above 0"),
        ({"urgency": (1, 0)}, "urgency must not fall"),
        ({"urgency": (1,)}, "one number per queue"),
        ({"opens_after": (0.0, -1.0)}, "opens_after must hold"),
    ],
)
def test_an_agent_who_cannot_be_is_refused(changes: dict[str, object], message: str) -> None:
    ben = Agent("Ben", (0, 1), ALL_HOUR, **changes)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=message):
        centre(*[queue(offered=HOUR)] * 2, agents=[ben])
