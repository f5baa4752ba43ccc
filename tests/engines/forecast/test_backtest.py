"""The back-test tells the truth about forecasts whose error is known."""

import numpy as np
import pytest
from tests.builders.forecast_series import MONDAY, simulated, true_mean

from floorwalker.engines.forecast import METHODS, OWN_METHOD, History, backtest


def test_every_method_is_judged_on_the_same_intervals() -> None:
    result = backtest(simulated(true_mean(140, per_day=1_000), seed=1), origins=4)
    assert result.origins == 4
    for week in (1, 2, 3, 4):
        counts = {s.method: s.intervals for s in result.scores if s.lead_week == week}
        assert counts.keys() == METHODS.keys()
        assert len(set(counts.values())) == 1
        assert counts[OWN_METHOD] == (4 - (week - 1)) * 7 * 48


def test_on_pure_noise_we_come_near_the_floor_and_the_naive_does_not() -> None:
    result = backtest(simulated(true_mean(168, per_day=1_000), seed=2))
    week = {s.method: s for s in result.scores if s.lead_week == 1}
    floor = result.noise_floor_ratio[0]
    assert floor == pytest.approx(week[OWN_METHOD].wape_ratio, rel=0.1)
    # Two independent Poisson counts differ by √2 as much as one from its mean.
    assert week["seasonal_naive"].wape_ratio == pytest.approx(floor * 2**0.5, rel=0.1)
    assert week[OWN_METHOD].pinball_ratio < week["seasonal_naive"].pinball_ratio
    assert week[OWN_METHOD].coverage_90_ratio == pytest.approx(0.9, abs=0.05)
    assert abs(week[OWN_METHOD].bias_ratio) < 0.02


def test_the_naive_forecast_is_the_same_weekday_of_the_last_week() -> None:
    counts = np.tile(np.arange(1.0, 8.0), 5)[:, None] * np.ones(48)
    counts[-7:] += 1.0
    last = METHODS["seasonal_naive"](History(MONDAY, 30, counts), 8)
    assert last[:, 0].tolist() == [2, 3, 4, 5, 6, 7, 8, 2]
    four = METHODS["mean_of_last_4"](History(MONDAY, 30, counts), 1)
    assert four[0, 0] == 1.25


def test_too_short_a_history_gives_no_scores() -> None:
    result = backtest(simulated(true_mean(14, per_day=100), seed=3))
    assert (result.origins, result.scores, result.noise_floor_ratio) == (0, (), ())


def test_progress_runs_to_one_and_can_stop_the_run() -> None:
    seen: list[float] = []
    history = simulated(true_mean(140, per_day=100), seed=4)
    backtest(history, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0

    def stop(share: float) -> None:
        raise InterruptedError(share)

    with pytest.raises(InterruptedError):
        backtest(history, progress=stop)


def test_asking_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="or more"):
        backtest(simulated(true_mean(28, per_day=100), seed=5), origins=0)
