"""`floorwalker forecast` from outside: what it prints, and how it refuses."""

import json
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from tests.builders.command_line import Run

from floorwalker.cli import EXIT_BAD_INPUT

MONDAY = datetime(2026, 1, 5)


@pytest.fixture
def floorwalker(floorwalker: Run) -> Run:
    """Run the verb in this process; give the exit code, the output and the errors."""
    return partial(floorwalker, "forecast")


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Four weeks, Monday to Friday, 09:00 to 11:00: 10 contacts a half-hour, 20 on Mondays."""
    lines = ["time,queue,offered,aht_seconds"]
    for day in range(28):
        for half in range(4):
            start = MONDAY + timedelta(days=day, hours=9, minutes=30 * half)
            if start.weekday() < 5:
                lines.append(
                    f"{start:%Y-%m-%d %H:%M},sales,{20 if start.weekday() == 0 else 10},300"
                )
    path = tmp_path / "history.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_json_holds_a_row_per_open_time_of_day_and_day(floorwalker, history: Path) -> None:
    code, out, _ = floorwalker("--history", str(history), "--horizon-days", "7", "--json")
    content = json.loads(out)
    assert code == 0
    # The file ends on a Friday, so the forecast begins on the Saturday.
    assert (content["from"], content["interval_minutes"]) == ("2026-01-31", 30)
    assert len(content["rows"]) == 7 * 4
    saturday, monday = content["rows"][0], content["rows"][8]
    assert (saturday["start"], saturday["mean"], saturday["p95"]) == ("2026-01-31T09:00:00", 0.0, 0)
    assert monday["start"] == "2026-02-02T09:00:00"
    assert monday["queue"] == "sales"
    assert 15 < monday["mean"] < 20.5
    assert monday["p05"] <= monday["p25"] <= monday["p50"] <= monday["p75"] <= monday["p95"]
    assert monday["aht_seconds"] == 300.0
    assert "backtest" not in content["queues"][0]


def test_an_hour_that_the_file_lists_with_zeros_only_has_rows_too(
    floorwalker, history: Path
) -> None:
    with history.open("a") as file:
        file.writelines(f"2026-01-{day:02d} 22:00,sales,0,\n" for day in range(5, 31))
        file.writelines(f"2026-01-{day:02d} 09:00,idle,0,\n" for day in range(5, 31))
    code, out, _ = floorwalker("--history", str(history), "--horizon-days", "7", "--json")
    rows = json.loads(out)["rows"]
    late = [row for row in rows if row["start"].endswith("22:00:00")]
    idle = [row for row in rows if row["queue"] == "idle"]
    assert (code, len(rows), len(late), len(idle)) == (0, 7 * 5 + 7, 7, 7)
    assert {(row["mean"], row["p95"]) for row in late + idle} == {(0.0, 0)}


def test_rows_from_the_first_day_on_are_not_used_and_that_is_said(floorwalker, history) -> None:
    words = ("--from", "2026-01-19", "--horizon-days", "3", "--json")
    _, out, _ = floorwalker("--history", str(history), *words)
    lines = history.read_text().splitlines()
    history.write_text(
        "\n".join(line for line in lines if line < "2026-01-19" or line > "3") + "\n"
    )
    _, without, _ = floorwalker("--history", str(history), *words)
    content = json.loads(out)
    assert content["rows"] == json.loads(without)["rows"]
    assert content["rows_left_out"] == 2 * 5 * 4
    assert content["queues"][0]["history_last_day"] == "2026-01-16"


def test_the_back_test_is_added_when_asked_for(floorwalker, history: Path) -> None:
    _, out, _ = floorwalker("--history", str(history), "--backtest", "--json")
    told = json.loads(out)["queues"][0]["backtest"]
    assert {"dayreg_mix", "seasonal_naive"} <= {score["method"] for score in told["scores"]}
    weeks = sorted({score["lead_week"] for score in told["scores"]})
    assert [pick["lead_week"] for pick in told["picks"]] == weeks
    assert {(pick["method"], pick["verdict"]) for pick in told["picks"]} == {
        ("dayreg_mix", "too_few")
    }


def test_with_a_zone_starts_carry_offsets_and_the_spring_hour_has_no_row(
    floorwalker, tmp_path: Path
) -> None:
    path = tmp_path / "always_open.csv"
    starts = [datetime(2026, 2, 9) + timedelta(hours=hour) for hour in range(27 * 24)]
    path.write_text("time,offered\n" + "".join(f"{start.isoformat()},30\n" for start in starts))
    _, out, _ = floorwalker(
        "--history", str(path), "--interval", "60", "--zone", "America/Toronto",
        "--horizon-days", "1", "--json",
    )  # fmt: skip
    rows = json.loads(out)["rows"]
    assert len(rows) == 23
    assert [row["start"] for row in rows[1:3]] == [
        "2026-03-08T01:00:00-05:00",
        "2026-03-08T03:00:00-04:00",
    ]


def test_public_holidays_of_a_province_are_taken_into_account(floorwalker, tmp_path: Path) -> None:
    path = tmp_path / "quebec.csv"
    days = [date(2025, 3, 1) + timedelta(days=d) for d in range(110)]
    closed = {date(2025, 4, 18), date(2025, 5, 19)}  # Good Friday, National Patriots' Day
    rows = [
        f"{day} {hour:02d}:00,{0 if day in closed else 40}" for day in days for hour in range(8, 18)
    ]
    path.write_text("\n".join(["time,offered", *rows]) + "\n")
    words = ("--history", str(path), "--interval", "60", "--horizon-days", "10", "--json")
    _, plain, _ = floorwalker(*words)
    _, told, _ = floorwalker(*words, "--country", "CA", "--province", "QC")

    def on_24_june(out: str) -> float:
        return sum(r["mean"] for r in json.loads(out)["rows"] if r["start"][:10] == "2025-06-24")

    assert on_24_june(plain) == pytest.approx(400, rel=0.05)
    assert on_24_june(told) == 0


def test_a_person_gets_days_accuracy_and_what_was_left_out(floorwalker, history: Path) -> None:
    code, out, _ = floorwalker("--history", str(history), "--from", "2026-01-26")
    assert code == 0
    for words in ("Queue sales", "Mon 2026-01-26", "closed", "same as last week", "not used"):
        assert words in out


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (bytes(range(256)) * 50, "not a text file"),
        (b"start,count\n1,2\n", "column time, offered is missing"),
        (b"time,offered\n2026-01-05 08:00,-1\n", "line 2"),
        (b"time,offered\n2026-01-05 08:00,0\n2026-01-05 08:30,0\n", "no contact lies before"),
    ],
)
def test_a_bad_file_gives_exit_code_3_a_reason_and_no_output(
    floorwalker, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    code, out, err = floorwalker("--history", str(path), "--json")
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert "bad.csv" in err
    assert reason in err


def test_a_file_that_is_not_there_is_bad_input_too(floorwalker, tmp_path: Path) -> None:
    code, out, err = floorwalker("--history", str(tmp_path / "none.csv"), "--json")
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert "there is no such file" in err


@pytest.mark.parametrize(
    "words",
    [
        ("--interval", "7"),
        ("--horizon-days", "0"),
        ("--from", "soon"),
        ("--zone", "Mars/Olympus"),
        ("--province", "QC"),
    ],
)
def test_a_wrong_command_line_gives_exit_code_2(floorwalker, history: Path, words) -> None:
    code, out, _ = floorwalker("--history", str(history), *words)
    assert (code, out) == (2, "")


def test_an_unknown_country_is_refused(floorwalker, history: Path) -> None:
    code, _, err = floorwalker("--history", str(history), "--country", "XX")
    assert code == EXIT_BAD_INPUT
    assert "XX" in err


def test_a_start_long_after_the_file_is_refused(floorwalker, history: Path) -> None:
    code, _, err = floorwalker("--history", str(history), "--from", "2031-01-01")
    assert code == EXIT_BAD_INPUT
    assert "can be bridged" in err
