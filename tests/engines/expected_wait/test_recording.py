"""Records as systems write them: in any order, with gaps."""

import numpy as np

from floorwalker.engines.expected_wait import ContactRecord, calibrate_queues, recorded, state_at


def small() -> ContactRecord:
    return recorded(
        [30, 10, 20, 40],
        wait_seconds=[5, 0, np.nan, 3],
        answered=[True, True, True, False],
        handle_seconds=[np.nan, 60, 100, np.nan],
        agent_name=["Asha", "", "Ben", "Asha"],
        queue=[0, 1, 0, 0],
    )


def test_contacts_are_put_in_order_and_those_without_a_wait_are_left_out() -> None:
    record = small()
    assert record.arrived.tolist() == [10, 30, 40]
    assert record.wait_seconds.tolist() == [0, 5, 3]
    assert record.queue.tolist() == [1, 0, 0]


def test_an_unknown_handle_time_is_taken_as_the_mean_of_the_others() -> None:
    handle = small().handle_seconds
    assert handle[:2].tolist() == [60, 80]
    assert np.isnan(handle[2])


def test_nobody_answered_what_nobody_is_named_for_or_was_given_up() -> None:
    agent = small().agent
    assert agent[0] == agent[2] == -1
    assert agent[1] >= 0


def test_a_moment_is_seen_as_it_was_then() -> None:
    state = state_at(small(), at=33, queue=0, pool=(0,))
    assert (state.waiting.tolist(), state.serving.tolist()) == ([1], [0])
    state = state_at(small(), at=36, queue=0, pool=(0, 1))
    assert (state.waiting.tolist(), state.serving.tolist()) == ([0], [2])


def test_a_queue_that_nothing_is_known_of_is_not_calibrated() -> None:
    found = calibrate_queues(small(), day=np.zeros(3, dtype=np.int64), queues=3)
    assert [waits.pool for waits in found] == [(0,), (1,), (2,)]
    assert {waits.calibration.verdict for waits in found} == {"too_little_history"}
