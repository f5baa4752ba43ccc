"""`floorwalker forecast --intraday` from outside: what it prints, and how it refuses."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.builders.command_line import Run

from floorwalker.cli import EXIT_BAD_INPUT
from floorwalker.engines.staffing import ServiceTarget, Workload, performance, requirement

MONDAY = datetime(2026, 1, 5)
TORONTO = ZoneInfo("America/Toronto")
DAY = MONDAY + timedelta(days=84)  # a Monday too, twelve weeks on


@pytest.fixture
def floorwalker(floorwalker: Run) -> Run:
    """Run the verb in this process; give the exit code, the output and the errors."""
    return partial(floorwalker, "forecast")


def write(path: Path, *, busy: float = 1.2, aht: bool = True) -> Path:
    """Twelve weeks and a day, Monday to Friday, 09:00 to 17:00, 60 contacts a half-hour.

    All of a day shares a factor; the last day's is `busy`.
    """
    dice = np.random.default_rng(7)
    lines = ["time,queue,offered" + (",aht_seconds" if aht else "")]
    for day in range(85):
        factor = busy if day == 84 else dice.gamma(100, 0.01)
        for half in range(16):
            start = MONDAY + timedelta(days=day, hours=9, minutes=30 * half)
            if start.weekday() < 5:
                line = f"{start:%Y-%m-%d %H:%M},sales,{dice.poisson(60 * factor)}"
                lines.append(line + (",300" if aht else ""))
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return write(tmp_path / "history.csv")


def words(path: Path, as_of: str, *more: object) -> tuple[object, ...]:
    return ("--history", path, "--intraday", "--as-of", as_of, *more)


def test_the_rest_of_the_day_is_told_before_and_after_the_update(floorwalker, history) -> None:
    code, out, err = floorwalker(*words(history, "2026-03-30 12:10", "--json"))
    content = json.loads(out)
    queue, rows = content["queues"][0], content["rows"]
    assert (code, err) == (0, "")
    assert content["known_until"] == "2026-03-30T12:00:00"
    assert [row["start"][11:16] for row in rows[:2]] == ["12:00", "12:30"]
    assert (len(rows), rows[-1]["start"]) == (10, "2026-03-30T16:30:00")
    assert queue["verdict"] == "updated"
    assert queue["expected_so_far"] == pytest.approx(6 * 60, rel=0.1)
    assert queue["observed_so_far"] == pytest.approx(6 * 72, rel=0.1)
    # A gamma of weight 100 and 360 contacts expected so far carry 360 / 460 of a factor of 1.2.
    assert queue["factor"] == pytest.approx(1 + 0.2 * 360 / 460, abs=0.06)
    for row in rows:
        assert row["mean"] == pytest.approx(queue["factor"] * row["morning"], rel=1e-3)
        assert row["p05"] <= row["p25"] <= row["p50"] <= row["p75"] <= row["p95"]
        assert row["aht_seconds"] == 300.0


def test_rows_after_the_time_change_nothing(floorwalker, history: Path) -> None:
    asked = words(history, "2026-03-30 12:00", "--json")
    with_all = json.loads(floorwalker(*asked)[1])
    known = [
        line
        for line in history.read_text().splitlines()
        if line < "2026-03-30 12:00" or line[0] == "t"
    ]
    later = ["2026-03-30 12:00,sales,9999,1", "2026-03-31 09:10,sales,0,1"]
    history.write_text("\n".join([*known, *later]) + "\n")
    with_others = json.loads(floorwalker(*asked)[1])
    assert (with_all.pop("rows_left_out"), with_others.pop("rows_left_out")) == (10, 2)
    assert with_all == with_others


def test_in_the_first_hour_it_says_that_it_stays_with_the_morning_forecast(
    floorwalker, history: Path
) -> None:
    for as_of in ("2026-03-30 05:00", "2026-03-30 09:30", "2026-03-30 09:59"):
        content = json.loads(floorwalker(*words(history, as_of, "--json"))[1])
        assert content["queues"][0]["verdict"] == "first_hour"
        assert all(row["mean"] == row["morning"] for row in content["rows"])
        assert content["rows"][-1]["start"] == "2026-03-30T16:30:00"
    code, out, _ = floorwalker(*words(history, "2026-03-30 09:30"))
    assert code == 0
    assert "It stays with the morning forecast: less than an hour" in " ".join(out.split())


def test_a_person_gets_the_rest_of_the_day_and_what_it_rests_on(floorwalker, history) -> None:
    code, out, _ = floorwalker(*words(history, "2026-03-30 14:00"))
    text = " ".join(out.split())
    assert code == 0
    for said in ("Queue sales: the rest of Mon 2026-03-30", "14:00", "16:30", "Rest"):
        assert said in text
    assert "times the morning forecast" in text
    assert "13:30" not in text
    assert "6 rows from 2026-03-30 14:00 on were not used." in text


def test_after_closing_time_and_with_few_days_that_is_said(floorwalker, history: Path) -> None:
    _, late, _ = floorwalker(*words(history, "2026-03-30 18:00"))
    assert "the queue does not open any more today" in " ".join(late.split())
    _, early, _ = floorwalker(*words(history, "2026-01-12 12:00"))
    assert "too few past days to learn from" in " ".join(early.split())


def test_agents_and_service_are_those_of_the_staffing_engine(floorwalker, history: Path) -> None:
    service = ("--service-level", "0.8", "--within", "20", "--patience", "180")
    _, out, _ = floorwalker(*words(history, "2026-03-30 12:00", *service, "--json"))
    content = json.loads(out)
    rows = content["rows"]
    target = ServiceTarget(service_level=0.8, within_seconds=20)
    needed = [
        requirement(
            Workload([row[name] for row in rows], 300.0, 1800), target=target, patience_seconds=180
        )
        for name in ("morning", "mean")
    ]
    unchanged = performance(
        Workload([row["mean"] for row in rows], 300.0, 1800),
        agents=needed[0].agents,
        within_seconds=20,
        patience_seconds=180,
    )
    assert content["patience_seconds"] == 180
    assert [row["agents_morning"] for row in rows] == needed[0].agents.tolist()
    assert [row["agents"] for row in rows] == needed[1].agents.tolist()
    assert [row["service_level"] for row in rows] == pytest.approx(
        needed[1].service_level, abs=1e-3
    )
    assert [row["service_level_morning"] for row in rows] == pytest.approx(
        unchanged.service_level, abs=1e-3
    )
    assert rows[0]["agents"] > rows[0]["agents_morning"]
    assert rows[0]["service_level_morning"] < 0.8 <= rows[0]["service_level"]
    _, table, _ = floorwalker(*words(history, "2026-03-30 12:00", *service))
    text = " ".join(table.split())
    assert "In time: answered within 20 seconds." in text
    cells = next(line for line in table.splitlines() if "12:00" in line).split("│")
    assert [int(cell) for cell in cells[6:8]] == [rows[0]["agents_morning"], rows[0]["agents"]]


def always_open(path: Path, *, until: datetime) -> Path:
    """Seventy days around the clock to `until`, every half-hour that the clock of Toronto has."""
    dice = np.random.default_rng(3)
    moment = (until - timedelta(days=70)).replace(hour=0).astimezone(UTC)
    lines, day, factor = ["time,offered"], None, 1.0
    while moment < until.astimezone(UTC) + timedelta(days=1):
        local = moment.astimezone(TORONTO)
        if local.date() != day:
            day, factor = local.date(), dice.gamma(100, 0.01)
        lines.append(f"{local.isoformat()},{dice.poisson(200 * factor)}")
        moment += timedelta(minutes=30)
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(
    ("as_of", "rows", "first"),
    [
        ("2026-03-08 01:30", 43, "2026-03-08T01:30:00-05:00"),
        ("2026-03-08 03:00", 42, "2026-03-08T03:00:00-04:00"),
        ("2026-03-08 02:30", 41, "2026-03-08T03:30:00-04:00"),  # a time that there is not
        ("2026-03-08T12:00-04:00", 24, "2026-03-08T12:00:00-04:00"),
        ("2026-11-01 01:30", 47, "2026-11-01T01:30:00-04:00"),  # the first pass, unless told
        ("2026-11-01T01:30-05:00", 45, "2026-11-01T01:30:00-05:00"),
        ("2026-11-01 02:00", 44, "2026-11-01T02:00:00-05:00"),
    ],
)
def test_days_of_46_and_50_half_hours_have_the_rest_that_the_clock_has(
    floorwalker, tmp_path: Path, as_of: str, rows: int, first: str
) -> None:
    until = datetime.fromisoformat(as_of[:10]).replace(tzinfo=TORONTO)
    path = always_open(tmp_path / "open.csv", until=until)
    code, out, _ = floorwalker(*words(path, as_of, "--zone", "America/Toronto", "--json"))
    content = json.loads(out)
    assert code == 0
    assert (len(content["rows"]), content["rows"][0]["start"]) == (rows, first)
    assert len({row["start"] for row in content["rows"]}) == rows
    assert content["queues"][0]["verdict"] == "updated"
    # What was expected counts only half-hours that the day has had, each slot once.
    elapsed = {"01:30": 3, "03:00": 4, "02:30": 5, "12:00": 22, "02:00": 4}[as_of[11:16]]
    assert content["queues"][0]["expected_so_far"] == pytest.approx(200 * elapsed, rel=0.1)


def test_intervals_without_a_row_are_left_out_of_the_comparison_and_that_is_said(
    floorwalker, history: Path
) -> None:
    late = ("2026-03-30 10:30", "2026-03-30 11:00", "2026-03-30 11:30")
    lines = history.read_text().splitlines()
    history.write_text("\n".join(line for line in lines if not line.startswith(late)) + "\n")
    content = json.loads(floorwalker(*words(history, "2026-03-30 12:00", "--json"))[1])
    queue = content["queues"][0]
    assert queue["expected_so_far"] == pytest.approx(3 * 60, rel=0.1)
    assert queue["warnings"] == ["Open intervals before the time of which nothing is known: 3."]
    assert content["rows"][0]["start"] == "2026-03-30T12:00:00"


def test_a_queue_that_began_today_is_left_out(floorwalker, history: Path) -> None:
    with history.open("a") as file:
        file.write("2026-03-30 09:00,new,5,200\n2026-03-30 09:30,new,5,200\n")
    code, out, _ = floorwalker(*words(history, "2026-03-30 12:00", "--json"))
    content = json.loads(out)
    assert (code, {row["queue"] for row in content["rows"]}) == (0, {"sales"})
    assert content["queues_left_out"] == ["new"]


@pytest.mark.parametrize(
    ("as_of", "reason"),
    [
        ("2025-12-01 10:00", "no row lies before 2025-12-01 10:00"),
        ("2026-01-05 10:00", "nothing to forecast it from"),
        ("2026-04-07 10:00", "is of 2026-03-30, more than 7 days earlier"),
        ("2026-03-30T10:00-04:00", "carries an offset"),
    ],
)
def test_a_time_outside_the_history_is_refused(
    floorwalker, history: Path, as_of: str, reason: str
) -> None:
    code, out, err = floorwalker(*words(history, as_of))
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert reason in err


def test_agents_need_handle_times(floorwalker, tmp_path: Path) -> None:
    path = write(tmp_path / "plain.csv", aht=False)
    service = ("--service-level", "0.8", "--within", "20")
    code, out, err = floorwalker(*words(path, "2026-03-30 12:00", *service))
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert "no aht_seconds" in err


@pytest.mark.parametrize(
    "more",
    [
        ("--intraday",),
        ("--as-of", "2026-03-30 12:00"),
        ("--intraday", "--as-of", "noon"),
        ("--intraday", "--as-of", "2026-03-30"),
        ("--intraday", "--as-of", "2026-03-30 12:00", "--from", "2026-03-30"),
        ("--intraday", "--as-of", "2026-03-30 12:00", "--horizon-days", "7"),
        ("--intraday", "--as-of", "2026-03-30 12:00", "--service-level", "0.8"),
        ("--intraday", "--as-of", "2026-03-30 12:00", "--patience", "60"),
        ("--service-level", "0.8", "--within", "20"),
    ],
)
def test_words_that_do_not_go_together_give_exit_code_2(floorwalker, history, more) -> None:
    code, out, _ = floorwalker("--history", history, *more)
    assert (code, out) == (2, "")
