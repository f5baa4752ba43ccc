"""The formulas beside sums over the states in 60-digit arithmetic, up to 5,000 agents."""

import numpy as np
import pytest
from tests.engines.staffing.fifty_digits import erlang_a_exact, erlang_b_exact, erlang_c_exact

from floorwalker.engines.staffing import (
    ServiceTarget,
    Workload,
    erlang_b,
    erlang_c,
    performance,
    requirement,
)

SIZES = (1, 2, 17, 132, 1000, 5000)


@pytest.mark.parametrize("agents", SIZES)
@pytest.mark.parametrize("rho", [0.05, 0.7, 0.9, 0.99, 0.9999, 1.0, 1.3, 4.0])
def test_erlang_b_and_c_are_exact_up_to_five_thousand_agents(agents: int, rho: float) -> None:
    load = agents * rho
    exact = erlang_b_exact(agents, load=load)
    if exact > 1e-290:
        assert erlang_b(agents, load_erlangs=load) == pytest.approx(exact, rel=1e-9)
    if rho < 1 and (exact := erlang_c_exact(agents, load=load)) > 1e-290:
        assert erlang_c(agents, load_erlangs=load) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize("agents", SIZES)
@pytest.mark.parametrize("rho", [0.3, 0.9, 0.97, 1.0, 1.05, 2.0])
@pytest.mark.parametrize(
    ("patience", "within"), [(1.0, 5.0), (60.0, 20.0), (240.0, 0.0), (900.0, 60.0)]
)
def test_erlang_a_is_exact_up_to_five_thousand_agents(
    agents: int, rho: float, patience: float, within: float
) -> None:
    load = agents * rho
    exact = erlang_a_exact(
        agents, load=load, aht_seconds=240, patience_seconds=patience, within_seconds=within
    )
    service = performance(
        Workload(load, 240, 240), agents=agents, within_seconds=within, patience_seconds=patience
    )
    assert service.service_level == pytest.approx(exact.service_level, rel=1e-9)
    assert service.service_level_virtual == pytest.approx(exact.service_level_virtual, rel=1e-9)
    if exact.wait_probability > 1e-250:
        assert service.wait_probability == pytest.approx(exact.wait_probability, rel=1e-9)
        assert service.abandonment == pytest.approx(exact.abandonment, rel=1e-9)
        assert service.asa_seconds == pytest.approx(exact.asa_seconds, rel=1e-9)


def test_the_four_service_levels_follow_from_what_the_sums_count() -> None:
    exact = erlang_a_exact(100, load=102, aht_seconds=240, patience_seconds=240, within_seconds=24)
    service = performance(
        Workload(102, 240, 240), agents=100, within_seconds=24, patience_seconds=240
    )
    answered = 1 - exact.abandonment
    # Of those who would wait beyond T, a share e^-T/patience is still there at T.
    there_at_limit = (1 - exact.service_level_virtual) * np.exp(-24 / 240)
    gone_later = there_at_limit - (answered - exact.service_level)
    gone_within = exact.abandonment - gone_later
    assert service.service_level_answered == pytest.approx(exact.service_level / answered)
    assert service.service_level_patient == pytest.approx(exact.service_level / (1 - gone_within))


def test_published_examples_of_an_hour_of_a_thousand_calls() -> None:
    hour = Workload(1000, 120, 3600)
    service = performance(hour, agents=[35, 40], within_seconds=20)
    assert service.wait_probability == pytest.approx([0.6965, 0.1907], abs=5e-5)
    assert service.service_level[1] == pytest.approx(0.9372, abs=5e-5)


def test_the_second_stimulus_example_of_thirty_seven_agents() -> None:
    service = performance(Workload(35, 752, 900), agents=37, within_seconds=20)
    assert service.service_level == pytest.approx(0.90422, abs=5e-6)


def test_the_how_to_of_fifty_five_agents() -> None:
    service = performance(Workload(360, 240, 1800), agents=55, within_seconds=15)
    assert service.wait_probability == pytest.approx(0.2387, abs=5e-5)
    assert service.asa_seconds == pytest.approx(8.184, abs=5e-4)
    assert service.service_level == pytest.approx(0.8459, abs=5e-5)


def test_whitts_other_figures_follow() -> None:
    service = performance(Workload(102, 1, 1), agents=100, within_seconds=0.1, patience_seconds=1)
    in_queue = 102 * service.abandonment  # patience 1: as many leave as wait
    assert in_queue + 100 * service.occupancy == pytest.approx(102.0, abs=1e-9)
    wait_of_the_gone = (
        service.abandonment - (1 - service.abandonment) * service.asa_seconds
    ) / service.abandonment
    assert wait_of_the_gone == pytest.approx(0.0666, abs=5e-5)


def test_whitts_staffing_example_would_fail_with_one_agent_less() -> None:
    target = ServiceTarget(0.8, 0.1, abandonment_max=0.05, of="answered")
    assert requirement(Workload(100, 1, 1), target=target, patience_seconds=1).agents == 99
    service = performance(Workload(100, 1, 1), agents=98, within_seconds=0.1, patience_seconds=1)
    assert service.abandonment == pytest.approx(0.0505, abs=5e-5)
    assert service.service_level_answered == pytest.approx(0.7954, abs=5e-5)
