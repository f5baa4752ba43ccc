"""Intraday updates of days whose truth is known, and slopes against brute force."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.forecast_series import course, simulated, true_mean

from floorwalker.engines.forecast import (
    QUANTILE_LEVELS,
    CutSlopes,
    IntradayUpdate,
    PastDays,
    Today,
    forecast,
    intraday_update,
    learn_slopes,
    morning_forecasts,
    negative_binomial_quantiles,
    update_by_slopes,
)
from floorwalker.engines.forecast._intraday_slopes import days_so_far, learn, to_learn_from

OPENING, NOON, CLOSING = 16, 24, 40  # slots of `course`: open from 08:00 to 20:00
COURSE = 2_000 * course()


def past_days(
    *, days: int = 60, seed: int = 1, day_cv: float = 0.1, scale: float = 1.0
) -> PastDays:
    """Poisson days around a course that share a factor each; the forecast knows the mean."""
    dice = np.random.default_rng(seed)
    factor = dice.gamma(1 / day_cv**2, day_cv**2, size=days) if day_cv else np.ones(days)
    expected = np.tile(scale * COURSE, (days, 1))
    return PastDays(expected, dice.poisson(expected * factor[:, None]).astype(float))


def a_day(*, from_slot: int = NOON, factor: float = 1.2, expected: np.ndarray = COURSE) -> Today:
    """A day in progress that has brought `factor` times what was expected, exactly."""
    observed = np.where(np.arange(48) < from_slot, factor * expected, np.nan)
    return Today(30, from_slot, expected, 0.01, observed)


def is_the_morning_forecast(update: IntradayUpdate, today: Today) -> bool:
    rest = today.expected[today.from_slot :]
    quantiles = negative_binomial_quantiles(
        rest, dispersion=np.full(rest.shape, today.dispersion), levels=QUANTILE_LEVELS
    )
    return bool(
        update.factor == 1.0
        and np.array_equal(update.mean, rest)
        and np.array_equal(update.quantiles, quantiles)
        and update.dispersion == today.dispersion
        and (update.slope_day, update.slope_latest, update.certainty_ratio) == (0.0, 0.0, 0.0)
    )


# Theory: a day's factor is gamma of cv 0.1, weight 100. Having seen what `SO_FAR` expects, its
# variance falls from 1 / 100 to 1 / (100 + SO_FAR); SO_FAR / (100 + SO_FAR) of it is carried on.
SO_FAR = COURSE[:NOON].sum()


def test_a_day_that_shares_one_factor_is_followed_as_far_as_theory_has_it() -> None:
    update = intraday_update(a_day(factor=1.2), past=past_days(days=600))
    carried = update.slope_day + update.slope_latest
    assert update.verdict == "updated"
    assert carried == pytest.approx(SO_FAR / (SO_FAR + 100), abs=0.03)
    assert update.factor == pytest.approx(1.2**carried, rel=0.005)
    assert update.certainty_ratio > 0.98
    assert (update.observed_so_far, update.expected_so_far) == pytest.approx((1.2 * SO_FAR, SO_FAR))


def test_what_it_says_it_saves_and_how_wide_its_band_is_are_those_of_theory() -> None:
    update = intraday_update(a_day(factor=1.0), past=past_days(days=600))
    rest = COURSE[NOON:]
    after, before = 1 / (100 + SO_FAR), 1 / 100
    # A mean absolute error is √(2/π) standard deviations, of Poisson noise and the day together.
    saved = 1 - np.sqrt(rest + after * rest**2).sum() / np.sqrt(rest + before * rest**2).sum()
    assert update.saved_ratio == pytest.approx(saved, abs=0.02)
    assert update.dispersion / a_day().dispersion == pytest.approx(after / before, abs=0.08)
    assert update.mean == pytest.approx(rest)


def test_sixty_days_are_enough() -> None:
    update = intraday_update(a_day(factor=1.2), past=past_days(days=60))
    assert update.past_days == 60
    assert update.slope_day + update.slope_latest == pytest.approx(0.88, abs=0.12)


def test_chance_alone_is_not_followed() -> None:
    verdicts = []
    for seed in range(40):
        today = a_day(factor=1.3)
        update = intraday_update(today, past=past_days(day_cv=0.0, seed=seed))
        verdicts.append(update.verdict)
        assert update.verdict == "updated" or is_the_morning_forecast(update, today)
    assert verdicts.count("did_not_help") >= 36


def test_a_busy_morning_before_a_quiet_rest_is_not_answered_the_wrong_way() -> None:
    past = past_days(day_cv=0.1)
    other_way = past.actual.copy()
    other_way[:, NOON:] = past.expected[:, NOON:] ** 2 / np.maximum(past.actual[:, NOON:], 1.0)
    today = a_day(factor=1.2)
    update = intraday_update(today, past=PastDays(past.expected, other_way))
    assert update.verdict == "did_not_help"
    assert is_the_morning_forecast(update, today)


@pytest.mark.parametrize(("from_slot", "says"), [(OPENING, 0), (OPENING + 1, 0), (OPENING + 2, 1)])
def test_in_the_first_hour_the_morning_forecast_stands(from_slot: int, says: int) -> None:
    today = a_day(from_slot=from_slot, factor=3.0)
    update = intraday_update(today, past=past_days(day_cv=0.3))
    assert (update.verdict == "updated") == bool(says)
    if not says:
        assert update.verdict == "first_hour"
        assert is_the_morning_forecast(update, today)


@given(from_slot=st.integers(0, OPENING + 1), factor=st.floats(0, 50), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_nothing_that_came_in_the_first_hour_moves_the_forecast(
    from_slot: int, factor: float, seed: int
) -> None:
    today = a_day(from_slot=from_slot, factor=factor)
    update = intraday_update(today, past=past_days(seed=seed))
    assert update.verdict == "first_hour"
    assert is_the_morning_forecast(update, today)


@pytest.mark.parametrize(("days", "verdict"), [(0, "few_days"), (19, "few_days"), (20, "updated")])
def test_with_few_past_days_the_morning_forecast_stands(days: int, verdict: str) -> None:
    today = a_day(factor=1.2)
    update = intraday_update(today, past=past_days(days=days, day_cv=0.1))
    assert (update.verdict, update.past_days) == (verdict, days)
    assert is_the_morning_forecast(update, today) == (verdict == "few_days")


@pytest.mark.parametrize("from_slot", [CLOSING, 48])
def test_after_closing_time_nothing_is_left(from_slot: int) -> None:
    update = intraday_update(a_day(from_slot=from_slot), past=past_days())
    assert update.verdict == "nothing_left"
    assert not update.mean.any()
    assert update.mean.shape == (48 - from_slot,)
    assert update.quantiles.shape == (48 - from_slot, 5)


def test_closed_slots_stay_closed_and_calls_in_them_are_not_counted() -> None:
    today = a_day(factor=1.2)
    observed = today.observed.copy()
    observed[:OPENING] = 500.0
    with_calls_at_night = intraday_update(replace(today, observed=observed), past=past_days())
    plain = intraday_update(today, past=past_days())
    assert with_calls_at_night.factor == plain.factor > 1
    assert not plain.mean[CLOSING - NOON :].any()
    assert not plain.quantiles[CLOSING - NOON :].any()


def test_a_day_whose_clock_skips_an_hour_is_compared_on_the_hours_it_has() -> None:
    # 46 half-hours: 02:00 and 02:30 do not exist; this centre is open around the clock.
    around_the_clock = np.full(48, 40.0)
    dice = np.random.default_rng(3)
    expected = np.tile(around_the_clock, (60, 1))
    factor = dice.gamma(100, 0.01, size=60)
    past = PastDays(expected, dice.poisson(expected * factor[:, None]).astype(float))
    today = a_day(from_slot=12, factor=1.2, expected=around_the_clock)
    skipped = today.observed.copy()
    skipped[4:6] = np.nan
    update = intraday_update(replace(today, observed=skipped), past=past)
    assert update.verdict == "updated"
    assert update.expected_so_far == 10 * 40.0
    assert update.observed_so_far == pytest.approx(1.2 * 400.0)
    blind = PastDays(expected, past.actual.copy())
    blind.actual[:, 4:6] = 9_999.0  # what came there on other days is not looked at either
    assert intraday_update(replace(today, observed=skipped), past=blind).factor == update.factor


def test_what_comes_after_the_cut_is_not_looked_at() -> None:
    today = a_day(factor=1.2)
    later = today.observed.copy()
    later[NOON:] = 10_000.0
    assert intraday_update(replace(today, observed=later), past=past_days()).factor == (
        intraday_update(today, past=past_days()).factor
    )


def test_odd_days_teach_nothing() -> None:
    past = past_days(days=60)
    with_outages = past.actual.copy()
    with_outages[::6] = np.round(past.actual[::6] * 0.3)
    others = np.arange(60) % 6 != 0
    today = a_day(factor=1.2)
    update = intraday_update(today, past=PastDays(past.expected, with_outages))
    alone = intraday_update(today, past=PastDays(past.expected[others], past.actual[others]))
    assert update.past_days == 50
    assert update.factor == alone.factor


@given(seed=st.integers(0, 999), factor=st.floats(0.6, 1.6), from_slot=st.integers(18, 39))
@settings(max_examples=25, deadline=None)
def test_the_same_past_gives_the_same_answer_whatever_its_order(
    seed: int, factor: float, from_slot: int
) -> None:
    past, today = past_days(seed=seed), a_day(factor=factor, from_slot=from_slot)
    first = intraday_update(today, past=past)
    again = intraday_update(today, past=past)
    assert first.factor == again.factor
    assert np.array_equal(first.quantiles, again.quantiles)
    turned = intraday_update(today, past=PastDays(past.expected[::-1], past.actual[::-1]))
    assert turned.factor == pytest.approx(first.factor, rel=1e-9)


@given(seed=st.integers(0, 999), times=st.sampled_from([2.0, 10.0, 1_000.0]))
@settings(max_examples=20, deadline=None)
def test_a_centre_of_another_size_gets_the_same_factor(seed: int, times: float) -> None:
    past, today = past_days(seed=seed, scale=100.0), a_day(expected=100.0 * COURSE, factor=1.15)
    larger = intraday_update(
        replace(today, expected=times * today.expected, observed=times * today.observed),
        past=PastDays(times * past.expected, times * past.actual),
    )
    plain = intraday_update(today, past=past)
    assert larger.factor == pytest.approx(plain.factor, rel=1e-3)
    assert larger.mean == pytest.approx(times * plain.mean, rel=1e-3)


def test_slopes_and_held_out_errors_are_those_of_brute_force() -> None:
    past = past_days(days=25, seed=5, day_cv=0.15)
    known = np.arange(48) < NOON
    days = to_learn_from(
        days_so_far(past.expected, past.actual, known=known, from_slot=NOON, latest_slots=4),
        slots_min=2,
    )
    so_far, latest, rest = slice(OPENING, NOON), slice(NOON - 4, NOON), slice(NOON, CLOSING)
    x = np.log(
        [
            [(a[cut].sum() + 5) / (e[cut].sum() + 5) for cut in (so_far, latest)]
            for a, e in zip(past.actual, past.expected, strict=True)
        ]
    )
    y = np.log((past.actual[:, rest].sum(axis=1) + 5) / (past.expected[:, rest].sum(axis=1) + 5))
    assert days.features == pytest.approx(x)

    def ridge(rows: np.ndarray) -> np.ndarray:
        """Least squares with the penalty written as two more observations; all weights are 1."""
        penalty = np.sqrt(0.005) * np.eye(2)
        solved = np.linalg.lstsq(
            np.vstack([x[rows], penalty]), np.concatenate([y[rows], np.zeros(2)]), rcond=None
        )
        return np.asarray(solved[0])

    gains, before = [], []
    for day in range(25):
        left_out = np.exp(x[day] @ ridge(np.arange(25) != day))
        actual, expected = past.actual[day, rest], past.expected[day, rest]
        before.append(np.abs(expected - actual).sum())
        gains.append(before[-1] - np.abs(left_out * expected - actual).sum())
    found = learn(days)
    gain_errors = sum(gains) / (np.std(gains) * np.sqrt(25))
    certainty = 1 - 1 / gain_errors**2
    assert found.gain_errors == pytest.approx(gain_errors)
    assert found.certainty_ratio == pytest.approx(certainty)
    assert (found.day, found.latest) == pytest.approx(tuple(certainty * ridge(np.arange(25) >= 0)))


def told(update: IntradayUpdate) -> tuple[object, ...]:
    """Everything that an update says, so that two can be compared."""
    arrays = (update.mean.tolist(), update.quantiles.tolist())
    return (
        *(value for value in vars(update).values() if not isinstance(value, np.ndarray)),
        arrays,
    )


def test_slopes_learned_the_night_before_say_at_every_slot_what_learning_now_says() -> None:
    past = past_days(days=60, seed=8, day_cv=0.1)
    cuts = learn_slopes(past, minutes=30)
    assert [cut.from_slot for cut in cuts] == list(range(48))
    assert {cut.past_days for cut in cuts[: OPENING + 2]} == {0}
    verdicts = set()
    for cut in cuts:
        today = a_day(from_slot=cut.from_slot, factor=0.8)
        update = update_by_slopes(today, cut=cut)
        assert told(update) == told(intraday_update(today, past=past))
        verdicts.add(update.verdict)
    assert verdicts == {"first_hour", "did_not_help", "updated", "nothing_left"}


def test_a_morning_with_holes_is_not_read_with_the_slopes_of_whole_ones() -> None:
    cut = learn_slopes(past_days(), minutes=30)[NOON]
    today = a_day(factor=1.2)
    share = COURSE[OPENING:NOON] / SO_FAR
    for holes, verdict in ((2, "updated"), (6, "gaps")):
        observed = today.observed.copy()
        observed[OPENING : OPENING + holes] = np.nan
        assert (share[:holes].sum() > 0.25) == (verdict == "gaps")
        update = update_by_slopes(replace(today, observed=observed), cut=cut)
        assert update.verdict == verdict
        assert is_the_morning_forecast(update, today) == (verdict == "gaps")


def test_without_slopes_or_with_too_few_days_behind_them_the_morning_forecast_stands() -> None:
    few = learn_slopes(past_days(days=19), minutes=30)[NOON]
    for cut, days in ((None, 0), (few, 19)):
        update = update_by_slopes(a_day(), cut=cut)
        assert (update.verdict, update.past_days) == ("few_days", days)
        assert is_the_morning_forecast(update, a_day())


def test_slopes_of_another_time_of_day_are_refused() -> None:
    cut: CutSlopes = learn_slopes(past_days(), minutes=30)[NOON]
    with pytest.raises(ValueError, match="slot 24, today of 25"):
        update_by_slopes(a_day(from_slot=NOON + 1), cut=cut)


def test_morning_forecasts_are_those_of_each_morning() -> None:
    history = simulated(true_mean(42, per_day=800), seed=4, day_cv=0.1)
    made = morning_forecasts(history, days=10)
    assert made.expected.shape == (10, 48)
    assert np.array_equal(made.actual, history.counts[32:])
    for row, day in ((0, 32), (9, 41)):
        assert np.array_equal(
            made.expected[row], forecast(history.until(day), horizon_days=1).mean[0]
        )


def test_morning_forecasts_need_two_weeks_before_them_and_something_to_compare() -> None:
    history = simulated(true_mean(20, per_day=800), seed=4)
    assert morning_forecasts(history).expected.shape == (6, 48)
    counts = history.counts.copy()
    counts[:5] = np.nan
    counts[19] = np.nan
    later = replace(history, counts=counts)
    assert morning_forecasts(later).expected.shape == (0, 48)
    with pytest.raises(ValueError, match="one day or more"):
        morning_forecasts(history, days=0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"from_slot": 49}, "0 to 48"),
        ({"expected": np.ones(47)}, "48 slots"),
        ({"expected": np.full(48, -1.0)}, "0 or more"),
        ({"observed": np.full(48, -1.0)}, "0 or more"),
        ({"observed": np.full(48, np.inf)}, "finite"),
        ({"dispersion": -0.1}, "dispersion"),
        ({"minutes": 15}, "96 slots"),
    ],
)
def test_a_day_that_cannot_be_used_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        intraday_update(replace(a_day(), **change), past=past_days(days=20))


def test_past_days_that_do_not_fit_are_refused() -> None:
    past = past_days(days=20)
    with pytest.raises(ValueError, match="rows of 48"):
        intraday_update(a_day(), past=PastDays(past.expected[:-1], past.actual))
    with pytest.raises(ValueError, match="finite"):
        intraday_update(a_day(), past=PastDays(past.expected * np.nan, past.actual))
