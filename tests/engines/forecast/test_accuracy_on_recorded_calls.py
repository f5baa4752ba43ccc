"""Accuracy on recorded series, against plain forecasts and against the chance of arrivals."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from floorwalker.adapters.plain_csv import read_intervals
from floorwalker.engines.forecast import (
    OWN_METHOD,
    Backtest,
    History,
    PastDays,
    Today,
    backtest,
    intraday_update,
    morning_forecasts,
)

DATA = Path(os.environ.get("FLOORWALKER_DATA", Path(__file__).parents[4] / "shared" / "data"))

pytestmark = pytest.mark.data


def data_file(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not in {DATA}; set FLOORWALKER_DATA to the folder that has it")
    return path


def history_of(path: Path, *, minutes: int) -> History:
    matrix = read_intervals(path, minutes=minutes).queues[0].offered
    return History(matrix.first_day, minutes, matrix.values)


def wape(result: Backtest, method: str, week: int) -> float:
    found = [s.wape_ratio for s in result.scores if (s.method, s.lead_week) == (method, week)]
    return found[0]


def assert_better_than_plain_ones(result: Backtest) -> None:
    for week in (1, 2, 3):
        ours = wape(result, OWN_METHOD, week)
        for plain in ("seasonal_naive", "mean_of_last_4", "mean_of_last_8"):
            assert ours < wape(result, plain, week), (plain, week)


def test_a_north_american_bank() -> None:
    result = backtest(history_of(data_file("bank_calls_5min.csv"), minutes=30))
    assert_better_than_plain_ones(result)
    two_weeks = {m: wape(result, m, 1) + wape(result, m, 2) for m in (OWN_METHOD, "mean_of_last_8")}
    assert two_weeks[OWN_METHOD] / 2 < 0.055  # our research asks for 0.058
    assert two_weeks[OWN_METHOD] < 0.9 * two_weeks["mean_of_last_8"]
    own = [s for s in result.scores if s.method == OWN_METHOD]
    assert all(0.85 < score.coverage_90_ratio < 0.96 for score in own)


def israeli_bank(tmp_path: Path) -> History:
    lines = ["time,offered"]
    for line in data_file("anonymous_bank_1999_counts_6min.csv").read_text().splitlines()[1:]:
        day, slot, calls = line.split(",")
        start = datetime.fromisoformat(day) + timedelta(minutes=6 * (int(slot) - 1))
        lines.append(f"{start.isoformat()},{calls}")
    path = tmp_path / "calls.csv"
    path.write_text("\n".join(lines) + "\n")
    return history_of(path, minutes=30)


def test_an_israeli_bank_with_short_fridays_and_unannounced_holidays(tmp_path: Path) -> None:
    result = backtest(israeli_bank(tmp_path), origins=12)
    assert_better_than_plain_ones(result)
    assert wape(result, OWN_METHOD, 1) < 0.9 * wape(result, "mean_of_last_8", 1) + 0.02


def test_an_emergency_department_is_forecast_to_within_chance() -> None:
    history = history_of(data_file("hospital_arrivals_hourly.csv"), minutes=60)
    result = backtest(history, origins=12)
    assert_better_than_plain_ones(result)
    floor = np.array(result.noise_floor_ratio)
    ours = np.array([wape(result, OWN_METHOD, week) for week in (1, 2, 3, 4)])
    assert (ours < 1.04 * floor).all()


def rest_of_day(
    history: History, *, cuts: tuple[int, ...], first_day: int = 112
) -> dict[int, tuple[float, float]]:
    """Return the WAPE of the rest of the day without and with updates, by the slot of the cut."""
    made = morning_forecasts(history, days=history.days)
    days = np.flatnonzero((~np.isnan(history.counts)).any(axis=1))[-made.actual.shape[0] :]
    found = {}
    for cut in cuts:
        plain, updated, contacts = 0.0, 0.0, 0.0
        for row in np.flatnonzero(days >= first_day):
            expected, actual = made.expected[row], made.actual[row]
            before = (days < days[row]) & (days >= days[row] - 90)
            past = PastDays(made.expected[before], made.actual[before])
            observed = np.where(np.arange(48) < cut, actual, np.nan)
            update = intraday_update(Today(30, cut, expected, 0.0, observed), past=past)
            rest = actual[cut:]
            plain += float(np.nansum(np.abs(expected[cut:] - rest)))
            updated += float(np.nansum(np.abs(update.mean - rest)))
            contacts += float(np.nansum(rest))
        found[cut] = plain / contacts, updated / contacts
    return found


def test_updates_during_the_day_never_harm_at_a_north_american_bank_and_save_a_seventh() -> None:
    history = history_of(data_file("bank_calls_5min.csv"), minutes=30)
    history.counts[:, 42] = np.nan  # 21:00 holds five minutes only
    opening = 14
    found = rest_of_day(history, cuts=tuple(opening + slots for slots in (1, 2, 4, 6, 8, 14, 22)))
    for cut, (plain, updated) in found.items():
        assert updated <= plain, cut
    assert found[opening + 1][0] == found[opening + 1][1]  # the first hour
    assert found[opening + 6][1] <= 0.0445
    assert found[opening + 8][1] <= 0.042
    assert found[opening + 8][1] < 0.86 * found[opening + 8][0]


def test_updates_during_the_day_never_harm_at_an_israeli_bank(tmp_path: Path) -> None:
    found = rest_of_day(israeli_bank(tmp_path), cuts=(1, 8, 12, 16, 18, 20, 24, 28, 32, 36, 40))
    for cut, (plain, updated) in found.items():
        # At nine it touches four of 161 days, one of which came busier: 0.04 points by chance.
        assert updated <= plain + (0.0006 if cut == 18 else 0.0), cut
    assert found[32][1] < 0.97 * found[32][0]
