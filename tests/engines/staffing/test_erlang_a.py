"""Anchors: Whitt (2005), tables 1, 2, 5; exact values (research notes, 3.1); birth-death sums."""

import math

import numpy as np
import pytest

from floorwalker.engines.staffing import Performance, ServiceTarget, Workload, performance
from floorwalker.engines.staffing import requirement as requirement_of

NODES, WEIGHTS = np.polynomial.legendre.leggauss(150)


def queue(*, rate: float, mu: float, theta: float, agents: int, within: float = 0.0) -> Performance:
    return performance(
        Workload(offered=rate, aht_seconds=1 / mu, interval_seconds=1),
        agents=agents,
        within_seconds=within,
        patience_seconds=1 / theta,
    )


@pytest.mark.parametrize(
    ("rate", "mu", "theta", "agents", "waits", "abandons", "in_queue"),
    [
        (48, 1, 0.5, 50, 0.4677740686, 0.0309122492, 2.96757592),
        (10, 1, 1, 10, 0.5420702855, 0.1251100357, 1.251100357),
        (100, 1, 1, 100, 0.5132987983, 0.0398609968, 3.986099681),
        (1000, 1, 0.5, 1000, 0.5892600874, 0.0104505429, 20.90108579),
        (0.2, 1 / 240, 1 / 180, 50, 0.3790620627, 0.0430097830, 1.548352187),
        (0.5, 0.25, 0.1, 2, 0.6800795320, 0.2132803120, 1.06640156),
    ],
)
def test_erlang_a_gives_the_exact_values(
    rate: float,
    mu: float,
    theta: float,
    agents: int,
    waits: float,
    abandons: float,
    in_queue: float,
) -> None:
    service = queue(rate=rate, mu=mu, theta=theta, agents=agents)
    assert service.wait_probability == pytest.approx(waits, abs=6e-11)
    assert service.abandonment == pytest.approx(abandons, abs=6e-11)
    assert service.abandonment * rate / theta == pytest.approx(in_queue, rel=1e-9)


@pytest.mark.parametrize(
    ("rate", "mu", "theta", "agents", "within", "level"),
    [(48, 1, 0.5, 50, 0.25, 0.90562541), (0.2, 1 / 240, 1 / 180, 50, 20, 0.81334903)],
)
def test_the_offered_service_level_is_exact(
    rate: float, mu: float, theta: float, agents: int, within: float, level: float
) -> None:
    service = queue(rate=rate, mu=mu, theta=theta, agents=agents, within=within)
    assert service.service_level == pytest.approx(level, abs=6e-9)


def test_whitts_table_of_a_hundred_agents_is_reproduced_to_the_printed_digits() -> None:
    tenth = queue(rate=102, mu=1, theta=1, agents=100, within=0.1)
    fifth = queue(rate=102, mu=1, theta=1, agents=100, within=0.2)
    assert 1 - tenth.wait_probability == pytest.approx(0.4083, abs=5e-5)
    assert tenth.abandonment == pytest.approx(0.0499, abs=5e-5)
    assert tenth.abandonment * 102 == pytest.approx(5.092, abs=5e-4)
    assert tenth.asa_seconds == pytest.approx(0.0490, abs=5e-5)
    assert tenth.service_level_answered == pytest.approx(0.7986, abs=5e-5)
    assert fifth.service_level_answered == pytest.approx(0.9644, abs=5e-5)


def test_whitts_table_of_those_who_abandon_follows_from_the_variants() -> None:
    for within, expected in ((0.1, 0.7671), (0.2, 0.9702)):
        service = queue(rate=102, mu=1, theta=1, agents=100, within=within)
        gone_by_then = 1 - service.service_level / service.service_level_patient
        assert gone_by_then / service.abandonment == pytest.approx(expected, abs=5e-5)


def test_whitts_staffing_example_needs_ninety_nine_agents() -> None:
    needed = requirement_of(
        Workload(offered=100, aht_seconds=1, interval_seconds=1),
        target=ServiceTarget(0.8, 0.1, abandonment_max=0.05, of="answered"),
        patience_seconds=1,
    )
    assert needed.agents == 99
    assert needed.abandonment == pytest.approx(0.0450, abs=5e-5)
    assert needed.service_level == pytest.approx(0.8227, abs=5e-5)


@pytest.mark.parametrize("agents", [1, 3, 20, 150, 800])
@pytest.mark.parametrize("rho", [0.05, 0.45, 0.8, 0.99, 1.0, 1.2, 3.0])
@pytest.mark.parametrize("theta", [0.02, 0.3, 1.0, 7.0])
def test_erlang_a_equals_the_sums_over_the_states(agents: int, rho: float, theta: float) -> None:
    service = queue(rate=agents * rho, mu=1, theta=theta, agents=agents, within=0.1)
    waits, abandons, mean_wait, in_time, virtual = summed(agents, agents * rho, theta, within=0.1)
    if waits > 1e-200:
        assert service.wait_probability == pytest.approx(waits, rel=1e-9)
        assert service.abandonment == pytest.approx(abandons, rel=2e-9)
        assert service.asa_seconds == pytest.approx(mean_wait, rel=1e-9)
    assert service.service_level == pytest.approx(in_time, abs=1e-9)
    assert service.service_level_virtual == pytest.approx(virtual, abs=1e-9)


def summed(
    agents: int, rate: float, theta: float, *, within: float
) -> tuple[float, float, float, float, float]:
    """Return waits, abandons, mean answered wait, in time, virtual, by sums over states.

    A caller who finds j waiting and stays waits Σ_{i≤j} Exp(N + i θ), which gives the mean wait.
    """
    states = agents + int(60 + 3 * rate / theta + 60 * math.sqrt(rate / theta))
    steps = np.arange(1, states, dtype=np.longdouble)
    deaths = np.minimum(steps, agents) + np.maximum(steps - agents, 0) * np.longdouble(theta)
    logs = np.concatenate([[0], np.cumsum(np.log(np.longdouble(rate)) - np.log(deaths))])
    found = np.exp(logs - logs.max())
    found /= found.sum()
    waiting = found[agents:]
    j = np.arange(waiting.size)
    abandons = theta * (waiting * j).sum() / rate
    x = agents / np.longdouble(theta)
    harmonic = np.cumsum(1 / (x + 1 + j))
    answered_wait = (waiting * x / (x + j + 1) * harmonic).sum() / theta / (1 - abandons)
    in_time, virtual = _in_time(waiting, agents=agents, rate=rate, theta=theta, within=within)
    at_once = 1 - waiting.sum()
    return (
        float(waiting.sum()),
        float(abandons),
        float(answered_wait),
        float(at_once + in_time),
        float(at_once + virtual),
    )


def _in_time(
    waiting: np.ndarray, *, agents: int, rate: float, theta: float, within: float
) -> tuple[float, float]:
    """Integrate the density of the virtual wait, N π_N exp(rate (1-e^-θv)/θ - N v), over (0, T)."""
    v = (NODES + 1) * within / 2
    density = float(waiting[0]) * agents * np.exp(-rate * np.expm1(-theta * v) / theta - agents * v)
    mass = WEIGHTS * within / 2 * density
    return float((mass * np.exp(-theta * v)).sum()), float(mass.sum())


def test_endless_patience_is_erlang_c() -> None:
    work = Workload(offered=90, aht_seconds=200, interval_seconds=1800)
    patient = performance(work, agents=12, within_seconds=20, patience_seconds=1e10)
    endless = performance(work, agents=12, within_seconds=20)
    assert patient.service_level == pytest.approx(float(endless.service_level), rel=1e-6)
    assert patient.asa_seconds == pytest.approx(float(endless.asa_seconds), rel=1e-6)


def test_extremes_give_finite_shares() -> None:
    for patience in (1e-3, 1.0, 1e3, 1e9):
        work = Workload([1e-9, 1.0, 5e4, 1e5, 6e6], 300.0, 1800.0)
        service = performance(work, agents=9000, within_seconds=20, patience_seconds=patience)
        for values in (service.service_level, service.abandonment, service.occupancy):
            assert np.isfinite(values).all()
            assert (values >= 0).all()
            assert (values <= 1 + 1e-12).all()
        assert np.isfinite(service.asa_seconds).all()
