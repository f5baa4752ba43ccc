"""Forecasts of simulated queues, whose true means are known."""

from datetime import date, timedelta

import numpy as np
import pytest
from tests.builders.forecast_series import MONDAY, simulated, true_mean

from floorwalker.engines.forecast import History, forecast


def wape(mean: np.ndarray, truth: np.ndarray) -> float:
    return float(np.abs(mean - truth).sum() / truth.sum())


def test_twelve_weeks_teach_the_true_means() -> None:
    truth = true_mean(84 + 28, per_day=1_000)
    result = forecast(simulated(truth[:84], seed=1), horizon_days=28)
    assert wape(result.mean, truth[84:]) < 0.03
    assert result.mean.sum() == pytest.approx(truth[84:].sum(), rel=0.015)


def test_closed_weekdays_and_hours_are_forecast_as_nothing() -> None:
    truth = true_mean(70, per_day=400)
    result = forecast(simulated(truth[:56], seed=2), horizon_days=14)
    closed = truth[56:] == 0
    assert not result.mean[closed].any()
    assert not result.quantiles[closed].any()
    assert (result.mean[~closed] > 0).all()


def test_hours_that_were_cut_two_months_ago_are_forecast_as_nothing() -> None:
    truth = true_mean(140, per_day=1_000)
    truth[84:, 36:] = 0.0
    result = forecast(simulated(truth, seed=20), horizon_days=7)
    assert not result.mean[:, 36:].any()
    assert (result.mean[0, 20:36] > 0).all()


def test_a_queue_that_fell_silent_a_month_ago_is_forecast_as_silent() -> None:
    truth = true_mean(112, per_day=300)
    truth[84:] = 0.0
    assert not forecast(simulated(truth, seed=21), horizon_days=14).mean.any()


def test_a_quiet_weekday_is_not_taken_for_a_closed_one() -> None:
    truth = np.full((35, 48), 0.5 / 48)
    silent = simulated(truth, seed=22).counts
    silent[[13, 20, 27, 34]] = 0.0  # four Sundays without a call: likely at one in two days
    result = forecast(History(MONDAY, 30, silent), horizon_days=7)
    assert result.mean[6].sum() > 0.1


def test_a_file_that_leaves_out_closed_hours_gives_the_same_forecast_as_one_with_zeros() -> None:
    with_zeros = simulated(true_mean(56, per_day=400), seed=3)
    counts = np.where(true_mean(56, per_day=400) == 0, np.nan, with_zeros.counts)
    left_out = History(MONDAY, 30, counts)
    assert forecast(left_out, horizon_days=14).mean == pytest.approx(
        forecast(with_zeros, horizon_days=14).mean
    )


def test_gaps_do_not_pull_the_forecast_down() -> None:
    truth = true_mean(70, per_day=1_000)
    history = simulated(truth[:56], seed=4)
    counts = history.counts.copy()
    counts[np.random.default_rng(4).random(counts.shape) < 0.1] = np.nan
    counts[30:33] = np.nan
    result = forecast(History(MONDAY, 30, counts), horizon_days=14)
    assert result.mean.sum() == pytest.approx(truth[56:].sum(), rel=0.02)


def test_one_outage_and_one_storm_are_set_aside() -> None:
    truth = true_mean(70, per_day=1_000)
    history = simulated(truth[:56], seed=5)
    counts = history.counts.copy()
    counts[51] *= 0.1
    counts[52] *= 3.0
    result = forecast(History(MONDAY, 30, counts), horizon_days=14)
    assert result.mean.sum() == pytest.approx(truth[56:].sum(), rel=0.02)


@pytest.mark.parametrize("days", [1, 2, 3, 7, 10])
def test_a_few_days_are_enough_for_a_sensible_forecast_with_wide_bands(days: int) -> None:
    truth = true_mean(days, per_day=1_000)
    short = forecast(simulated(truth, seed=6), horizon_days=7)
    long = forecast(simulated(true_mean(112, per_day=1_000), seed=6), horizon_days=7)
    assert np.isfinite(short.mean).all()
    assert 700 < short.mean[0].sum() < 1_400
    assert short.dispersion[0] > 3 * long.dispersion[0]


def test_a_level_that_moved_a_month_ago_is_followed() -> None:
    truth = true_mean(112 + 14, per_day=1_000)
    truth[84:] *= 1.3
    result = forecast(simulated(truth[:112], seed=7), horizon_days=14)
    assert result.mean.sum() == pytest.approx(truth[112:].sum(), rel=0.06)


def test_a_busy_first_of_the_month_is_learned() -> None:
    days = 365
    truth = true_mean(days, per_day=1_000, week=np.ones(7))
    first = [(MONDAY + timedelta(days=d)).day == 1 for d in range(days)]
    truth[first] *= 1.5
    result = forecast(simulated(truth[:330], seed=8), horizon_days=35)
    is_first = np.array(first[330:])
    ratio = result.mean[is_first].sum(axis=1).mean() / result.mean[~is_first].sum(axis=1).mean()
    assert 1.25 < ratio < 1.55


def test_a_queue_that_never_closes_and_rarely_rings_gets_its_mean() -> None:
    truth = np.full((140 + 28, 48), 0.25)
    result = forecast(simulated(truth[:140], seed=9), horizon_days=28)
    assert result.mean.sum() == pytest.approx(truth[140:].sum(), rel=0.06)
    assert (result.mean > 0.1).all()


@pytest.mark.parametrize("minutes", [5, 6, 15, 60])
def test_every_grid_gives_the_same_day(minutes: int) -> None:
    slots = 1440 // minutes
    truth = true_mean(70, per_day=2_000, slots=slots)
    result = forecast(simulated(truth[:56], seed=10, minutes=minutes), horizon_days=14)
    assert result.mean.shape == (14, slots)
    assert result.mean.sum() == pytest.approx(truth[56:].sum(), rel=0.02)


def holidays_and_history(share: float | None) -> tuple[History, int]:
    """Four past Wednesdays off with `share` of their contacts (None: unknown); one to come."""
    offs = [9, 37, 65, 93]
    history = simulated(true_mean(112, per_day=1_000), seed=13)
    counts = history.counts.copy()
    for off in offs:
        counts[off] = np.nan if share is None else np.round(counts[off] * share)
    coming = 114
    dates = frozenset(MONDAY + timedelta(days=off) for off in (*offs, coming))
    return History(MONDAY, 30, counts, None, dates), coming - 112


@pytest.mark.parametrize(("share", "low", "high"), [(0.0, 0, 0), (None, 0, 0), (0.3, 250, 500)])
def test_a_holiday_is_forecast_near_what_past_holidays_brought(
    share: float | None, low: float, high: float
) -> None:
    history, index = holidays_and_history(share)
    totals = forecast(history, horizon_days=7).mean.sum(axis=1)
    assert low <= totals[index] <= high
    assert totals[index - 1] == pytest.approx(1_000, rel=0.08)


def test_a_holiday_without_a_past_is_a_normal_day() -> None:
    history = simulated(true_mean(56, per_day=1_000), seed=14)
    coming = frozenset({MONDAY + timedelta(days=57)})
    plain = forecast(history, horizon_days=7).mean[1].sum()
    with_holiday = History(MONDAY, 30, history.counts, None, coming)
    assert forecast(with_holiday, horizon_days=7).mean[1].sum() == pytest.approx(plain, rel=0.02)


def test_handling_times_follow_the_slot_and_the_latest_level() -> None:
    history = simulated(true_mean(84, per_day=2_000), seed=15)
    aht = (
        np.where(np.arange(48) < 26, 200.0, 300.0) * np.where(np.arange(84) < 56, 1.0, 1.2)[:, None]
    )
    history = History(MONDAY, 30, history.counts, aht)
    result = forecast(history, horizon_days=7)
    assert result.aht_seconds is not None
    assert result.aht_seconds[0, 20] == pytest.approx(240, rel=0.06)
    assert result.aht_seconds[0, 32] == pytest.approx(360, rel=0.06)


def test_without_handling_times_none_are_forecast() -> None:
    assert (
        forecast(simulated(true_mean(28, per_day=100), seed=16), horizon_days=7).aht_seconds is None
    )


def test_bands_hold_nine_in_ten_when_days_share_a_factor() -> None:
    inside, total = 0, 0
    for seed in range(12):
        truth = true_mean(140, per_day=2_000)
        history = simulated(truth, seed=100 + seed, day_cv=0.08)
        result = forecast(history.until(112), horizon_days=28)
        actual = history.counts[112:]
        is_open = truth[112:] > 0
        within = (actual >= result.quantiles[..., 0]) & (actual <= result.quantiles[..., -1])
        inside += int(within[is_open].sum())
        total += int(is_open.sum())
    assert 0.87 < inside / total < 0.95


def test_the_shared_day_factor_is_found() -> None:
    found = [
        forecast(
            simulated(true_mean(140, per_day=5_000), seed=s, day_cv=0.1), horizon_days=7
        ).day_factor_cv
        for s in range(6)
    ]
    assert np.mean(found) == pytest.approx(0.105, abs=0.02)  # and a little for the mean's own error


def test_the_future_is_not_looked_at() -> None:
    history = simulated(true_mean(112, per_day=500), seed=17)
    assert np.array_equal(
        forecast(history.until(84), horizon_days=7).mean,
        forecast(History(MONDAY, 30, history.counts[:84].copy()), horizon_days=7).mean,
    )


def test_a_queue_without_a_contact_is_forecast_as_zero() -> None:
    result = forecast(History(MONDAY, 30, np.zeros((30, 48))), horizon_days=7)
    assert not result.mean.any()


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        (np.full((3, 48), np.nan), "no known interval"),
        (np.zeros((3, 47)), "48 slots"),
        (np.full((3, 48), -1.0), "0 or more"),
    ],
)
def test_a_history_that_cannot_be_used_is_refused(counts: np.ndarray, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        forecast(History(date(2026, 1, 5), 30, counts), horizon_days=7)


@pytest.mark.parametrize("days", [0, 401])
def test_a_horizon_out_of_bounds_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="1 to 400"):
        forecast(simulated(true_mean(28, per_day=10), seed=18), horizon_days=days)
