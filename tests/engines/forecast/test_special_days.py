"""Days marked by hand and opening hours, on made-up queues whose truth is known."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.builders.forecast_series import MONDAY, simulated, true_mean

from floorwalker.engines.forecast import (
    History,
    SpecialDay,
    SpecialKind,
    backtest,
    forecast,
    morning_forecasts,
)

DAYS = 112  # sixteen weeks
STATEMENT_DAYS = (15, 43, 71, 99)  # Tuesdays, four weeks apart


def day(index: int) -> date:
    return MONDAY + timedelta(days=index)


def marked(history: History, *days: SpecialDay) -> History:
    return replace(history, special_days=days)


def totals(history: History, *, days: int = 7) -> np.ndarray:
    return forecast(history, horizon_days=days).mean.sum(axis=1)


def history(*, per_day: float = 1_000, seed: int = 1, **changed: float) -> History:
    """Sixteen weeks; `d15=1.5` makes day 15 half as busy again."""
    mean = true_mean(DAYS, per_day=per_day)
    for name, factor in changed.items():
        mean[int(name[1:])] *= factor
    return simulated(mean, seed=seed)


def test_an_excluded_day_teaches_nothing() -> None:
    odd, calm = history(d107=1.45, d108=1.45, d109=1.45), history()
    excluded = [SpecialDay(day(index), SpecialKind.EXCLUDE) for index in (107, 108, 109)]
    left_out = marked(odd, *excluded)
    unknown = calm.counts.copy()
    unknown[107:110] = np.nan
    expected = totals(replace(calm, counts=unknown))
    assert totals(left_out) == pytest.approx(expected)
    assert totals(odd).sum() > 1.05 * expected.sum()


def test_a_planners_factor_is_on_top_of_what_was_expected() -> None:
    plain = history()
    campaign = marked(plain, SpecialDay(day(DAYS + 1), SpecialKind.ADJUST, "Campaign", 1.3))
    ratio = totals(campaign) / np.where(totals(plain) > 0, totals(plain), 1)
    assert ratio == pytest.approx([1, 1.3, 1, 1, 1, 0, 0])


def test_the_effect_of_a_name_is_learned_from_its_past_days() -> None:
    past = history(per_day=5_000, **{f"d{index}": 1.5 for index in STATEMENT_DAYS})
    coming = DAYS + 15
    dates = [*STATEMENT_DAYS, coming]
    named = marked(past, *(SpecialDay(day(i), SpecialKind.ADJUST, "Statement day") for i in dates))
    made = forecast(named, horizon_days=28)
    assert made.mean[15].sum() == pytest.approx(7_500, rel=0.05)
    assert made.mean[8].sum() == pytest.approx(5_000, rel=0.03)
    (effect,) = made.special
    assert (effect.day, effect.name, effect.seen) == (day(coming), "Statement day", 4)
    assert effect.factor == pytest.approx(1.5, rel=0.05)


def test_one_day_of_a_name_is_believed_less_than_four() -> None:
    def learned(*dates: int) -> float:
        past = history(per_day=5_000, **{f"d{index}": 1.5 for index in dates})
        days = [SpecialDay(day(i), SpecialKind.ADJUST, "Campaign") for i in (*dates, DAYS + 1)]
        return forecast(marked(past, *days), horizon_days=7).special[0].factor

    # One ratio of 1.5 with an error of 0.1, and a prior of 0.3 around none: 0.9 of its logarithm.
    assert learned(99) == pytest.approx(1.5**0.9, rel=0.03)
    assert 1 < learned(99) < learned(*STATEMENT_DAYS)


def test_a_name_never_seen_changes_nothing_but_widens_the_band() -> None:
    plain = history()
    unseen = marked(plain, SpecialDay(day(DAYS), SpecialKind.ADJUST, "Strike of the post"))
    before, after = forecast(plain, horizon_days=7), forecast(unseen, horizon_days=7)
    assert np.array_equal(before.mean, after.mean)
    assert after.dispersion[0] == pytest.approx(before.dispersion[0] + 0.3**2)
    assert np.array_equal(after.dispersion[1:], before.dispersion[1:])


def test_a_closed_day_is_forecast_empty_and_a_past_one_is_no_quiet_day() -> None:
    closures = [DAYS - 7 * week for week in (1, 2, 3, 4, 5)]  # five Mondays: nearly "never open"
    shut = history(**{f"d{index}": 0.0 for index in closures})
    days = [SpecialDay(day(i), SpecialKind.CLOSED, "Moving house") for i in (*closures, DAYS + 2)]
    expected = totals(marked(shut, *days))
    assert totals(shut)[0] == 0  # unmarked, the last weeks say that Mondays are closed
    assert expected[0] == pytest.approx(1_200, rel=0.05)
    assert expected[2] == 0
    assert expected[3] == pytest.approx(950, rel=0.05)


def test_a_holiday_with_a_name_of_its_own_is_not_counted_twice() -> None:
    offs, coming = (9, 37, 65, 93), DAYS + 2
    past = history(**{f"d{off}": 0.4 for off in offs})
    holidays = frozenset(day(index) for index in (*offs, coming))
    named = [SpecialDay(day(i), SpecialKind.ADJUST, "Boxing Day sale") for i in (*offs, coming)]
    by_calendar = totals(replace(past, holidays=holidays))[2]
    by_name = totals(replace(past, holidays=holidays, special_days=tuple(named)))[2]
    assert by_name == pytest.approx(0.4 * 950, rel=0.1)
    assert by_name < by_calendar  # which leans further towards a normal day


def test_excluded_days_are_not_judged_in_a_back_test() -> None:
    outage = history(d100=0.05)
    plain = backtest(outage, origins=4, horizon_weeks=1).scores[0]
    left_out = marked(outage, SpecialDay(day(100), SpecialKind.EXCLUDE))
    score = backtest(left_out, origins=4, horizon_weeks=1).scores[0]
    assert score.intervals == plain.intervals - 48
    assert score.wape_ratio < plain.wape_ratio


def test_an_intraday_update_does_not_learn_from_a_closed_day() -> None:
    shut = marked(history(d100=0.0), SpecialDay(day(100), SpecialKind.CLOSED))
    assert morning_forecasts(shut, days=20).actual.shape[0] == 19


def test_nothing_is_forecast_outside_opening_hours_that_were_entered() -> None:
    plain = history()
    hours = np.zeros((7, 48), dtype=bool)
    hours[:4, 20:30] = True  # Monday to Thursday, 10:00 to 15:00
    made = forecast(replace(plain, open_slots=hours), horizon_days=7)
    assert not made.mean[:, :20].any()
    assert not made.mean[:, 30:].any()
    assert not made.mean[4:].any()
    inside = true_mean(7, per_day=1_000)[:4, 20:30].sum(axis=1)
    assert made.mean[:4].sum(axis=1) == pytest.approx(inside, rel=0.05)
    assert np.array_equal(made.open_slots, hours)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"open_slots": np.ones((7, 47), dtype=bool)}, "7 rows of 48"),
        (
            {"special_days": (SpecialDay(MONDAY, SpecialKind.ADJUST, "Sale", -1.0),)},
            "factor of Sale",
        ),
        (
            {"special_days": tuple(SpecialDay(day(i), SpecialKind.EXCLUDE) for i in range(DAYS))},
            "nothing is left",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        forecast(replace(history(), **changed), horizon_days=7)
