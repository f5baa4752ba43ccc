"""`floorwalker roster` from outside: the documented example, its exit codes, and how it refuses."""

import json
import signal
from datetime import datetime
from functools import partial

import pytest
from tests.builders.command_line import Run, json_example

from floorwalker.cli import EXIT_BAD_INPUT, EXIT_RULES_BROKEN
from floorwalker.cli._roster_run import _ctrl_c_sets, _Stop


@pytest.fixture
def floorwalker(floorwalker: Run) -> Run:
    """Run the verb in this process; give the exit code, the output and the errors."""
    return partial(floorwalker, "roster")


@pytest.fixture
def example() -> dict:
    """The problem in the reference page."""
    return json_example("roster.md")


@pytest.fixture
def solve(floorwalker, tmp_path):
    """Write a problem to a file and solve it with a few steps."""

    def run(problem: object, *words: str) -> tuple[int, dict]:
        path = tmp_path / "problem.json"
        path.write_text(json.dumps(problem))
        code, out, _ = floorwalker(str(path), "--iterations", "40", "--json", *words)
        return code, json.loads(out)

    return run


@pytest.fixture
def refuse(floorwalker, tmp_path):
    """Write a problem to a file that is refused, and give the message."""

    def run(content: str) -> str:
        path = tmp_path / "problem.json"
        path.write_text(content)
        code, out, err = floorwalker(str(path), "--json")
        assert (code, out) == (EXIT_BAD_INPUT, "")
        return err.replace(str(path), "FILE").strip()

    return run


def test_the_documented_example_is_rostered_without_a_broken_rule(solve, example) -> None:
    code, answer = solve(example)
    assert code == 0
    assert answer["broken_rules"] == []
    assert answer["conflicts"] == []
    assert [each["agent"] for each in answer["assignments"]] == [
        "Asha", "Ben", "Cleo", "Dinh", "Emma",
    ]  # fmt: skip
    hours = {each["agent"]: each["paid_hours"] for each in answer["assignments"]}
    assert 35 <= hours["Asha"] <= 40
    assert 16 <= hours["Emma"] <= 24
    # Ten hours of two, eight of one, every day, and two more on Monday.
    assert answer["workload_hours"] == 7 * (20 + 8) + 2
    assert 0 <= answer["bound"] <= answer["cost"]
    assert answer["gap"] == pytest.approx(1 - answer["bound"] / answer["cost"], abs=1e-3)


def test_every_shift_holds_its_lunch_and_the_work_around_it(solve, example) -> None:
    _, answer = solve(example)
    for shift in (s for each in answer["assignments"] for s in each["shifts"]):
        [lunch] = shift["breaks"]
        assert (lunch["name"], lunch["paid"]) == ("lunch", False)
        assert shift["work"] == [
            {"start": shift["start"], "end": lunch["start"]},
            {"start": lunch["end"], "end": shift["end"]},
        ]
        length = datetime.fromisoformat(shift["end"]) - datetime.fromisoformat(shift["start"])
        assert shift["paid_hours"] == length.total_seconds() / 3600 - 0.5
        assert shift["start"][:10] >= "2026-03-02"


def test_the_same_steps_give_the_same_answer(solve, example) -> None:
    first, second = solve(example)[1], solve(example)[1]
    assert first | {"seconds": 0} == second | {"seconds": 0}


def test_coverage_adds_up_to_the_hours_short_and_over(solve, example) -> None:
    _, answer = solve(example)
    under = sum(row["under"] for row in answer["coverage"]) / 2
    over = sum(row["over"] for row in answer["coverage"]) / 2
    assert under == pytest.approx(answer["short_hours"], abs=0.01)
    assert over == pytest.approx(answer["over_hours"], abs=0.01)
    assert all(row["required"] for row in answer["coverage"] if row["under"])


def test_too_few_people_is_told_as_stretches_and_breaks_no_rule(solve, example) -> None:
    example["queues"][1]["need"][0]["agents"] = 30
    code, answer = solve(example)
    assert code == 0
    worst = max(answer["shortage"], key=lambda short: short["hours_short"])
    assert worst["queue"] == "chats"
    assert worst["agents_short_max"] > 25
    assert answer["short_hours"] > 1000


def test_rules_that_cannot_all_hold_are_named_with_exit_code_4(solve, example) -> None:
    example["agents"][0]["leave"] = [{"start": "2026-03-02T00:00", "end": "2026-03-06T00:00"}]
    code, answer = solve(example)
    assert code == EXIT_RULES_BROKEN
    assert answer["conflicts"] == [
        {
            "agent": "Asha",
            "rules": ["leave", "hours_min"],
            "mended_by": ["leave", "hours_min"],
            "dropped": "hours_min",
        }
    ]
    [broken] = answer["broken_rules"]
    # Three days of eight hours are left of the thirty-five.
    assert (broken["rule"], broken["found"], broken["limit"]) == ("hours_min", 24 * 60, 35 * 60)


def test_pinned_shifts_are_kept(solve, example) -> None:
    lunch = {"name": "lunch", "start": "2026-03-03T12:00", "end": "2026-03-03T12:30", "paid": False}
    shift = {"start": "2026-03-03T08:30", "end": "2026-03-03T17:00", "template": "day"}
    example["agents"][4]["pinned"] = []
    example["agents"][0]["pinned"] = [shift | {"breaks": [lunch]}]
    code, answer = solve(example)
    assert code == 0
    kept = [s for s in answer["assignments"][0]["shifts"] if s["start"] == "2026-03-03T08:30:00"]
    assert [s["breaks"][0]["start"] for s in kept] == ["2026-03-03T12:00:00"]


def test_a_person_gets_a_table_and_the_gap(floorwalker, example, tmp_path) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(example))
    code, out, _ = floorwalker(str(path), "--iterations", "10")
    assert code == 0
    for words in ("Asha", "Mon 02", "agent-hours", "a gap of"):
        assert words in out


def test_the_schema_needs_no_file(floorwalker) -> None:
    code, out, _ = floorwalker("--schema")
    schema = json.loads(out)
    assert code == 0
    assert {"first_day", "queues", "templates", "contracts", "agents"} == set(schema["required"])


def test_without_a_file_the_command_line_is_wrong(floorwalker) -> None:
    assert floorwalker()[0] == 2


def changed(example: dict, *path: object, to: object) -> str:
    part = example
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = to
    return json.dumps(example)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("agents", 1, "queues"), ["mail"], 'agents[1].queues: "mail" is not known'),
        (("agents", 1, "contract"), "x", 'agents[1].contract: "x" is not known'),
        (("agents", 2, "templates"), ["night"], 'agents[2].templates: "night" is not known'),
        (("agents", 1, "name"), "Asha", 'agents[1].name: "Asha" is there twice'),
        (("agents", 3, "wished_days_off"), ["2026-04-01"], "agents[3].wished_days_off[0]: "),
        (("agents", 0, "nickname"), "A", "agents[0].nickname: Extra inputs are not permitted"),
        (("agents", 1, "leave", 0, "end"), "2026-03-01", "agents[1].leave[0]: "),
        (("queues", 0, "need", 1, "agents"), -1, "queues[0].need[1].agents: "),
        (("queues", 0, "need", 1, "start"), "10:10", "queues[0].need[1]: is not on the 30-"),
        (("queues", 0), {"name": "calls", "need_per_interval": [1, 2]}, "needs 336 numbers"),
        (("interval_minutes",), 20, "interval_minutes: Input should be 15 or 30"),
        (("templates", 0, "lengths_minutes"), [455], "templates[0]: 455 minutes is not on"),
        (("templates", 0, "lengths_minutes"), [180], "templates[0]: the breaks of a 180-minute"),
    ],
)
def test_a_bad_value_is_told_by_its_place(refuse, example, path, value, told) -> None:
    assert told in refuse(changed(example, *path, to=value))


@pytest.mark.parametrize("content", ["", "[]", "{", "\x00\x01", "null"])
def test_what_is_no_problem_at_all_is_refused(refuse, content) -> None:
    assert refuse(content).startswith("floorwalker: FILE: $: ")


def test_a_missing_file_is_told(floorwalker, tmp_path) -> None:
    code, _, err = floorwalker(str(tmp_path / "none.json"), "--json")
    assert code == EXIT_BAD_INPUT
    assert "No such file" in err


def test_ctrl_c_asks_for_the_best_so_far() -> None:
    stop = _Stop(seconds=None)
    with _ctrl_c_sets(stop):
        assert not stop()
        signal.raise_signal(signal.SIGINT)
        assert stop()
    assert stop.interrupted
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("words", [("--seconds", "nan"), ("--seconds", "inf")])
def test_seconds_without_an_end_are_a_wrong_command_line(floorwalker, tmp_path, words) -> None:
    assert floorwalker(str(tmp_path / "problem.json"), *words)[0] == 2


@pytest.mark.parametrize("first_day", ["0001-01-01", "9999-12-31"])
def test_a_first_day_in_another_age_is_refused(refuse, example, first_day) -> None:
    said = refuse(changed(example, "first_day", to=first_day))
    assert "FILE: first_day: must lie in 1970 to 2199." in said


@pytest.mark.parametrize("start", ["08:00Z", "08:00:01"])
def test_a_need_starts_on_a_local_whole_minute(refuse, example, start) -> None:
    said = refuse(changed(example, "queues", 0, "need", 0, "start", to=start))
    assert "queues[0].need[0].start: must be a local time on a whole minute" in said


def test_a_queue_says_its_need_once(refuse, example) -> None:
    said = refuse(changed(example, "queues", 0, "need_per_interval", to=[1] * 336))
    assert "queues[0]: give need or need_per_interval, not both." in said


def test_a_file_may_begin_with_the_mark_of_utf_8(floorwalker, example, tmp_path) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(example), encoding="utf-8-sig")
    assert floorwalker(str(path), "--iterations", "1", "--json")[0] == 0
