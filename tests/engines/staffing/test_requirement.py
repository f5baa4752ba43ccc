"""The requirement against counting up one agent at a time."""

import math

import numpy as np
import pytest

from floorwalker.engines.staffing import (
    Requirement,
    ServiceTarget,
    Variant,
    Workload,
    performance,
    requirement,
)

HALF_HOURS = Workload(
    offered=[0, 0.01, 1, 3.5, 17, 80, 250, 900], aht_seconds=240, interval_seconds=1800
)
TARGETS = [
    ServiceTarget(0.8, 20),
    ServiceTarget(0.95, 0),
    ServiceTarget(0.5, 120, occupancy_max=0.7),
    ServiceTarget(0.0, 20, asa_seconds_max=2.5),
    ServiceTarget(0.6, 30, abandonment_max=0.01),
    ServiceTarget(0.0, 20),
    ServiceTarget(0.99, 10, of="answered"),
    ServiceTarget(0.7, 10, of="patient"),
    ServiceTarget(0.9, 10, of="virtual"),
]
FIELDS: dict[Variant, str] = {
    "offered": "service_level",
    "answered": "service_level_answered",
    "patient": "service_level_patient",
    "virtual": "service_level_virtual",
}


@pytest.mark.parametrize("patience", [None, 30, 300])
@pytest.mark.parametrize("target", TARGETS)
def test_the_requirement_is_what_counting_up_finds(
    target: ServiceTarget, patience: float | None
) -> None:
    needed = requirement(HALF_HOURS, target=target, patience_seconds=patience)
    assert needed.agents.tolist() == [
        counted_up(offered, target=target, patience=patience)
        for offered in np.asarray(HALF_HOURS.offered).tolist()
    ]


def counted_up(offered: float, *, target: ServiceTarget, patience: float | None) -> int:
    if offered == 0:
        return 0
    agents = np.arange(1, 400)
    service = performance(
        Workload(offered, 240, 1800),
        agents=agents,
        within_seconds=target.within_seconds,
        patience_seconds=patience,
    )
    meets = (
        (getattr(service, FIELDS[target.of]) >= target.service_level)
        & (service.occupancy <= target.occupancy_max)
        & (service.asa_seconds < (target.asa_seconds_max or math.inf))
        & (service.abandonment <= (target.abandonment_max or 1))
    )
    return int(agents[meets][0])


@pytest.mark.parametrize("patience", [None, 60])
def test_every_agent_added_helps(patience: float | None) -> None:
    agents = np.arange(30, 90)
    service = performance(
        Workload(offered=300, aht_seconds=240, interval_seconds=1800),
        agents=agents,
        within_seconds=20,
        patience_seconds=patience,
    )
    for field in FIELDS.values():
        assert (np.diff(getattr(service, field)) >= -1e-12).all()
    assert (np.diff(service.asa_seconds[11:]) <= 0).all()
    assert (np.diff(service.occupancy) <= 1e-12).all()


def test_published_pairs_of_erlang_a_and_c_are_reproduced() -> None:
    loads = np.array([10, 50, 100, 500, 1000])
    work = Workload(offered=loads, aht_seconds=240, interval_seconds=240)
    with_patience = requirement(
        work, target=ServiceTarget(0.8, 20, abandonment_max=0.05), patience_seconds=180
    )
    without = requirement(work, target=ServiceTarget(0.8, 20))
    assert with_patience.agents.tolist() == [13, 52, 100, 478, 952]
    assert without.agents.tolist() == [14, 56, 108, 512, 1013]


def test_where_nothing_is_offered_nobody_is_needed() -> None:
    needed = requirement(HALF_HOURS, target=ServiceTarget(0.8, 20), shrinkage=0.4)
    assert (needed.agents[0], needed.scheduled[0]) == (0, 0)
    assert (needed.service_level[0], needed.occupancy[0], needed.asa_seconds[0]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("shrinkage", "scheduled"), [(0.0, 14), (0.3, 20), (0.31, 21), (0.5, 28), (0.99, 1400)]
)
def test_scheduled_rounds_up_but_not_for_a_binary_fraction(
    shrinkage: float, scheduled: int
) -> None:
    needed = staffed_with(shrinkage=shrinkage)
    assert (needed.agents, needed.scheduled) == (14, scheduled)


def staffed_with(*, shrinkage: float) -> Requirement:
    return requirement(Workload(100, 180, 1800), target=ServiceTarget(0.8, 20), shrinkage=shrinkage)


def test_a_matrix_of_intervals_keeps_its_shape() -> None:
    work = Workload(np.full((7, 48), 20.0), np.full(48, 300.0), 1800)
    assert requirement(work, target=ServiceTarget(0.8, 20)).agents.shape == (7, 48)


@pytest.mark.parametrize("shrinkage", [-0.1, 1.0, math.nan])
def test_impossible_shrinkage_is_refused(shrinkage: float) -> None:
    with pytest.raises(ValueError, match="shrinkage"):
        staffed_with(shrinkage=shrinkage)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"service_level": 1.0}, "service_level"),
        ({"service_level": math.nan}, "service_level"),
        ({"within_seconds": -1}, "within_seconds"),
        ({"occupancy_max": 0}, "occupancy_max"),
        ({"asa_seconds_max": 0}, "asa_seconds_max"),
        ({"abandonment_max": 1.5}, "abandonment_max"),
        ({"of": "others"}, "offered, answered, patient or virtual"),
    ],
)
def test_an_impossible_target_is_refused(changes: dict[str, float], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        ServiceTarget(**({"service_level": 0.8, "within_seconds": 20} | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("offered", "aht", "interval", "word"),
    [
        (-1, 240, 1800, "offered"),
        (math.nan, 240, 1800, "offered"),
        (5, 0, 1800, "aht_seconds is 0"),
        (5, 240, 0, "interval_seconds"),
        (1e9, 1e9, 60, "Erlangs"),
    ],
)
def test_an_impossible_workload_is_refused(
    offered: float, aht: float, interval: float, word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        Workload(offered, aht, interval)


@pytest.mark.parametrize("patience", [0, -5, math.inf, 1e-9, 1e15])
def test_an_absurd_patience_is_refused(patience: float) -> None:
    with pytest.raises(ValueError, match="patience_seconds"):
        performance(Workload(5, 240, 1800), agents=3, within_seconds=20, patience_seconds=patience)


def test_overload_without_patience_never_answers_in_time() -> None:
    service = performance(Workload(100, 180, 1800), agents=10, within_seconds=20)
    assert (service.service_level, service.occupancy) == (0, 1)
    assert service.asa_seconds == math.inf


def test_without_agents_the_impatient_leave_and_the_patient_wait() -> None:
    work = Workload(100, 180, 1800)
    impatient = performance(work, agents=0, within_seconds=20, patience_seconds=60)
    patient = performance(work, agents=0, within_seconds=20)
    assert (impatient.abandonment, impatient.service_level) == (1, 0)
    assert (patient.abandonment, patient.service_level) == (0, 0)
