"""What is learned from centres whose truth is known."""

from dataclasses import replace
from datetime import date, timedelta
from math import cos, pi

import numpy as np
import pytest
from scipy.stats import betabinom
from tests.engines.shrinkage.made_up import (
    FIRST_DAY,
    PEOPLE,
    TOGETHER,
    TRAINING_LEAD,
    always,
    made_up,
)

from floorwalker.engines.shrinkage import DAYS_MIN, LEADS, learn
from floorwalker.engines.shrinkage._band import day_quantiles, learn_spread

NEXT_TUESDAY = date(2027, 1, 5)
SUNDAY = 5  # days after a Tuesday
YEARS = 3 * 364


def mondays_are_worse(day: int) -> float:
    return 1.5 if day % 7 == 0 else 0.9


def winters_are_worse(day: int) -> float:
    return 1 + 0.5 * cos(2 * pi * (FIRST_DAY + timedelta(days=day)).timetuple().tm_yday / 365)


def doubled_for_a_quarter(day: int) -> float:
    return 2.0 if day >= YEARS - 91 else 1.0


def test_the_true_shares_are_found_at_every_lead():
    learned = learn(made_up(days=YEARS))
    # A week ahead half of the sickness is known; of those left (97 % less 3 %) the rest falls ill.
    for lead, sickness, training in (
        (7, 0.03 / (1 - 0.03 - 0.03), 0.0),
        (14, 0.06 / (1 - 0.03 * 0.94), 0.0),
        (TRAINING_LEAD + 7, 0.06, 0.03 * 0.94),
    ):
        year = [
            learned.expect(NEXT_TUESDAY + timedelta(days=n), lead_days=lead)
            for n in range(364)
            if n % 7 != SUNDAY
        ]
        means = np.mean([day.by_cause for day in year], axis=0)
        assert means == pytest.approx((sickness, training), rel=0.05, abs=1e-12)
        assert year[0].ratio == pytest.approx(sum(year[0].by_cause))


def test_a_weekday_that_differs_is_learned_and_the_others_are_alike():
    learned = learn(made_up(days=YEARS, factor=mondays_are_worse))
    shares = [
        learned.expect(NEXT_TUESDAY + timedelta(days=n), lead_days=14).by_cause[0] for n in range(7)
    ]
    usual = learned.usual(NEXT_TUESDAY, lead_days=14).by_cause[0]
    assert usual == pytest.approx(np.mean([shares[n] for n in (0, 1, 2, 3, 4, 6)]), rel=0.01)
    monday, others = shares[6], [shares[n] for n in (0, 1, 2, 3, 4)]
    assert monday / np.mean(others) == pytest.approx(1.5 / 0.9, rel=0.1)
    assert np.ptp(others) / np.mean(others) < 0.2


def test_weekdays_that_are_alike_count_as_one():
    learned = learn(made_up(days=84, seed=3))
    spread = np.ptp(learned.weekday[LEADS.index(14), 0])
    assert spread < 0.25


def test_a_season_is_learned_once_months_were_seen_twice():
    year, years = (
        learn(made_up(days=days, factor=winters_are_worse, sickness=0.1)) for days in (364, YEARS)
    )
    assert (year.month == 1).all()
    january, july = years.month[LEADS.index(14), 0, [0, 6]]
    assert january == pytest.approx(1.48, abs=0.15)
    assert july == pytest.approx(0.51, abs=0.15)


def test_a_level_that_moved_is_followed_and_one_that_stayed_is_the_mean():
    moved = learn(made_up(days=YEARS, factor=doubled_for_a_quarter))
    assert moved.expect(NEXT_TUESDAY, lead_days=14).by_cause[0] == pytest.approx(0.12, rel=0.2)
    history = made_up(days=YEARS)
    lead = LEADS.index(14)
    unknown = history.cause == 0
    known = history.seconds[history.lead_days >= 14].sum()
    mean = history.seconds[unknown].sum() / (history.paid_seconds.sum() - known)
    assert learn(history).level[lead, 0] == pytest.approx(mean, rel=0.03)


def test_the_later_one_plans_the_less_is_unknown():
    for seed in range(5):
        learned = learn(made_up(days=60, seed=seed, factor=mondays_are_worse))
        for weekday in range(7):
            day = NEXT_TUESDAY + timedelta(days=weekday)
            ratios = [learned.expect(day, lead_days=lead).ratio for lead in range(70)]
            assert ratios == sorted(ratios)
            assert ratios[0] == ratios[1]
            assert ratios[56] == ratios[69]


@pytest.mark.parametrize(("days", "is_told"), [(DAYS_MIN - 1, False), (DAYS_MIN, True)])
def test_nothing_is_told_below_so_many_paid_days(days, is_told):
    history = made_up(days=days + days // 6)
    assert np.count_nonzero(history.paid_seconds) == days
    assert (learn(history) is not None) is is_told


def test_days_without_any_loss_teach_that_nothing_is_lost():
    expected = learn(made_up(days=60, sickness=1e-12, training=0.0)).expect(
        NEXT_TUESDAY, lead_days=14
    )
    assert (expected.ratio, expected.p05, expected.p95) == (0, 0, 0)


def test_a_history_in_which_all_was_lost_and_known_tells_nothing_to_lose():
    history = made_up(days=60, sickness=0.0001)
    days = np.flatnonzero(history.paid_seconds)
    all_known = replace(
        history,
        day=days,
        cause=np.ones_like(days),
        seconds=history.paid_seconds[days],
        lead_days=np.full_like(days, 99),
    )
    assert learn(all_known).expect(NEXT_TUESDAY, lead_days=14).ratio == 0


def test_what_people_have_in_common_on_a_day_is_found_again():
    learned = learn(made_up(days=YEARS, training=0.0))
    spread = learned.spread[LEADS.index(14)]
    assert spread.together == pytest.approx(TOGETHER, abs=0.004)
    assert spread.people == pytest.approx(PEOPLE, rel=0.001)


def test_the_band_holds_nine_of_ten_days_and_is_wider_for_a_small_team():
    learned = learn(made_up(days=YEARS, factor=always))
    told = learned.expect(NEXT_TUESDAY, lead_days=14)
    team = learned.expect(NEXT_TUESDAY, lead_days=14, people=15)
    assert team.ratio == told.ratio
    for expected, people, most in ((told, PEOPLE, 0.97), (team, 15, 0.99)):  # whole people, coarser
        size = 1 / TOGETHER - 1
        truth = betabinom(people, 0.06 * size, 0.94 * size)
        held = truth.cdf(expected.p95 * people) - truth.cdf(np.ceil(expected.p05 * people) - 1)
        assert 0.88 <= held <= most
    assert team.p95 - team.p05 > 1.5 * (told.p95 - told.p05)


def test_days_steadier_than_independent_people_have_a_narrower_band():
    share = np.tile([0.09, 0.11], 50)
    spread = learn_spread(
        share, expected=np.full(100, 0.1), left_seconds=np.full(100, 20 * 28800.0)
    )
    assert spread.together == 0
    assert spread.of(20) == pytest.approx(0.01**2 / 0.09 * 100 / 99)
    narrow = day_quantiles(0.1, spread=spread, people=None, doubt=0.0)
    assert narrow[0] > 0.08
    assert narrow[3] < 0.12


@pytest.mark.parametrize("leads", [(), (0, 1), (7, 3), (7, 7)])
def test_leads_must_rise(leads):
    with pytest.raises(ValueError, match="leads must rise"):
        learn(made_up(days=60), leads=leads)
