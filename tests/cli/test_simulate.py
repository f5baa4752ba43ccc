"""`floorwalker simulate` from outside: what it prints, and how it refuses."""

import json
from functools import partial
from typing import Any

import pytest
from tests.builders.command_line import Run, changed, json_example

from floorwalker.cli import EXIT_BAD_INPUT
from floorwalker.engines.staffing import Workload, performance


@pytest.fixture
def problem() -> dict[str, Any]:
    """The example of the reference page."""
    return json_example("simulation.md")


@pytest.fixture
def simulate(on_problem: Run) -> Run:
    """Run the command on a problem."""
    return partial(on_problem, "simulate")


def test_the_example_of_the_reference_page_is_answered(
    simulate: Run, problem: dict[str, Any]
) -> None:
    code, out, _ = simulate(problem, "--json")
    answer = json.loads(out)
    assert code == 0
    assert [kind["type"] for kind in answer["types"]] == ["English", "French", "Chat"]
    assert answer["types"][0]["target"] == {"service_level": 0.8, "within_seconds": 20}
    assert all(len(kind["periods"]) == 4 for kind in answer["types"])
    assert 20 <= answer["replications"] <= 200
    level = answer["all_types"]["whole"]["service_level"]
    stopped_early = answer["replications"] < 200
    assert ((level["high"] - level["low"]) / 2 <= 0.01) is stopped_early
    assert answer["types"][0]["whole"]["called_back"]["mean"] > 0
    assert answer["types"][1]["whole"]["called_back"]["mean"] == 0


def test_the_table_has_a_line_per_type_and_one_for_all(
    simulate: Run, problem: dict[str, Any]
) -> None:
    code, out, _ = simulate(problem)
    assert code == 0
    words = [line.split()[0] for line in out.splitlines() if line.strip()]
    assert [word for word in words if word in {"English", "French", "Chat", "all"}] == [
        "English",
        "French",
        "Chat",
        "all",
    ]


def test_a_long_steady_day_is_erlang_a(simulate: Run) -> None:
    exact = performance(Workload(42, 120, 600), agents=10, within_seconds=20, patience_seconds=120)
    steady = {
        "period_minutes": 10,
        "periods": 2000,
        "types": [
            {"name": "calls", "offered": 42, "aht_seconds": 120, "patience_seconds": 120,
             "within_seconds": 20}
        ],
        "groups": [{"name": "all", "agents": 10, "serves": [{"type": "calls"}]}],
        "replications": 12,
    }  # fmt: skip
    whole = json.loads(simulate(steady, "--json")[1])["types"][0]["whole"]
    for name in ("service_level", "asa_seconds", "abandonment", "occupancy"):
        told, value = whole[name], float(getattr(exact, name))
        assert abs(told["mean"] - value) <= (told["high"] - told["low"]) + 1e-4 * value, name


def test_a_group_has_the_agents_of_each_period(simulate: Run) -> None:
    two_periods = {
        "period_minutes": 60,
        "periods": 2,
        "types": [
            {"name": "calls", "offered": [0, 500], "aht_seconds": 10, "handle_cv": 0,
             "patience_quantiles_seconds": [0, 0], "within_seconds": 1}
        ],
        "groups": [{"name": "all", "agents": [30, 0], "serves": [{"type": "calls"}]}],
        "replications": 2,
    }  # fmt: skip
    late = json.loads(simulate(two_periods, "--json")[1])["types"][0]["whole"]
    assert (late["answered"], late["abandonment"]["mean"]) == (0, 1)
    two_periods["groups"][0]["agents"] = [0, 300]  # type: ignore[index]
    served = json.loads(simulate(two_periods, "--json")[1])["types"][0]["whole"]
    assert (served["abandoned"], served["service_level"]["mean"]) == (0, 1)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("types", 1, "name"), "English", "types[1].name: 'English' is there twice"),
        (("groups", 0, "serves", 0, "type"), "Dutch", "there is no type 'Dutch'"),
        (("types", 0, "offered"), [1, 2], "types[0].offered: holds 2 numbers; there are 4 periods"),
        (("types", 0, "aht_seconds"), 0, "aht_seconds must be above 0 where contacts are offered"),
        (("types", 1, "patience_seconds"), 60, "not both"),
        (("types", 1, "patience_quantiles_seconds"), [5, 1], "rising quantiles"),
        (("groups", 1, "serves", 0, "urgency"), 1, "or to none"),
        (("groups", 0, "agents"), -1, "groups[0].agents"),
        (("replications",), 1, "replications"),
        (("types", 0, "offered"), 1e9, "contacts would be played"),
        (("colour",), "red", "colour"),
    ],
)
def test_what_cannot_be_is_refused_with_its_path(
    simulate: Run, problem: dict[str, Any], path: tuple[str | int, ...], value: object, message: str
) -> None:
    code, out, error = simulate(changed(problem, path, value))
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert message in error


def test_the_schema_is_printed_without_a_problem(floorwalker: Run) -> None:
    code, out, _ = floorwalker("simulate", "--schema")
    assert code == 0
    assert set(json.loads(out)["required"]) == {"period_minutes", "periods", "types", "groups"}
