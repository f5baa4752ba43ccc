"""QL and QLA against sums by hand, exact theory, and the table of our research."""

import numpy as np
import pytest
from scipy.stats import gamma
from tests.engines.expected_wait.builders import HANDLE_SECONDS, one_state, steady

from floorwalker.engines.expected_wait import (
    BAND_LEVELS,
    UNCALIBRATED,
    LiveStates,
    expected_wait,
    ql,
    qla,
    replay,
)


@pytest.mark.parametrize("ahead", [0, 1, 7, 200])
@pytest.mark.parametrize("patience", [1e-3, 30.0, 500.0, 1e6])
def test_qla_is_the_sum_over_those_ahead(ahead: int, patience: float) -> None:
    by_hand = sum(1 / (10 / HANDLE_SECONDS + i / patience) for i in range(ahead + 1))
    state = one_state(ahead=ahead, patience_seconds=patience)
    assert qla(state)[0] == pytest.approx(by_hand, rel=1e-6)


@pytest.mark.parametrize("patience", [1e12, np.inf])
def test_where_nobody_gives_up_qla_is_ql(patience: float) -> None:
    state = one_state(ahead=4, patience_seconds=patience)
    assert ql(state)[0] == 5 * HANDLE_SECONDS / 10
    assert qla(state)[0] == pytest.approx(ql(state)[0], rel=1e-6)


def test_where_all_give_up_at_once_only_the_first_completion_counts() -> None:
    assert qla(one_state(ahead=50, patience_seconds=0))[0] == pytest.approx(24, rel=1e-4)


def test_without_agents_at_work_one_is_assumed() -> None:
    assert ql(one_state(serving=0, present=0))[0] == HANDLE_SECONDS


def test_an_unknown_handle_time_tells_no_wait() -> None:
    told = expected_wait(one_state(handle_seconds=np.nan), calibration=UNCALIBRATED)
    assert np.isnan(told.mean_seconds).all()
    assert np.isnan(told.quantile_seconds).all()


def test_without_abandonment_the_band_of_the_formula_is_exact() -> None:
    """The wait behind Q others is a sum of Q + 1 exponential times: a gamma distribution."""
    told = expected_wait(one_state(ahead=4), calibration=UNCALIBRATED)
    exact = gamma.ppf(BAND_LEVELS, 5, scale=HANDLE_SECONDS / 10)
    assert told.quantile_seconds[0] == pytest.approx(exact, rel=1e-9)


def test_a_negative_or_endless_number_is_refused() -> None:
    with pytest.raises(ValueError, match="ahead holds a negative value"):
        one_state(ahead=-1)
    with pytest.raises(ValueError, match="head_seconds holds an infinite value"):
        one_state(head_seconds=np.inf)
    with pytest.raises(ValueError, match="must have the shape of ahead"):
        LiveStates(*[np.zeros(2)] * 11, priority=np.zeros(3))


@pytest.mark.parametrize(
    ("agents", "load", "patience", "researched"),
    [(100, 1.4, 1.0, 0.165), (20, 0.95, 2.0, 0.458)],
)
def test_the_error_of_qla_is_that_of_theory_and_of_our_research(
    agents: int, load: float, patience: float, researched: float
) -> None:
    record = steady(agents=agents, load=load, patience=patience, contacts=60_000, seed=3)
    waited = record.answered & (record.wait_seconds > 0)
    known = np.full(record.arrived.size, HANDLE_SECONDS)
    states = replay(record)
    told = qla(
        LiveStates(
            **{**vars(states), "handle_seconds": known, "patience_seconds": patience * known}
        )
    )
    off = (told - record.wait_seconds)[waited]
    rrmse = np.sqrt(np.mean(off**2)) / record.wait_seconds[waited].mean()
    assert rrmse == pytest.approx(exact_rrmse(agents, load=load, patience=patience), rel=0.03)
    assert rrmse == pytest.approx(researched, rel=0.06)


def exact_rrmse(agents: int, *, load: float, patience: float) -> float:
    """QLA's error on those who wait and are answered in M/M/s+M, from the birth-death chain.

    Handle times have mean 1. Given Q ahead, the wait of one who stays to the end is a sum of
    exponential times with rates s + (i + 1) theta: whoever waits long is more likely to give up.
    """
    most, theta = 4000, 1 / patience
    queue = np.arange(most)
    deaths = np.minimum(queue + 1, agents) + np.maximum(queue + 1 - agents, 0) * theta
    log_chance = np.concatenate([[0.0], np.cumsum(np.log(load * agents) - np.log(deaths))])[:most]
    chance = np.exp(log_chance - log_chance.max())
    ahead = np.arange(most - agents)
    stays = agents / (agents + (ahead + 1) * theta)
    weight = chance[agents:] * stays
    weight /= weight.sum()
    rates = agents + np.arange(most - agents + 1) * theta
    mean, variance = np.cumsum(1 / rates[1:]), np.cumsum(1 / rates[1:] ** 2)
    told = np.cumsum(1 / rates[:-1])
    return float(np.sqrt(weight @ (variance + (told - mean) ** 2)) / (weight @ mean))
