"""Forecasts of handle times: what is believed, and how good they are on recorded calls."""

import csv
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.builders.forecast_series import MONDAY, simulated, true_mean

from floorwalker.engines.forecast import (
    OWN_METHOD,
    History,
    SpecialDay,
    SpecialKind,
    backtest,
    forecast,
)

DATA = Path(os.environ.get("FLOORWALKER_DATA", Path(__file__).parents[4] / "shared" / "data"))
PLAIN = ("constant", "mean_of_last_4", "mean_of_last_8", "seasonal_naive")


def steady(*, seconds: float = 240.0) -> History:
    history = simulated(true_mean(56, per_day=500), seed=4)
    aht = np.where(history.counts > 0, seconds, np.nan)
    return replace(history, aht_seconds=aht)


def test_a_call_that_was_never_hung_up_is_not_believed() -> None:
    history = steady()
    assert history.aht_seconds is not None
    absurd = history.aht_seconds.copy()
    absurd[49:52, 24] = 8 * 3600.0
    made = forecast(replace(history, aht_seconds=absurd), horizon_days=7).aht_seconds
    assert made == pytest.approx(np.full((7, 48), 240.0))


def test_a_long_call_among_few_is_believed() -> None:
    history = steady()
    assert history.aht_seconds is not None
    counts, long = history.counts.copy(), history.aht_seconds.copy()
    counts[50, 40], long[50, 40] = 1, 12 * 240.0
    made = forecast(replace(history, counts=counts, aht_seconds=long), horizon_days=7).aht_seconds
    assert made is not None
    assert made.mean() > 240.1


def test_an_excluded_day_teaches_no_handle_time() -> None:
    history = steady()
    assert history.aht_seconds is not None
    slow = history.aht_seconds.copy()
    slow[51] *= 1.5
    day = date.fromordinal(MONDAY.toordinal() + 51)
    outage = SpecialDay(day, SpecialKind.EXCLUDE, "Slow system")
    left_out = replace(history, aht_seconds=slow, special_days=(outage,))
    assert forecast(left_out, horizon_days=7).aht_seconds == pytest.approx(np.full((7, 48), 240))


def test_the_back_test_weighs_misses_by_contacts() -> None:
    """Four weeks of two calls at 100 s and eight at 200 s a day; then one week of 120 and 250."""
    counts, aht = np.zeros((35, 24)), np.full((35, 24), np.nan)
    counts[:, 9], counts[:, 10] = 2, 8
    aht[:28, 9], aht[:28, 10], aht[28:, 9], aht[28:, 10] = 100, 200, 120, 250
    found = backtest(History(MONDAY, 60, counts, aht), origins=1, horizon_weeks=1).handle_time
    score = {one.method: one for one in found}
    spent = 2 * 120 + 8 * 250
    for plain in ("mean_of_last_4", "mean_of_last_8", "seasonal_naive"):
        assert score[plain].error_ratio == pytest.approx((2 * 20 + 8 * 50) / spent)
        assert score[plain].bias_ratio == pytest.approx(-(2 * 20 + 8 * 50) / spent)
    assert score["constant"].error_ratio == pytest.approx((2 * 60 + 8 * 70) / spent)
    assert score["constant"].bias_ratio == pytest.approx((2 * 60 - 8 * 70) / spent)
    assert {one.contacts for one in found} == {70.0}


def test_a_history_without_handle_times_has_no_scores_of_them() -> None:
    assert backtest(replace(steady(), aht_seconds=None), origins=2).handle_time == ()


@pytest.mark.data
@pytest.mark.parametrize("minutes", [30, 60])
@pytest.mark.parametrize("kind", [None, "PS", "NE", "NW", "IN"])
def test_recorded_calls_are_forecast_better_than_by_a_constant(
    kind: str | None, minutes: int
) -> None:
    """January 1999 of an Israeli bank, call by call: all services, and four kinds apart."""
    path = DATA / "anonymous_bank_1999_01.tsv"
    if not path.exists():
        pytest.skip(f"{path.name} is not in {DATA}; set FLOORWALKER_DATA to the folder that has it")
    found = backtest(_january(path, kind=kind, minutes=minutes), origins=2, horizon_weeks=1)
    error = {score.method: score.error_ratio for score in found.handle_time}
    for plain in PLAIN:
        assert error[OWN_METHOD] < error[plain], plain


def _january(path: Path, *, kind: str | None, minutes: int) -> History:
    contacts = np.zeros((31, 1440 // minutes))
    seconds = np.zeros_like(contacts)
    with path.open() as file:
        for row in csv.DictReader(file, delimiter="\t"):
            served = row["outcome"] == "AGENT" and row["ser_time"].isdigit()
            if served and int(row["ser_time"]) > 0 and kind in (None, row["type"]):
                hour, minute, _second = map(int, row["vru_exit"].split(":"))
                place = int(row["date"][4:]) - 1, (hour * 60 + minute) // minutes
                contacts[place] += 1
                seconds[place] += int(row["ser_time"])
    aht = np.full_like(contacts, np.nan)
    np.divide(seconds, contacts, out=aht, where=contacts > 0)
    return History(date(1999, 1, 1), minutes, contacts, aht)
