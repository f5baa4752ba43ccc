"""Patience and handle time from records, against textbook numbers and known truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.simulate.builders import agent, centre, queue

from floorwalker.engines.simulate import (
    draw_contacts,
    handle_time_of,
    patience_of,
    roster_of,
    trace,
)


def test_the_product_limit_of_the_textbook() -> None:
    # 6-MP arm of Freireich et al. 1963, as every textbook of survival analysis has it: S(t) after
    # 6, 7, 10, 13, 16, 22, 23 weeks; ten of itself, to reach the least number of people.
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    gone = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    survived = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    found = patience_of(weeks * 10, np.array(gone * 10, dtype=bool))
    assert found.table is not None
    for week, share in survived.items():
        reached = np.flatnonzero(found.table <= week)[-1] / 100
        assert reached == pytest.approx(1 - share, abs=0.01)
    assert found.seen_until == pytest.approx(1 - 0.4482, abs=1e-4)
    assert found.mean_seconds == pytest.approx(359 / 9)


def test_answered_calls_do_not_make_callers_look_hasty() -> None:
    dice = np.random.default_rng(1)
    patience = dice.exponential(200, 200_000)
    answered_after = dice.exponential(60, 200_000)
    found = patience_of(np.minimum(patience, answered_after), patience <= answered_after)
    assert found.mean_seconds == pytest.approx(200, rel=0.02)
    assert found.table is not None
    levels = np.array([0.1, 0.25, 0.5, 0.75])
    expected = -200 * np.log(1 - levels)
    assert found.table[(levels * 100).astype(int)] == pytest.approx(expected, rel=0.05)
    assert found.table[99] == pytest.approx(-200 * np.log(0.01), rel=0.25)  # never seen, gone on
    assert found.table[100] == np.inf


def test_a_simulated_centre_gives_its_own_patience_back() -> None:
    table = np.array([5.0, 20.0, 40.0, 45.0, 300.0])
    place = centre(
        queue(offered=[2000.0] * 6, patience_table=table),
        agents=[agent(str(number), (0, 3600)) for number in range(100)],
    )
    drawn = draw_contacts(place, seed=3, replication=0)
    happened = trace(drawn, roster=roster_of(place), centre=place)
    answered = happened.answered_by >= 0
    gone = ~answered & (drawn.deadline <= 3600)
    wait = np.where(answered, happened.answered_at, drawn.deadline) - drawn.arrival
    found = patience_of(wait[answered | gone], gone[answered | gone])
    assert found.table is not None
    assert found.seen_until > 0.7
    for level in (10, 25, 50, 70):
        expected = np.interp(level, [0, 25, 50, 75, 100], table)
        assert found.table[level] == pytest.approx(expected, abs=2.5)


def test_too_few_who_gave_up_tell_no_shape() -> None:
    found = patience_of([10.0] * 100, [True] * 29 + [False] * 71)
    assert (found.table, found.mean_seconds) == (None, 1000 / 29)
    assert patience_of([1.0, 2.0], [False, False]).mean_seconds is None
    assert patience_of([], []).mean_seconds is None


@given(st.lists(st.tuples(st.floats(0, 1e4), st.booleans()), min_size=40, max_size=80))
def test_a_table_rises_from_0_and_is_taken_by_a_queue(rows: list[tuple[float, bool]]) -> None:
    wait, gone = zip(*rows, strict=True)
    found = patience_of(wait, gone)
    if found.table is None:
        assert sum(gone) < 30
    else:
        assert found.table[0] == 0
        assert (found.table[1:] >= found.table[:-1]).all()
        centre(queue(offered=[1.0], patience_table=found.table), agents=[])


def test_handle_time_has_its_mean_and_spread() -> None:
    found = handle_time_of([100.0, 200.0, 300.0])
    assert found is not None
    assert found.mean_seconds == 200
    assert found.cv == pytest.approx(np.sqrt(20_000 / 3) / 200)
    assert handle_time_of([]) is None


@pytest.mark.parametrize(
    ("wait", "gone"), [([1.0], [True, False]), ([-1.0], [True]), ([np.nan], [True])]
)
def test_what_cannot_be_is_refused(wait: list[float], gone: list[bool]) -> None:
    with pytest.raises(ValueError, match="wait_seconds"):
        patience_of(wait, gone)
