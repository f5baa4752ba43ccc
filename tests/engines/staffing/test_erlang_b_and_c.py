"""Anchors: exact values from 50-digit arithmetic (research notes, 3.1) and published examples."""

from fractions import Fraction

import numpy as np
import pytest

from floorwalker.engines.staffing import ServiceTarget, Workload, erlang_b, erlang_c, requirement

EXACT = [
    (1, 0.5, 0.333333333, 0.5),
    (2, 1, 0.2, 0.333333333),
    (3, 2, 0.210526316, 0.444444444),
    (5, 4, 0.199066874, 0.554112554),
    (10, 8, 0.121661064, 0.409180151),
    (14, 10, 0.056819143, 0.174131934),
    (23, 20, 0.084929630, 0.415737575),
    (25, 20, 0.050221778, 0.209102827),
    (50, 45, 0.054104472, 0.363864467),
    (55, 48, 0.038374281, 0.238700936),
    (100, 90, 0.026957380, 0.216940481),
    (100, 95, 0.048804206, 0.506456853),
    (132, 123, 0.031242821, 0.321116179),
    (200, 180, 0.010324995, 0.094471218),
    (500, 480, 0.014325781, 0.266512520),
    (1000, 980, 0.013831210, 0.412200292),
]


@pytest.mark.parametrize(("agents", "load", "lost", "waits"), EXACT)
def test_erlang_b_and_c_give_the_exact_values(
    agents: int, load: float, lost: float, waits: float
) -> None:
    assert erlang_b(agents, load_erlangs=load) == pytest.approx(lost, abs=6e-10)
    assert erlang_c(agents, load_erlangs=load) == pytest.approx(waits, abs=1e-9)


@pytest.mark.parametrize(
    ("agents", "load", "waits"), [(2000, 1950, 0.178675068), (5000, 4950, 0.366098219)]
)
def test_erlang_c_stays_exact_for_thousands_of_agents(
    agents: int, load: float, waits: float
) -> None:
    assert erlang_c(agents, load_erlangs=load) == pytest.approx(waits, abs=6e-10)


def test_a_nearly_impossible_wait_keeps_its_digits() -> None:
    assert erlang_c(40, load_erlangs=0.5) == pytest.approx(6.8465e-61, rel=1e-4)


@pytest.mark.parametrize(
    ("agents", "load"),
    [(0, 3), (1, 1000), (7, 60), (30, 4000), (400, 900), (900, 5000), (5000, 4000), (5000, 9000)],
)
def test_erlang_b_equals_the_recursion_in_exact_fractions_rounded_late(
    agents: int, load: int
) -> None:
    inverse = Fraction(1)
    for n in range(1, agents + 1):
        # 200 bits are kept at each step: far more than a double, far fewer than all of them.
        step = 1 + Fraction(n, load) * inverse
        inverse = Fraction(round(step * 2**200), 2**200)
    assert erlang_b(agents, load_erlangs=load) == pytest.approx(float(1 / inverse), rel=1e-11)


def test_without_load_nothing_is_lost_unless_there_is_no_agent() -> None:
    assert erlang_b([0, 1, 5], load_erlangs=0).tolist() == [1.0, 0.0, 0.0]


def test_in_overload_everyone_waits() -> None:
    assert erlang_c([3, 4, 5], load_erlangs=4).tolist()[:2] == [1.0, 1.0]
    assert erlang_c(5, load_erlangs=4) < 1


def test_a_negative_or_infinite_value_is_refused() -> None:
    with pytest.raises(ValueError, match="agents holds a negative"):
        erlang_b(-1, load_erlangs=1)
    with pytest.raises(ValueError, match="load_erlangs holds a negative or non-finite"):
        erlang_c(1, load_erlangs=np.inf)


def test_pyworkforce_example_of_fourteen_agents_is_reproduced() -> None:
    needed = requirement(
        Workload(offered=100, aht_seconds=180, interval_seconds=1800),
        target=ServiceTarget(service_level=0.8, within_seconds=20),
        shrinkage=0.3,
    )
    assert (needed.agents, needed.scheduled) == (14, 20)
    assert needed.service_level == pytest.approx(0.888, abs=5e-4)
    assert needed.occupancy == pytest.approx(0.714, abs=5e-4)


def test_forty_agents_keep_occupancy_at_the_cap_of_the_call_center_tools_example() -> None:
    hour = Workload(offered=1000, aht_seconds=120, interval_seconds=3600)
    capped = requirement(hour, target=ServiceTarget(0.8, 20, occupancy_max=0.85))
    free = requirement(hour, target=ServiceTarget(0.8, 20))
    assert capped.agents == 40
    assert capped.service_level == pytest.approx(0.9372, abs=5e-5)
    assert capped.asa_seconds == pytest.approx(3.43, abs=5e-3)
    assert free.agents < 40


def test_the_stimulus_example_needs_twenty_eight_agents() -> None:
    quarter = Workload(offered=25, aht_seconds=752, interval_seconds=900)
    assert requirement(quarter, target=ServiceTarget(0.9, 20)).agents == 28
