"""`floorwalker calibrate` from outside: what it prints, and how it refuses."""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from tests.builders.command_line import Run

from floorwalker.cli import EXIT_BAD_INPUT


@pytest.fixture
def calibrate(floorwalker: Run) -> Run:
    """Run the verb in this process; give the exit code, the output and the errors."""
    return partial(floorwalker, "calibrate")


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A day on which patience has mean 100 s, everybody waits up to 60 s, and work takes 200 s."""
    dice = np.random.default_rng(5)
    lines = ["arrived_at,queue,wait_seconds,outcome,handle_seconds,agent"]
    for number in range(20_000):
        patience, queue_wait = dice.exponential(100), dice.uniform(0, 60)
        clock = f"2026-03-02 {8 + number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}"
        gone = patience < queue_wait
        wait = round(min(patience, queue_wait))
        work = "" if gone else round(dice.exponential(200))
        agent = "" if gone else f"agent {number % 40}"
        lines.append(f"{clock},calls,{wait},{'abandoned' if gone else 'answered'},{work},{agent}")
    file = tmp_path / "calls.csv"
    file.write_text("\n".join(lines))
    return file


def test_what_was_played_is_found_again(calibrate: Run, recorded: Path) -> None:
    code, out, _ = calibrate(recorded, "--json")
    (calls,) = json.loads(out)["queues"]
    assert (code, calls["queue"], calls["contacts"]) == (0, "calls", 20_000)
    assert calls["aht_seconds"] == pytest.approx(200, rel=0.03)
    assert calls["handle_cv"] == pytest.approx(1, abs=0.03)
    assert calls["patience_mean_seconds"] == pytest.approx(100, rel=0.05)
    quantiles = calls["patience_quantiles_seconds"]
    assert quantiles[20] == pytest.approx(-100 * np.log(0.8), abs=2)
    assert quantiles[40] == pytest.approx(-100 * np.log(0.6), abs=3)
    assert (quantiles[0], quantiles[100]) == (0, None)
    assert calls["seen_until"] == pytest.approx(1 - np.exp(-0.6), abs=0.05)


def test_the_table_says_what_cannot_be_told(calibrate: Run, recorded: Path) -> None:
    recorded.write_text("\n".join(recorded.read_text().splitlines()[:20]))
    code, out, _ = calibrate(recorded)
    assert code == 0
    assert "– – – –" in out


def test_intervals_are_refused(calibrate: Run, tmp_path: Path) -> None:
    file = tmp_path / "intervals.csv"
    file.write_text("time,queue,offered\n2026-03-02 08:00,a,5\n2026-03-02 08:30,a,6\n")
    code, out, error = calibrate(file)
    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert "patience shows in single contacts only" in error
