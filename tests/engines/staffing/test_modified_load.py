"""The modified load against its differential equation, solved by others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from floorwalker.engines.staffing import (
    ServiceTarget,
    Workload,
    modified_load,
    modified_workload,
    requirement,
)

HALF_HOUR = 1800.0


@pytest.mark.parametrize("aht", [60.0, 300.0, 900.0, 5400.0])
def test_a_constant_rate_fills_up_as_one_minus_e(aht: float) -> None:
    work = Workload([90.0] * 6, aht, HALF_HOUR)
    ends = np.arange(1, 7) * HALF_HOUR / aht
    steady = 90 * aht / HALF_HOUR
    assert modified_load(work, within="max") == pytest.approx(steady * -np.expm1(-ends))
    # The mean of 1 - e^-t over (s, s + d) is 1 - (e^-s - e^-(s+d)) / d.
    d = HALF_HOUR / aht
    means = 1 - (np.exp(-(ends - d)) - np.exp(-ends)) / d
    assert modified_load(work) == pytest.approx(steady * means)


def test_what_is_there_at_the_start_drains_away() -> None:
    work = Workload([0.0, 0.0], [600.0, 600.0], HALF_HOUR)
    assert modified_load(work, initial_erlangs=50, within="max") == pytest.approx(
        [50, 50 * np.exp(-3)]
    )
    assert modified_load(work) == pytest.approx([0, 0])


@settings(max_examples=15, deadline=None)
@given(
    offered=st.lists(st.floats(0, 300), min_size=1, max_size=6),
    aht=st.lists(st.floats(60, 6000), min_size=6, max_size=6),
    initial=st.floats(0, 100),
)
def test_it_is_what_a_numerical_solver_finds(
    offered: list[float], aht: list[float], initial: float
) -> None:
    work = Workload(offered, aht[: len(offered)], HALF_HOUR)
    now, means, tops = initial, [], []
    for count, seconds in zip(offered, aht, strict=False):

        def slope(
            _: float, y: np.ndarray, count: float = count, seconds: float = seconds
        ) -> list[float]:
            return [count / HALF_HOUR - y[0] / seconds, y[0]]

        solved = solve_ivp(slope, (0, HALF_HOUR), [now, 0.0], rtol=1e-10, atol=1e-10)
        tops.append(float(solved.y[0].max()))
        means.append(float(solved.y[1, -1]) / HALF_HOUR)
        now = float(solved.y[0, -1])
    assert modified_load(work, initial_erlangs=initial) == pytest.approx(means, rel=1e-6, abs=1e-6)
    assert modified_load(work, initial_erlangs=initial, within="max") == pytest.approx(
        tops, rel=1e-6, abs=1e-6
    )


def test_short_calls_leave_the_load_as_it_is() -> None:
    work = Workload([10.0, 40.0, 20.0], 1.0, HALF_HOUR)
    assert modified_load(work) == pytest.approx(work.load_erlangs, rel=2e-3)


def test_what_comes_in_is_worked_off_in_the_end() -> None:
    offered = np.array([40.0, 200.0, 120.0] + [0.0] * 30)
    work = Workload(offered, np.where(offered > 0, 900.0, 0.0), HALF_HOUR)
    assert modified_load(work).sum() == pytest.approx(work.load_erlangs.sum())


def test_a_grid_that_repeats_begins_as_it_ends() -> None:
    day = np.array([[5.0, 90.0, 60.0, 30.0], [1.0, 0.0, 2.0, 80.0]])
    work = Workload(day, 2400.0, HALF_HOUR)
    many = Workload(np.tile(day, 40), 2400.0, HALF_HOUR)
    assert modified_load(work, initial_erlangs=None) == pytest.approx(
        modified_load(many)[:, -4:], rel=1e-9
    )
    # Nothing is lost on the way round.
    assert modified_load(work, initial_erlangs=None).sum(axis=1) == pytest.approx(
        work.load_erlangs.sum(axis=1)
    )


def test_leavers_who_finish_take_their_share_along() -> None:
    work = Workload([40.0, 200.0, 100.0, 100.0], 900.0, HALF_HOUR)
    ends = modified_load(work, within="max", leavers_finish=True)
    grown = 20 * (1 - np.exp(-2))  # 20 Erlangs fill up from empty for two handle times
    grown_more = 100 - (100 - grown) * np.exp(-2)
    assert ends == pytest.approx([grown, grown_more, 50, 50])


def test_with_leavers_who_finish_a_repeating_grid_also_begins_as_it_ends() -> None:
    day = np.array([[5.0, 90.0, 60.0, 30.0], [1.0, 0.0, 2.0, 80.0], [9.0, 9.0, 9.0, 9.0]])
    many = Workload(np.tile(day, 40), 2400.0, HALF_HOUR)
    assert modified_load(
        Workload(day, 2400.0, HALF_HOUR), initial_erlangs=None, leavers_finish=True
    ) == pytest.approx(modified_load(many, leavers_finish=True)[:, -4:], rel=1e-9)


def test_the_modified_workload_has_the_modified_load_and_can_be_staffed() -> None:
    work = Workload([0.0, 30.0, 200.0, 60.0, 0.0], [0.0, 900.0, 900.0, 900.0, 0.0], HALF_HOUR)
    moved = modified_workload(work)
    assert moved.load_erlangs == pytest.approx(modified_load(work))
    target = ServiceTarget(0.8, 20)
    alone = requirement(work, target=target).agents
    needed = requirement(moved, target=target).agents
    assert needed[2] < alone[2]  # the peak has not filled up yet
    assert needed[3] > alone[3]  # and is still there after it
    assert needed[4] > alone[4] == 0  # somebody finishes the last calls


@pytest.mark.parametrize(
    ("work", "changes", "word"),
    [
        (Workload(5, 240, 1800), {}, "no intervals"),
        (Workload([5], 240, 1800), {"initial_erlangs": -1}, "initial_erlangs"),
        (Workload([5], 240, 1800), {"within": "median"}, "choose mean or max"),
    ],
)
def test_an_impossible_question_is_refused(
    work: Workload, changes: dict[str, object], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        modified_load(work, **changes)  # type: ignore[arg-type]
