"""Requirement and performance are each other's inverse, whatever is promised."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from floorwalker.engines.staffing import (
    Performance,
    ServiceTarget,
    Variant,
    Workload,
    fractional_requirement,
    performance,
    requirement,
)

SLACK = 1e-11
FIELDS: dict[Variant, str] = {
    "offered": "service_level",
    "answered": "service_level_answered",
    "patient": "service_level_patient",
    "virtual": "service_level_virtual",
}
LOADS = st.floats(-3, 3.7).map(lambda power: 10.0**power)  # 0.001 to 5,000 Erlangs
PATIENCE = st.one_of(st.none(), st.floats(5, 3000))
TARGETS = st.builds(
    ServiceTarget,
    service_level=st.floats(0.05, 0.999),
    within_seconds=st.floats(0, 300),
    occupancy_max=st.floats(0.3, 1),
    asa_seconds_max=st.one_of(st.none(), st.floats(0.1, 300)),
    abandonment_max=st.one_of(st.none(), st.floats(0.001, 0.5)),
    of=st.sampled_from(sorted(FIELDS)),
)


def work_of(load: float) -> Workload:
    return Workload(offered=load, aht_seconds=240, interval_seconds=240)


def service_of(
    load: float, agents: float, target: ServiceTarget, patience: float | None
) -> Performance:
    return performance(
        work_of(load),
        agents=agents,
        within_seconds=target.within_seconds,
        patience_seconds=patience,
    )


def spare(service: Performance, target: ServiceTarget) -> float:
    """Return by how much the target is met in its worst part (negative: missed)."""
    parts = [
        getattr(service, FIELDS[target.of]) - target.service_level,
        target.occupancy_max - service.occupancy,
    ]
    if target.asa_seconds_max is not None:
        parts.append(1 - service.asa_seconds / target.asa_seconds_max)
    if target.abandonment_max is not None:
        parts.append(target.abandonment_max - service.abandonment)
    return float(min(parts))


@settings(max_examples=300, deadline=None)
@given(load=LOADS, target=TARGETS, patience=PATIENCE)
def test_the_requirement_meets_the_target_and_one_agent_less_does_not(
    load: float, target: ServiceTarget, patience: float | None
) -> None:
    needed = requirement(work_of(load), target=target, patience_seconds=patience)
    agents = int(needed.agents)
    assert spare(service_of(load, agents, target, patience), target) >= -SLACK
    assert spare(service_of(load, agents - 1, target, patience), target) < 0


@settings(max_examples=300, deadline=None)
@given(load=LOADS, target=TARGETS, patience=PATIENCE)
def test_a_fractional_requirement_just_meets_the_target(
    load: float, target: ServiceTarget, patience: float | None
) -> None:
    fraction = float(
        fractional_requirement(work_of(load), target=target, patience_seconds=patience)
    )
    whole = int(requirement(work_of(load), target=target, patience_seconds=patience).agents)
    assert whole - 1 <= fraction <= whole
    assert spare(service_of(load, fraction, target, patience), target) >= -SLACK
    less = fraction * (1 - 1e-6) - 1e-9
    assume(less > 0)
    assert spare(service_of(load, less, target, patience), target) < 0


@settings(max_examples=200, deadline=None)
@given(load=LOADS, share=st.floats(0.4, 2), step=st.floats(1e-4, 0.5), patience=PATIENCE)
def test_every_part_of_an_agent_helps(
    load: float, share: float, step: float, patience: float | None
) -> None:
    target = ServiceTarget(0.8, 20)
    less = service_of(load, load * share, target, patience)
    more = service_of(load, load * share + step, target, patience)
    for field in FIELDS.values():
        assert getattr(more, field) >= getattr(less, field) - 1e-12
    assert more.occupancy <= less.occupancy + 1e-12
    assert more.abandonment <= less.abandonment + 1e-12
    if np.isfinite(less.asa_seconds):
        assert more.asa_seconds <= less.asa_seconds * (1 + 1e-9)


@settings(max_examples=200, deadline=None)
@given(load=LOADS, share=st.floats(1.001, 1.6), within=st.floats(0, 120))
def test_fractions_go_to_a_service_level_and_back(load: float, share: float, within: float) -> None:
    agents = load * share
    level = float(performance(work_of(load), agents=agents, within_seconds=within).service_level)
    assume(0.01 < level < 0.9999)
    back = fractional_requirement(
        work_of(load), target=ServiceTarget(service_level=level, within_seconds=within)
    )
    assert back == pytest.approx(agents, rel=1e-7)


def test_known_fractions() -> None:
    # One line, nobody gives up, answered at once: 1 - C = 1 - a/N at N = 1, so a = 0.2 needs 1.
    at_once = ServiceTarget(0.8, 0)
    assert fractional_requirement(Workload(0.2, 1, 1), target=at_once) == pytest.approx(1.0)
    # An occupancy cap alone gives load ÷ cap.
    capped = ServiceTarget(0.0, 0, occupancy_max=0.8)
    assert fractional_requirement(Workload([10.0, 3.3], 1, 1), target=capped) == pytest.approx(
        [12.5, 4.125]
    )


def test_where_nothing_is_offered_no_fraction_is_needed() -> None:
    nothing: Any = Workload([[0.0, 0.0]], 240, 1800)
    assert fractional_requirement(nothing, target=ServiceTarget(0.8, 20)).tolist() == [[0, 0]]
