"""The live state is rebuilt from a record, and nothing of it comes from the future."""

from dataclasses import fields

import numpy as np
import pytest
from tests.engines.expected_wait.builders import random_record, record_of

from floorwalker.engines.expected_wait import ContactRecord, LiveStates, replay
from floorwalker.engines.expected_wait._counting import PRESENT_SECONDS


def assert_same(found: LiveStates, expected: LiveStates) -> None:
    for field in fields(LiveStates):
        np.testing.assert_allclose(
            getattr(found, field.name), getattr(expected, field.name), err_msg=field.name
        )


def test_a_short_afternoon_by_hand() -> None:
    states = replay(
        record_of(
            [  # arrived, wait, answered, handle, agent, queue, priority
                (0, 0, True, 100, 1, 0, 0),
                (10, 0, True, 20, 2, 0, 0),
                (20, 30, True, 60, 2, 0, 0),
                (25, 50, True, 10, 1, 1, 1),
                (40, 15, False, np.nan, -1, 0, 0),
                (60, 5, True, 10, 2, 0, 0),
                (80, 9, True, 10, 2, 0, 1),
            ]
        )
    )
    assert states.waiting.tolist() == [0, 0, 0, 1, 2, 1, 0]
    assert states.in_queue.tolist() == [0, 0, 0, 0, 1, 0, 0]
    assert states.ahead.tolist() == [0, 0, 0, 0, 2, 1, 0]
    assert states.serving.tolist() == [0, 1, 2, 2, 1, 2, 3]  # overlaps stand in real records
    assert states.present.tolist() == [0, 1, 2, 2, 2, 2, 3]
    assert states.head_seconds.tolist() == [0, 0, 0, 5, 20, 35, 0]
    assert states.last_seconds.tolist() == [0, 0, 0, 0, 0, 30, 50]
    assert states.handle_seconds[4:].tolist() == [20, 20, 15]
    assert np.isnan(states.handle_seconds[:3]).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counting_agrees_with_looking_at_every_contact(seed: int) -> None:
    record = random_record(contacts=300, seed=seed)
    left = record.left_at
    ended = left + np.nan_to_num(record.handle_seconds)
    states = replay(record)
    for index in range(record.arrived.size):
        now = record.arrived[index]
        earlier = np.arange(record.arrived.size) < index
        waits = earlier & (record.wait_seconds > 0) & (left >= now)
        started = record.answered & (left < now)
        assert states.waiting[index] == waits.sum()
        same = waits & (record.queue == record.queue[index])
        assert states.in_queue[index] == same.sum()
        urgent = waits & (record.priority >= record.priority[index])
        assert states.ahead[index] == urgent.sum()
        assert states.serving[index] == (started & (ended >= now)).sum()
        seen = started & (ended + PRESENT_SECONDS >= now) & (record.agent >= 0)
        people = np.unique(record.agent[seen]).size
        assert states.present[index] == max(people, states.serving[index])
        head = (now - record.arrived[waits]).max() if waits.any() else 0
        assert states.head_seconds[index] == head


@pytest.mark.parametrize("seed", [1, 2])
def test_a_record_that_is_cut_after_an_arrival_gives_the_same_state(seed: int) -> None:
    record = random_record(contacts=400, seed=seed)
    whole = replay(record)
    for index in range(0, 400, 7):
        cut = cut_after(record, index=index)
        assert_same(replay(cut).at(np.array([index])), whole.at(np.array([index])))


def cut_after(record: ContactRecord, *, index: int) -> ContactRecord:
    """Return what could be known when this contact came: later outcomes are unknown."""
    now, left = record.arrived[index], record.left_at
    ended = left + np.nan_to_num(record.handle_seconds)
    waits, in_hand = left >= now, record.answered & (ended >= now)
    known = {
        "arrived": record.arrived,
        "wait_seconds": np.where(waits & (record.wait_seconds > 0), np.nan, record.wait_seconds),
        "answered": record.answered & ~waits,
        "handle_seconds": np.where(waits | in_hand, np.nan, record.handle_seconds),
        "agent": np.where(waits, -1, record.agent),
        "queue": record.queue,
        "priority": record.priority,
    }
    return ContactRecord(**{name: values[: index + 1] for name, values in known.items()})


def test_what_is_known_at_a_moment_is_what_a_contact_then_finds() -> None:
    record = random_record(contacts=400, seed=5)
    whole = replay(record)
    first_of_its_second = np.flatnonzero(np.diff(record.arrived, prepend=-1) > 0)
    for index in first_of_its_second[::11]:
        then = record.known_at(record.arrived[index]).joined_by(
            at=record.arrived[index],
            queue=int(record.queue[index]),
            priority=int(record.priority[index]),
        )
        assert_same(replay(then).at(np.array([-1])), whole.at(np.array([index])))


def test_an_agent_is_present_for_a_while_after_a_contact() -> None:
    states = replay(
        record_of(
            [
                (0, 0, True, 10, 7, 0, 0),
                (10 + PRESENT_SECONDS, 0, True, 10, 8, 0, 0),
                (11 + PRESENT_SECONDS, 0, True, 10, 8, 0, 0),
            ]
        )
    )
    assert states.present.tolist() == [0, 1, 1]


def test_patience_is_told_once_enough_gave_up() -> None:
    gave_up = [(60.0 * n, 30, False, np.nan, -1, 0, 0) for n in range(25)]
    states = replay(record_of(gave_up))
    assert np.isinf(states.patience_seconds[:20]).all()
    assert states.patience_seconds[20:].tolist() == [30] * 5


def test_an_empty_record_has_no_states() -> None:
    nobody, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    record = ContactRecord(nothing, nothing, nothing > 0, nothing, nobody, nobody, nobody)
    assert replay(record).size == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"arrived": np.array([5.0, 4.0])}, "must not go back"),
        ({"wait_seconds": np.array([-1.0, 0.0])}, "wait_seconds holds a negative value"),
        ({"queue": np.zeros(3, dtype=np.int64)}, "queue must have the shape"),
    ],
)
def test_a_record_that_makes_no_sense_is_refused(changes: dict, message: str) -> None:
    sound = vars(record_of([(0, 0, True, 1, 0, 0, 0), (1, 0, True, 1, 0, 0, 0)]))
    with pytest.raises(ValueError, match=message):
        ContactRecord(**(sound | changes))
