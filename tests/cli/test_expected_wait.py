"""`floorwalker expected-wait` from outside: what it prints, and how it refuses."""

import json
from functools import partial
from pathlib import Path

import pytest
from tests.builders.command_line import Run
from tests.builders.waits import days_of_waits

from floorwalker.cli import EXIT_BAD_INPUT

ONE_AGENT = "2026-03-02 10:30"


@pytest.fixture
def expected_wait(floorwalker: Run) -> Run:
    """Run the verb in this process; give the exit code, the output and the errors."""
    return partial(floorwalker, "expected-wait")


@pytest.fixture
def two_lines(tmp_path: Path) -> Path:
    """An hour of one agent per queue; at 10:30 two wait in calls and nobody in mail."""
    lines = ["arrived_at,queue,wait_seconds,outcome,handle_seconds,agent"]
    lines += [f"2026-03-02 10:{n:02d}:00,calls,0,answered,60,Asha" for n in range(0, 29, 2)]
    lines += [f"2026-03-02 10:{n:02d}:00,mail,0,answered,30,Ben" for n in range(0, 50, 2)]
    lines += [
        "2026-03-02 10:29:00,calls,0,answered,400,Asha",
        "2026-03-02 10:29:10,calls,380,answered,60,Asha",
        "2026-03-02 10:29:20,calls,500,answered,60,Asha",
    ]
    file = tmp_path / "calls.csv"
    file.write_text("\n".join(lines))
    return file


@pytest.fixture
def weeks(tmp_path: Path) -> Path:
    file = tmp_path / "weeks.csv"
    file.write_text(days_of_waits())
    return file


def test_the_state_of_a_moment_and_what_is_told_from_it(
    expected_wait: Run, two_lines: Path
) -> None:
    code, out, _ = expected_wait(two_lines, "--as-of", ONE_AGENT, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["as_of"] == "2026-03-02T10:30:00-05:00"
    calls, mail = answer["queues"]
    assert (calls["queue"], calls["pool"], calls["verdict"]) == (
        "calls", ["calls"], "too_little_history",
    )  # fmt: skip
    found = {name: calls["state"][name] for name in ("ahead", "serving", "present")}
    assert found == {"ahead": 2, "serving": 1, "present": 1}
    assert calls["state"]["head_seconds"] == 50
    assert calls["state"]["patience_seconds"] is None
    assert calls["expected_seconds"] == 3 * 60  # two ahead and the one in hand, a minute each
    assert calls["score"] is calls["beats_constant"] is None
    assert (mail["state"]["ahead"], mail["expected_seconds"]) == (0, 30)
    low, middle, high = calls["band_seconds"]
    assert low < middle < 180 < high
    assert calls["announced_minutes"] == [1, 6]  # a gamma's tenths: 66 to 319 seconds


def test_what_came_later_changes_nothing(expected_wait: Run, two_lines: Path) -> None:
    _, whole, _ = expected_wait(two_lines, "--as-of", ONE_AGENT, "--json")
    kept = [
        line
        for line in two_lines.read_text().splitlines()
        if not line.startswith("2026-03-02 10:3")
    ]
    two_lines.write_text("\n".join(kept[:1] + [k for k in kept[1:] if k < "2026-03-02 10:30"]))
    _, cut, _ = expected_wait(two_lines, "--as-of", ONE_AGENT, "--json")
    assert json.loads(cut) == json.loads(whole)


def test_past_days_calibrate_it(expected_wait: Run, weeks: Path) -> None:
    code, out, _ = expected_wait(weeks, "--as-of", "2026-03-09 12:00", "--json")
    (calls,) = json.loads(out)["queues"]
    assert code == 0
    assert (calls["verdict"], calls["days"], calls["beats_constant"]) == ("calibrated", 7, True)
    errors = {error["method"]: error["rrmse_ratio"] for error in calls["score"]["errors"]}
    assert errors["model"] < errors["constant"]
    assert list(errors) == ["model", "constant", "ql", "qla", "last", "head", "last_five"]


def test_the_table_names_queue_band_and_error(expected_wait: Run, weeks: Path) -> None:
    code, out, _ = expected_wait(weeks, "--as-of", "2026-03-09 12:00")
    assert code == 0
    assert "At 2026-03-09 12:00:00" in out
    assert "calls" in out
    assert "model" in out


def test_one_queue_alone(expected_wait: Run, two_lines: Path) -> None:
    code, out, _ = expected_wait(two_lines, "--queue", "mail", "--json")
    (mail,) = json.loads(out)["queues"]
    assert (code, mail["queue"]) == (0, "mail")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--queue", "chat"), "there is no queue 'chat'. Choose one of: calls, mail."),
        (("--as-of", "2026-05-01 10:00"), "2026-05-01 10:00 lies outside the contacts"),
        (("--as-of", "2025-05-01 10:00"), "2025-05-01 10:00 lies outside the contacts"),
    ],
)
def test_a_wish_that_the_file_does_not_hold_is_refused(
    expected_wait: Run, two_lines: Path, words: tuple[str, ...], message: str
) -> None:
    code, out, err = expected_wait(two_lines, *words, "--json")
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert message in err


def test_contacts_without_handle_times_are_refused(expected_wait: Run, tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text(
        "arrived_at,queue,wait_seconds,outcome\n2026-03-02 10:00,calls,5,answered\n"
        "2026-03-02 10:01,calls,6,answered\n"
    )
    code, _, err = expected_wait(file)
    assert code == EXIT_BAD_INPUT
    assert "no contact has both a wait and a handle time" in err
