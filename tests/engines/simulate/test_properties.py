"""What holds of every centre, whoever works there and whatever comes in."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.simulate.builders import agent, centre, queue

from floorwalker.engines.simulate import (
    Agent,
    Callback,
    Centre,
    QueueModel,
    Retrial,
    Shift,
    Trace,
    draw_contacts,
    play_once,
    rehearse,
    roster_of,
    trace,
)

INTERVALS = 4
HORIZON = INTERVALS * 600.0
SEEDS = st.integers(0, 10_000)
OFFERED = st.lists(st.floats(0, 25), min_size=INTERVALS, max_size=INTERVALS)


@st.composite
def queues(draw: st.DrawFn) -> QueueModel:
    return queue(
        offered=draw(OFFERED),
        patience_seconds=draw(st.sampled_from([None, 20.0, 120.0])),
        handle_cv=draw(st.sampled_from([None, 0.0, 1.4])),
        retrial=draw(st.sampled_from([None, Retrial(0.7, 120.0)])),
        callback=draw(st.sampled_from([None, Callback(40.0, 0.5)])),
        at_once=draw(st.sampled_from([1, 1, 3])),
    )


@st.composite
def centres(draw: st.DrawFn) -> Centre:
    models = draw(st.lists(queues(), min_size=1, max_size=3))
    people = []
    for number in range(draw(st.integers(0, 8))):
        skills = draw(
            st.lists(st.sampled_from(range(len(models))), min_size=1, max_size=3, unique=True)
        )
        start, end = sorted(draw(st.tuples(st.floats(0, HORIZON - 1), st.floats(1, HORIZON))))
        people.append(agent(str(number), (start, end + 1), queues=tuple(skills)))
    return centre(*models, agents=people)


def traced(place: Centre, *, seed: int) -> Trace:
    drawn = draw_contacts(place, seed=seed, replication=0)
    return trace(drawn, roster=roster_of(place), centre=place)


@given(centres(), SEEDS)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_every_contact_is_answered_gives_up_or_still_waits(place: Centre, seed: int) -> None:
    drawn = draw_contacts(place, seed=seed, replication=0)
    happened = traced(place, seed=seed)
    counts = play_once(place, seed=seed)
    waiting = happened.entered & (happened.answered_by < 0) & (drawn.deadline > HORIZON)
    assert counts.offered[-1].sum() == happened.entered.sum()
    assert (
        counts.answered[-1].sum() + counts.abandoned[-1].sum() + waiting.sum()
        == counts.offered[-1].sum()
    )
    assert (counts.answered_within <= counts.answered).all()
    assert (counts.busy_seconds <= counts.staffed_seconds + 1e-6).all()


@given(centres(), SEEDS)
@settings(max_examples=20, derandomize=True, deadline=None)
def test_one_seed_gives_one_answer_compiled_or_not(place: Centre, seed: int) -> None:
    answers = [
        rehearse(place, seed=seed, replications=2, missing=[0, 1], plain=plain)
        for plain in (False, False, True)
    ]
    assert answers[0] == answers[1] == answers[2]


@given(OFFERED, st.integers(1, 12), SEEDS)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_one_more_agent_makes_no_patient_caller_wait_longer(
    offered: list[float], agents: int, seed: int
) -> None:
    fewer, more = (
        traced(
            centre(
                queue(offered=offered),
                agents=[agent(str(number), (0, HORIZON)) for number in range(count)],
            ),
            seed=seed,
        )
        for count in (agents, agents + 1)
    )
    answered = fewer.answered_by >= 0
    assert (more.answered_by[answered] >= 0).all()
    assert (more.answered_at[answered] <= fewer.answered_at[answered]).all()


@given(OFFERED, st.integers(1, 6), SEEDS)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_two_queues_of_equal_work_wait_no_longer_when_everybody_serves_both(
    offered: list[float], agents: int, seed: int
) -> None:
    # Of constant handle times; else who gets the long contact could matter in a single day.
    calls = [queue(name, offered=offered, handle_cv=0.0) for name in ("left", "right")]
    shift = (Shift(0, ((0.0, HORIZON),)),)
    apart = [Agent(str(n), (n % 2,), shift) for n in range(2 * agents)]
    merged = [Agent(str(n), (0, 1), shift, urgency=(0, 0)) for n in range(2 * agents)]
    started = [
        np.sort(np.nan_to_num(happened.answered_at, nan=HORIZON))
        for happened in (
            traced(centre(*calls, agents=people), seed=seed) for people in (apart, merged)
        )
    ]
    assert (started[1] <= started[0] + 1e-9).all()
