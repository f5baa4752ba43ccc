from datetime import date, timedelta

import numpy as np
import pytest

from floorwalker.duties.scheduling.queries.day_totals import (
    DaySum,
    day_totals,
    deviation_of_total,
)

MONDAY = date(2026, 11, 23)


def test_without_a_day_factor_only_the_noise_of_arrivals_is_left():
    assert deviation_of_total(400, day_factor_cv=0) == 20


def test_a_day_factor_adds_to_the_variance():
    assert deviation_of_total(400, day_factor_cv=0.1) == pytest.approx((400 + 40**2) ** 0.5)


def test_a_closed_day_has_no_spread():
    (total,) = day_totals([DaySum(MONDAY, 0.0, 0.0)], day_factor_cv=0.1)
    assert (total.deviation, total.p05, total.p95, total.aht_seconds) == (0, 0, 0, None)


def test_the_range_is_that_of_simulated_days():
    dice = np.random.default_rng(7)
    cv, mean = 0.12, 240.0
    days = dice.poisson(mean * dice.gamma(1 / cv**2, cv**2, size=200_000))
    (total,) = day_totals([DaySum(MONDAY, mean, mean * 300)], day_factor_cv=cv)
    assert total.deviation == pytest.approx(days.std(), rel=0.01)
    assert [total.p05, total.p25, total.p75, total.p95] == pytest.approx(
        np.quantile(days, [0.05, 0.25, 0.75, 0.95]), abs=1
    )


def test_handle_time_is_a_mean_over_contacts_and_work_is_in_hours():
    (total,) = day_totals([DaySum(MONDAY, 240, 240 * 300)], day_factor_cv=0)
    assert (total.aht_seconds, total.work_hours) == (300, 20)


def test_a_day_is_compared_with_the_same_day_before_and_only_with_that():
    tuesday = MONDAY + timedelta(days=1)
    monday_now, tuesday_now = day_totals(
        [DaySum(MONDAY, 288, 0), DaySum(tuesday, 240, 0)],
        day_factor_cv=0,
        before=[DaySum(MONDAY, 240, 0)],
    )
    assert (monday_now.difference, tuesday_now.difference) == (48, None)
