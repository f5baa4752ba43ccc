"""Staffing several skills, against Erlang A and against every cheaper staffing."""

from itertools import product

import pytest

from floorwalker.engines.simulate import (
    SkillGroup,
    SkillProblem,
    SkillType,
    rehearse,
    staff_skills,
)
from floorwalker.engines.staffing import ServiceTarget, Workload, requirement


def calls(name: str, per_hour: float, **changes: object) -> SkillType:
    values: dict[str, object] = {
        "name": name, "per_hour": per_hour, "aht_seconds": 180, "within_seconds": 20,
        "service_level": 0.8, "patience_seconds": 120,
    }  # fmt: skip
    return SkillType(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("per_hour", [60, 250])
def test_one_type_and_one_group_need_what_erlang_a_says(per_hour: float) -> None:
    exact = requirement(
        Workload(per_hour / 2, 180, 1800), target=ServiceTarget(0.8, 20), patience_seconds=120
    )
    alone = SkillProblem((calls("calls", per_hour),), (SkillGroup("all", (0,), 1.0),))
    assert staff_skills(alone, seed=1).agents == (int(exact.agents),)


@pytest.fixture(scope="module")
def two_types() -> SkillProblem:
    return SkillProblem(
        types=(calls("English", 60), calls("French", 30, abandonment_max=0.08)),
        groups=(
            SkillGroup("English", (0,), 1.0),
            SkillGroup("Bilingual", (1, 0), 1.25),
        ),
    )


def test_no_cheaper_staffing_of_a_small_centre_meets_the_targets(two_types: SkillProblem) -> None:
    found = staff_skills(two_types, seed=2)
    assert all(service.is_met is not False for service in found.types)
    for agents in product(range(9), repeat=2):
        if two_types.cost(agents) < found.cost - 1e-9:
            (scenario,) = rehearse(
                two_types.centre(agents, intervals=300), seed=77, replications=20, missing=[0]
            ).scenarios
            levels = [queue.days[1].service_level for queue in scenario.queues]
            gone = scenario.queues[1].days[1].abandonment
            assert gone is not None
            fails = any(level is None or level.low < 0.8 for level in levels) or gone.high > 0.08
            assert fails, agents


def test_the_same_seed_gives_the_same_staffing() -> None:
    small = SkillProblem(
        types=(calls("a", 20), calls("b", 10)),
        groups=(SkillGroup("A", (0,), 1.0), SkillGroup("AB", (0, 1), 1.2)),
    )
    assert staff_skills(small, seed=3) == staff_skills(small, seed=3)


def test_limits_are_kept_and_what_cannot_be_met_is_told(two_types: SkillProblem) -> None:
    english, bilingual = two_types.groups
    least = SkillGroup("English", english.types, 1.0, agents_min=5, agents_max=6)
    found = staff_skills(SkillProblem(two_types.types, (least, bilingual)), seed=1)
    assert 5 <= found.agents[0] <= 6
    few = SkillGroup("Bilingual", bilingual.types, 1.25, agents_max=1)
    with pytest.raises(ValueError, match="cannot be met"):
        staff_skills(SkillProblem(two_types.types, (english, few)), seed=1)
