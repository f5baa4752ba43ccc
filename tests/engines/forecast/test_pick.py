"""The pick: our own method stays unless another is better by more than noise."""

from collections.abc import Sequence

import numpy as np
import pytest
from scipy import stats
from tests.builders.forecast_series import simulated, true_mean

from floorwalker.engines.forecast import (
    METHODS,
    OWN_METHOD,
    Backtest,
    History,
    backtest,
    by_lead_week,
    forecast,
    picks,
    remembered,
)
from floorwalker.engines.forecast._backtest import BacktestScore
from floorwalker.engines.forecast._pick import Pick, paired_error

DAYS, PER_DAY = 200, 800


def test_one_week_ahead_the_error_is_the_paired_t_tests() -> None:
    gains = np.random.default_rng(1).normal(0.01, 0.02, 16)
    t = stats.ttest_1samp(gains, 0).statistic
    assert paired_error(gains, lead_weeks=1) == pytest.approx(gains.mean() / t)


def test_further_ahead_it_allows_for_weeks_that_neighbours_share() -> None:
    # Mean 0; products at lag 0: 8 times 1, at lag 1: 1 + 1 − 1 + 1 + 1 + 1 − 1 = 3.
    gains = [1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0, 1.0]
    variance = (8 + 2 * 3) / 8 / 8  # mean of squares and twice that of neighbours, of a mean of 8
    harvey = (8 + 1 - 2 * 2 + 2 * 1 / 8) / 8
    assert paired_error(gains, lead_weeks=2) == pytest.approx((variance / harvey) ** 0.5)


def test_it_is_never_less_than_that_of_independent_differences() -> None:
    swinging = [1.0, -1.0] * 5
    alone = paired_error(swinging, lead_weeks=1)
    assert paired_error(swinging, lead_weeks=2) == pytest.approx(alone)


def score(method: str, gains: Sequence[float] = (), *, week: int = 1) -> BacktestScore:
    return BacktestScore(method, week, 336, 0.1, 0.0, 0.03, 0.9, tuple(gains))


def pick_of(*scores: BacktestScore) -> Pick:
    (pick,) = picks(Backtest(16, scores, (0.05,)))
    return pick


WIN = [0.020, 0.024, 0.018, 0.022, 0.019, 0.021, 0.023, 0.017]
TIE = [0.030, -0.02, 0.010, -0.03, 0.025, -0.01, 0.015, -0.02]


@pytest.mark.parametrize(
    ("gains", "method", "verdict"),
    [
        (WIN, "other", "other_is_better"),
        ([-gain for gain in WIN], OWN_METHOD, "own_is_better"),
        (TIE, OWN_METHOD, "cannot_tell"),
        ([0.0] * 8, OWN_METHOD, "cannot_tell"),
        ([0.0009] * 8, OWN_METHOD, "cannot_tell"),  # certain, and nothing that anybody would see
        (WIN[:4], OWN_METHOD, "too_few"),
    ],
)
def test_another_is_picked_only_when_it_is_better_by_more_than_noise(
    gains: list[float], method: str, verdict: str
) -> None:
    pick = pick_of(score(OWN_METHOD), score("other", gains))
    assert (pick.method, pick.verdict, pick.origins) == (method, verdict, len(gains))


def test_the_gain_and_its_margin_are_those_of_a_paired_t_interval() -> None:
    pick = pick_of(score(OWN_METHOD), score("other", TIE))
    high = stats.ttest_1samp(TIE, 0).confidence_interval(0.95).high
    assert pick.gain_ratio == pytest.approx(np.mean(TIE))
    assert pick.margin_ratio == pytest.approx(high - np.mean(TIE))


def test_among_many_the_luckiest_has_to_prove_more() -> None:
    gains = [0.010, 0.002, 0.006, -0.001, 0.008, 0.001, 0.009, -0.002]  # p = 0.044 by itself
    assert stats.ttest_1samp(gains, 0).pvalue == pytest.approx(0.04, abs=0.02)
    assert pick_of(score(OWN_METHOD), score("other", gains)).method == "other"
    crowd = [score(f"method {n}", TIE) for n in range(5)]
    assert pick_of(score(OWN_METHOD), score("other", gains), *crowd).method == OWN_METHOD


def test_of_several_better_ones_the_best_is_picked() -> None:
    more = [gain + 0.01 for gain in WIN]
    lucky = [0.3, -0.2, 0.4, -0.1, 0.3, -0.2, 0.4, 0.1]  # more on average, and nothing proven
    rivals = [score("good", WIN), score("best", more), score("lucky", lucky)]
    assert pick_of(score(OWN_METHOD), *rivals).method == "best"


def test_gains_add_up_to_the_difference_of_the_errors() -> None:
    result = backtest(simulated(true_mean(DAYS, per_day=PER_DAY), seed=7))
    wape = {(s.method, s.lead_week): s.wape_ratio for s in result.scores}
    for rival in (s for s in result.scores if s.method != OWN_METHOD):
        own = wape[OWN_METHOD, rival.lead_week]
        assert np.mean(rival.gain_ratios) == pytest.approx(own - rival.wape_ratio)
        assert len(rival.gain_ratios) == 8 - (rival.lead_week - 1)


def test_on_pure_noise_no_plain_method_replaces_ours_and_the_naive_is_found_out() -> None:
    result = backtest(simulated(true_mean(DAYS, per_day=PER_DAY), seed=8), origins=16)
    assert {pick.method for pick in picks(result)} == {OWN_METHOD}
    naive = [s for s in result.scores if s.method in {OWN_METHOD, "seasonal_naive"}]
    assert picks(Backtest(16, tuple(naive), ()))[0].verdict == "own_is_better"


def knows_better(history: History, horizon_days: int) -> np.ndarray:
    """A further method that knows the truth of a queue whose days jump about."""
    return jumping(history.days + horizon_days)[history.days :]


def jumping(days: int) -> np.ndarray:
    """A queue with a secret: every third day is half as busy again."""
    extra = np.where(np.arange(days) % 3 == 0, 1.5, 1.0)
    return true_mean(days, per_day=PER_DAY) * extra[:, None]


def test_a_further_method_joins_is_judged_wins_and_is_what_is_forecast() -> None:
    history = simulated(jumping(DAYS), seed=9)
    methods = remembered({**METHODS, "knows_better": knows_better})
    result = backtest(history, methods=methods, origins=16)
    made = picks(result)
    assert [(p.lead_week, p.method, p.verdict) for p in made] == [
        (week, "knows_better", "other_is_better") for week in (1, 2, 3, 4)
    ]
    method = by_lead_week([pick.method for pick in made], methods=methods)
    told = forecast(history, horizon_days=28, method=method)
    assert np.array_equal(told.mean, knows_better(history, 28))
    inside = (told.quantiles[..., 0] <= told.mean) & (told.mean <= told.quantiles[..., -1])
    assert inside[told.mean > 1].all()
    # What is known exactly is foreseen within chance alone: far less spread than our own model's.
    assert told.dispersion[0] < forecast(history, horizon_days=28).dispersion[0] / 3


def test_weeks_of_different_methods_meet_at_the_seams() -> None:
    history = simulated(true_mean(DAYS, per_day=PER_DAY), seed=10)
    method = by_lead_week(["mean_of_last_4", OWN_METHOD, "seasonal_naive"])
    told = method(history, 28)
    for week, name in enumerate(["mean_of_last_4", OWN_METHOD, "seasonal_naive", "seasonal_naive"]):
        rows = slice(7 * week, 7 * week + 7)
        assert np.array_equal(told[rows], METHODS[name](history, 28)[rows])


def silent_on_mondays(history: History, horizon_days: int) -> np.ndarray:
    said = np.full((horizon_days, history.slots), 7.0)
    said[::7] = np.nan
    said[1, 0] = -3.0
    return said


def test_ours_stands_in_where_a_method_says_nothing_and_on_public_holidays() -> None:
    plain = simulated(true_mean(196, per_day=PER_DAY), seed=11)  # the next day is a Monday
    christmas = plain.first_day.replace(month=7, day=22)  # a Wednesday of the first coming week
    assert (christmas - plain.next_day).days == 2
    history = History(plain.first_day, 30, plain.counts, holidays=frozenset({christmas}))
    methods = {**METHODS, "silent": silent_on_mondays}
    told = by_lead_week(["silent"], methods=methods)(history, 7)
    own = METHODS[OWN_METHOD](history, 7)
    assert np.array_equal(told[[0, 2]], own[[0, 2]])
    assert (told[[3, 4, 5, 6]] == 7.0).all()
    assert told[1, 0] == 0.0  # fewer than none is none


def test_a_method_that_says_nothing_at_all_is_neither_scored_nor_picked() -> None:
    def silent(history: History, horizon_days: int) -> np.ndarray:
        return np.full((horizon_days, history.slots), np.inf)

    history = simulated(true_mean(DAYS, per_day=PER_DAY), seed=12)
    result = backtest(history, methods={**METHODS, "silent": silent})
    assert "silent" not in {score.method for score in result.scores}


@pytest.mark.parametrize("names", [[], ["nonsense"]])
def test_names_that_mean_nothing_are_refused(names: list[str]) -> None:
    with pytest.raises(ValueError, match="one of dayreg_mix, mean_of_last_4"):
        by_lead_week(names)


def test_an_answer_of_the_wrong_size_is_refused() -> None:
    def short(history: History, horizon_days: int) -> np.ndarray:
        return np.zeros((horizon_days - 1, history.slots))

    history = simulated(true_mean(60, per_day=PER_DAY), seed=13)
    with pytest.raises(ValueError, match=r"shape \(27, 48\), not \(28, 48\)"):
        backtest(history, methods={**METHODS, "short": short})
    with pytest.raises(ValueError, match="nothing to say of some intervals"):
        forecast(history, horizon_days=7, method=silent_on_mondays)


def test_methods_that_remember_answer_alike_and_are_asked_once() -> None:
    asked = []

    def counted(history: History, horizon_days: int) -> np.ndarray:
        asked.append(history.days)
        return METHODS["seasonal_naive"](history, horizon_days)

    history = simulated(true_mean(DAYS, per_day=PER_DAY), seed=14)
    methods = remembered({**METHODS, "counted": counted})
    first = backtest(history, methods=methods)
    count = len(asked)
    assert first == backtest(history, methods={**METHODS, "counted": counted})
    asked.clear()
    by_week = by_lead_week(["counted"], methods=methods)
    forecast(history, horizon_days=28, method=by_week)
    assert (count, asked) == (16, [DAYS])  # only the forecast itself was new
