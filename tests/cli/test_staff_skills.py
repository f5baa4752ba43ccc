"""`floorwalker staff-skills` from outside: what it prints, and how it refuses."""

import json
import re
from functools import partial
from typing import Any

import pytest
from tests.builders.command_line import Run, changed, json_example

from floorwalker.cli import EXIT_BAD_INPUT


@pytest.fixture
def problem() -> dict[str, Any]:
    """The example of the reference page."""
    return json_example("staff-skills.md")


@pytest.fixture
def staff_skills(on_problem: Run) -> Run:
    """Run the command on a problem."""
    return partial(on_problem, "staff-skills")


def test_the_example_of_the_reference_page_meets_its_targets(
    staff_skills: Run, problem: dict[str, Any]
) -> None:
    code, out, _ = staff_skills(problem, "--json")
    answer = json.loads(out)
    assert code == 0
    assert list(answer["agents"]) == ["English", "Bilingual"]
    cost = answer["agents"]["English"] + 1.2 * answer["agents"]["Bilingual"]
    assert answer["cost"] == pytest.approx(cost)
    assert answer["contacts_validated"] >= 1_000_000
    for kind in answer["types"]:
        assert kind["service_level"]["mean"] >= 0.8
    assert answer["types"][1]["abandonment"]["mean"] <= 0.05


def test_the_tables_name_groups_types_and_verdicts(staff_skills: Run) -> None:
    one = {
        "types": [{"name": "calls", "per_hour": 60, "aht_seconds": 180, "patience_seconds": 120,
                   "within_seconds": 30, "service_level": 0.7}],
        "groups": [{"name": "everyone", "types": ["calls"], "cost": 2}],
    }  # fmt: skip
    code, out, _ = staff_skills(one)
    assert code == 0
    assert re.search(r"everyone +4 +8", out)
    assert re.search(r"calls .* 70.0% in 30 s .* met", out)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("groups", 0, "types"), ["Dutch"], "there is no type 'Dutch'"),
        (("groups", 1, "types"), ["English"], "French: no group serves it"),
        (("groups", 0, "types"), ["English", "English"], "English: names a type twice, or none"),
        (("types", 0, "service_level"), 1, "types[0].service_level"),
        (("groups", 0, "agents_min"), 6000, "groups[0].agents_min"),
        (("groups", 1, "agents_max"), 1, "cannot be met with the most agents"),
        (("groups", 1, "cost"), 0, "groups[1].cost"),
    ],
)
def test_what_cannot_be_is_refused(
    staff_skills: Run,
    problem: dict[str, Any],
    path: tuple[str | int, ...],
    value: object,
    message: str,
) -> None:
    code, out, error = staff_skills(changed(problem, path, value))
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert message in error
