"""`floorwalker rehearse` from outside: what it prints, and how it refuses."""

import copy
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from tests.builders.command_line import Run, json_example

from floorwalker.cli import EXIT_BAD_INPUT

MEASURES = ("service_level", "asa_seconds", "abandonment", "occupancy")


@pytest.fixture
def problem() -> dict[str, Any]:
    """The example of the reference page."""
    return json_example("rehearsal.md")


@pytest.fixture
def rehearse(on_problem: Run) -> Run:
    """Run the command on a problem."""
    return partial(on_problem, "rehearse")


def test_the_example_of_the_reference_page_is_answered(
    rehearse: Run, problem: dict[str, Any]
) -> None:
    code, out, _ = rehearse(problem, "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["replications"], answer["seed"]) == (50, 7)
    assert [scenario["missing"] for scenario in answer["scenarios"]] == [0, 1]
    everyone = answer["scenarios"][0]
    assert [queue["queue"] for queue in everyone["queues"]] == ["English", "French"]
    english = everyone["queues"][0]
    assert english["target"] == {"service_level": 0.8, "within_seconds": 20}
    assert [part["start"] for part in english["intervals"]] == [
        "2026-11-23T08:00:00",
        "2026-11-23T08:30:00",
    ]
    assert [part["date"] for part in english["days"]] == ["2026-11-23"]
    assert english["week"]["offered"] == pytest.approx(90, abs=6)
    for measure in MEASURES:
        estimate = english["week"][measure]
        assert estimate["low"] <= estimate["mean"] <= estimate["high"]
    assert everyone["queues"][1]["intervals"][0]["service_level"] is None


def test_without_json_it_is_a_table_per_queue(rehearse: Run, problem: dict[str, Any]) -> None:
    code, out, _ = rehearse(problem)
    assert code == 0
    assert "English (target 80% within 20 s)" in out
    assert "French (target 80% within 20 s)" in out
    assert "50 replications, seed 7" in out


def test_the_schema_needs_no_file_and_allows_nothing_unknown(floorwalker: Run) -> None:
    code, out, _ = floorwalker("rehearse", "--schema")
    schema = json.loads(out)
    assert code == 0
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"start", "interval_minutes", "queues", "demand", "agents"}


def test_a_break_keeps_people_from_answering(rehearse: Run, problem: dict[str, Any]) -> None:
    shift = problem["agents"][0]["shifts"][0]
    problem["agents"] = [problem["agents"][0]]
    problem["missing"] = [0]
    shift["breaks"] = [{"start": "2026-11-23T08:00", "end": "2026-11-23T08:30"}]
    _, out, _ = rehearse(problem, "--json")
    first, second = json.loads(out)["scenarios"][0]["queues"][0]["intervals"]
    assert first["occupancy"] is None
    assert second["occupancy"]["mean"] > 0.9


def test_offsets_count_the_hours_as_they_pass(rehearse: Run, problem: dict[str, Any]) -> None:
    moved = json.loads(re.sub(r"(T\d\d:\d\d)", r"\1-05:00", json.dumps(problem)))
    elsewhere = copy.deepcopy(moved)
    elsewhere["agents"][1]["shifts"][0] = {
        "start": "2026-11-23T13:00Z",
        "end": "2026-11-23T17:00Z",
    }
    _, first, _ = rehearse(moved, "--json")
    _, second, _ = rehearse(elsewhere, "--json")
    assert first == second


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda p: p.update(colour="red"), "colour: Extra inputs"),
        (lambda p: p.pop("queues"), "queues: Field required"),
        (lambda p: p["queues"][0].update(patience_seconds=0), "queues[0].patience_seconds"),
        (lambda p: p["queues"][1].update(name="English"), "queues[1].name: 'English' is there"),
        (lambda p: p["demand"].update(German=[]), "demand.German: there is no such queue"),
        (lambda p: p.update(demand={}), "demand: there is none"),
        (
            lambda p: p["demand"]["English"][0].update(start="2026-11-23T08:10"),
            "demand.English[0].start: is not the start of an interval",
        ),
        (
            lambda p: p["demand"]["English"][1].update(start="2026-11-23T08:00"),
            "demand.English[1].start: is there twice",
        ),
        (
            lambda p: p["demand"]["English"][1].update(start="2226-11-23T08:00"),
            "demand.English[1].start: is beyond",
        ),
        (
            lambda p: p["demand"]["French"][0].update(aht_seconds=0),
            "demand.French[0].aht_seconds: must be above 0",
        ),
        (
            lambda p: p["demand"]["French"][0].update(start="2026-11-23T08:30Z"),
            "demand.French[0].start: has an offset and start has none",
        ),
        (lambda p: p["agents"][0].update(queues=["German"]), "agents[0].queues[0]: there is no"),
        (
            lambda p: p["agents"][0]["shifts"][0].update(end="2026-11-23T07:00"),
            "agents[0].shifts[0]: end must be later than start",
        ),
        (
            lambda p: p["agents"][0]["shifts"].append(p["agents"][1]["shifts"][0]),
            "agents[0].shifts[1]: overlaps another shift of Asha",
        ),
        (
            lambda p: p["agents"][0]["shifts"][0]["breaks"][0].update(end="2026-11-23T13:00"),
            "agents[0].shifts[0].breaks: a break lies outside",
        ),
        (lambda p: p.update(replications=1), "replications: "),
        (lambda p: p.update(missing=[0, 0]), "missing: names a number twice"),
        (
            lambda p: p["demand"]["English"][0].update(offered=1e12),
            "ask for fewer replications",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(
    rehearse: Run, problem: dict[str, Any], change: Change, complaint: str
) -> None:
    change(problem)
    code, out, errors = rehearse(problem, "--json")
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert complaint in errors


@pytest.mark.parametrize("text", ["", "not json", "[1, 2]", "\x00\x01", '{"start": NaN}'])
def test_a_file_that_is_no_problem_is_refused(rehearse: Run, text: str) -> None:
    code, out, errors = rehearse(text)
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert "problem.json: " in errors
    assert "--schema" in errors


def test_a_file_may_begin_with_the_mark_of_utf_8(rehearse: Run, problem: dict[str, Any]) -> None:
    assert rehearse("\ufeff" + json.dumps(problem), "--json")[0] == 0


def test_where_the_clocks_change_starts_and_days_are_those_of_the_file(
    rehearse: Run, problem: dict[str, Any]
) -> None:
    # Toronto, the night of 1 November 2026: 25 hours, from -04:00 to -05:00.
    starts = ["2026-11-01T00:00:00-04:00", "2026-11-01T01:00:00-04:00"]
    starts += [f"2026-11-01T{hour:02d}:00:00-05:00" for hour in range(1, 24)]
    starts += ["2026-11-02T00:00:00-05:00"]
    problem |= {"start": starts[0], "interval_minutes": 60, "agents": [], "missing": [0]}
    problem["demand"] = {
        "English": [{"start": start, "offered": 5, "aht_seconds": 60} for start in starts]
    }
    code, out, _ = rehearse(problem, "--json")
    everything = json.loads(out)["scenarios"][0]["all_queues"]
    assert code == 0
    assert [part["start"] for part in everything["intervals"]] == starts
    assert [part["date"] for part in everything["days"]] == ["2026-11-01", "2026-11-02"]
    assert everything["days"][0]["offered"] == pytest.approx(25 * 5, rel=0.05)


def test_an_interval_of_no_length_is_refused(rehearse: Run, problem: dict[str, Any]) -> None:
    code, out, err = rehearse(problem | {"interval_minutes": 1e-9}, "--json")
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert "interval_minutes: " in err
