"""`floorwalker shrinkage` from outside: what it prints, and how it refuses."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.builders.command_line import Run

from floorwalker.cli import EXIT_BAD_INPUT

FIRST_DAY = date(2026, 8, 31)  # a Monday


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """16 weeks of 100 paid hours a day: 6 of illness, 10 of leave that was known for a month."""
    lost, paid = tmp_path / "lost.csv", tmp_path / "paid.csv"
    days = [FIRST_DAY + timedelta(days=n) for n in range(112)]
    paid.write_text("day,paid_minutes\n" + "".join(f"{day},6000\n" for day in days))
    lost.write_text(
        "day,cause,minutes,known_on\n"
        + "".join(f"{day},Sickness,360,\n" for day in days)
        + "".join(f"{day},leave,600,{day - timedelta(days=30)}\n" for day in days)
    )
    return lost, paid


def test_known_leave_is_in_neither_part_and_the_past_is_told_again(
    floorwalker: Run, files: tuple[Path, Path]
) -> None:
    lost, paid = files
    code, out, _ = floorwalker("shrinkage", lost, "--paid", paid, "--lead", 14, "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["lead_days"], answer["days"]) == (14, 112)
    first = answer["expected"][0]
    assert first["day"] == "2027-01-03"  # two weeks after the last day
    assert first["by_cause"] == pytest.approx({"sickness": 6 / 90, "leave": 0.0})
    longest = answer["by_lead"][-1]
    assert longest["lead_days"] == 56
    assert longest["by_cause"] == pytest.approx({"sickness": 0.06, "leave": 0.1})
    compared = answer["backtest"]
    assert compared["learned"]["error_ratio"] == pytest.approx(0, abs=1e-9)
    assert compared["constant"]["error_ratio"] == pytest.approx(0.12 - 6 / 90)
    assert compared["constant_ratio"] == 0.12


def test_the_tables_hold_the_same(floorwalker: Run, files: tuple[Path, Path]) -> None:
    lost, paid = files
    code, out, _ = floorwalker("shrinkage", lost, "--paid", paid, "--constant", "0.2")
    assert code == 0
    assert "14 days ahead, from 112 paid days" in out
    assert "constant      13.33%  +13.33%" in out


def test_too_few_days_are_no_answer(floorwalker: Run, tmp_path: Path) -> None:
    file = tmp_path / "lost.csv"
    file.write_text("day,cause,minutes,paid_minutes\n2026-11-23,sickness,60,6000\n")
    code, out, _ = floorwalker("shrinkage", file, "--json")
    assert code == 0
    assert json.loads(out)["expected"] is None
    code, out, _ = floorwalker("shrinkage", file)
    assert out == "Cannot tell: 1 paid days are too few, 28 are needed.\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2026-11-23,sickness,60,", "lost.csv: nothing says how much time was paid"),
        ("2026-11-23,sickness,60,30", "more time is lost than paid on 2026-11-23"),
        ("2026-11-23,sickness,60,90\n1926-11-23,a,1,9", ": more than 20 years"),
        ("2026-11-23,sickness,60,90\n2026-11-24,a,1,", "lost.csv:3: nothing says how much time"),
        ("2026-11-23,sickness,-60,90", "lost.csv:2: minutes is “-60”"),
    ],
)
def test_what_cannot_be_used_is_refused(
    floorwalker: Run, tmp_path: Path, line: str, words: str
) -> None:
    file = tmp_path / "lost.csv"
    file.write_text(f"day,cause,minutes,paid_minutes\n{line}\n")
    code, out, err = floorwalker("shrinkage", file, "--json")
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert words in err
