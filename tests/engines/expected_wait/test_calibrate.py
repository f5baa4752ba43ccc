"""Calibration learns from earlier days only, and steps back where it does not help."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.expected_wait.builders import HANDLE_SECONDS, steady

from floorwalker.engines.expected_wait import (
    UNCALIBRATED,
    LiveStates,
    PastWaits,
    calibrate,
    expected_wait,
    judged,
    qla,
    replay,
)

DAYS = 12


@pytest.fixture(scope="module")
def steady_past() -> PastWaits:
    """Waits of an M/M/50+M queue, cut into twelve days."""
    record = steady(agents=50, load=1.1, patience=1.0, contacts=40_000, seed=11)
    waited = record.answered & (record.wait_seconds > 0)
    day = (record.arrived / record.arrived[-1] * DAYS).astype(np.int64)
    return PastWaits(replay(record).at(waited), record.wait_seconds[waited], day[waited])


def last_days(past: PastWaits, *, of: int = 3) -> np.ndarray:
    return past.day > past.day.max() - of


def test_in_theory_the_model_is_as_good_as_the_formula(steady_past: PastWaits) -> None:
    found = calibrate(steady_past)
    assert found.verdict == "calibrated"
    assert found.score is not None
    assert found.score.rrmse_of("model") <= 1.01 * found.score.rrmse_of("qla")
    assert found.score.rrmse_of("qla") < 0.6 * found.score.rrmse_of("constant")
    assert found.beats_constant


def test_last_waits_err_by_the_root_of_two_more_than_the_queue_length(
    steady_past: PastWaits,
) -> None:
    """Ibrahim and Whitt: in a loaded queue the squared error of LES is twice that of QLA."""
    score = judged(steady_past.where(steady_past.day < 6), came=steady_past)
    ratio = (score.rrmse_of("last") / score.rrmse_of("qla")) ** 2
    assert ratio == pytest.approx(2.05, abs=0.25)
    assert score.rrmse_of("head") == pytest.approx(score.rrmse_of("last"), rel=0.1)


def test_eight_of_ten_waits_lie_in_the_band(steady_past: PastWaits) -> None:
    score = calibrate(steady_past).score
    assert score is not None
    assert score.coverage_ratio == pytest.approx(0.8, abs=0.03)


def test_a_formula_that_is_told_too_many_agents_is_put_right(steady_past: PastWaits) -> None:
    """The research: with 7 of 50 missing and the formula told 50, 20.1 falls to 16.5 %."""
    told = np.full(steady_past.states.size, 58.0)
    wrong = replace(steady_past.states, present=told, serving=told)
    score = calibrate(replace(steady_past, states=wrong)).score
    assert score is not None
    right = calibrate(steady_past).score
    assert right is not None
    assert score.rrmse_of("qla") > 1.03 * right.rrmse_of("qla")
    assert score.rrmse_of("model") == pytest.approx(right.rrmse_of("model"), rel=0.01)


def test_the_score_is_of_days_that_nothing_was_learned_from(steady_past: PastWaits) -> None:
    judging = last_days(steady_past)
    alone = judged(steady_past.where(~judging), came=steady_past.where(judging))
    assert calibrate(steady_past).score == alone


def test_with_too_few_waits_or_days_the_formula_speaks(steady_past: PastWaits) -> None:
    few = calibrate(steady_past.where(np.arange(299)))
    one_day = calibrate(steady_past.where(steady_past.day == 0))
    for found in (few, one_day):
        assert (found.verdict, found.coefficients, found.score) == ("too_little_history", (), None)
        assert found.beats_constant is None
        told = expected_wait(steady_past.states, calibration=found).mean_seconds
        np.testing.assert_array_equal(told, qla(steady_past.states))


def test_a_past_that_does_not_repeat_itself_is_not_believed(steady_past: PastWaits) -> None:
    """On the last days waits follow the formula; before, they were four times as long."""
    judging = last_days(steady_past)
    waits = steady_past.wait_seconds
    found = calibrate(replace(steady_past, wait_seconds=np.where(judging, waits, 4 * waits)))
    assert found.verdict == "worse_than_qla"
    assert found.coefficients == ()
    assert found.beats_constant


def test_waits_that_follow_nothing_are_not_told_better_than_by_a_constant(
    steady_past: PastWaits,
) -> None:
    dice = np.random.default_rng(8)
    judging = last_days(steady_past)
    chance = dice.uniform(100, 101, steady_past.day.size)
    misled = np.where(judging, chance, chance + 10 * (qla(steady_past.states) > 60) - 5)
    found = calibrate(replace(steady_past, wait_seconds=misled))
    assert found.verdict == "worse_than_constant"
    assert found.beats_constant is False


def test_states_that_tell_nothing_are_left_out(steady_past: PastWaits) -> None:
    handle = np.array(steady_past.states.handle_seconds)
    handle[:100] = np.nan
    gaps = replace(steady_past, states=replace(steady_past.states, handle_seconds=handle))
    assert calibrate(gaps) == calibrate(steady_past.where(np.arange(steady_past.day.size) >= 100))


def test_nothing_at_all_is_no_reason_to_fail(steady_past: PastWaits) -> None:
    assert calibrate(steady_past.where(np.arange(0))) == UNCALIBRATED


def test_a_longer_wait_is_expected_where_more_wait(steady_past: PastWaits) -> None:
    found = calibrate(steady_past)
    state = steady_past.states.at(np.array([500]))
    behind = LiveStates(**{**vars(state), "ahead": state.ahead + 10, "waiting": state.waiting + 10})
    before, after = (expected_wait(s, calibration=found) for s in (state, behind))
    assert after.mean_seconds[0] > before.mean_seconds[0] + 10 * HANDLE_SECONDS / 50 / 2
    assert (after.quantile_seconds >= before.quantile_seconds).all()


def test_a_wait_of_nothing_is_no_wait(steady_past: PastWaits) -> None:
    with pytest.raises(ValueError, match="wait_seconds must be finite and above 0"):
        replace(steady_past, wait_seconds=np.zeros(steady_past.day.size))
    with pytest.raises(ValueError, match="day must not go back"):
        replace(steady_past, day=-steady_past.day)
