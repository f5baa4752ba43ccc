"""The price list against thousands of quantiles of the day factor, counted one by one."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import gamma

from floorwalker.engines.staffing import (
    ServiceTarget,
    Variant,
    Workload,
    performance,
    price_list,
    requirement,
)

DAY = Workload([20.0, 80.0, 130.0, 120.0, 60.0, 0.0], 300.0, 1800.0)
TARGET = ServiceTarget(0.8, 20)
SLICES = 4000


def counted(
    work: Workload, agents: np.ndarray, *, of: Variant, cv: float, patience: float | None
) -> tuple[np.ndarray, float]:
    """Return the service level of as many equally likely days, and of all contacts together."""
    quantiles = (np.arange(SLICES) + 0.5) / SLICES
    factors = gamma.ppf(quantiles, a=cv**-2, scale=cv**2)
    offered = factors[:, None] * np.asarray(work.offered)
    service = performance(
        Workload(offered, work.aht_seconds, work.interval_seconds),
        agents=agents,
        within_seconds=20,
        patience_seconds=patience,
    )
    in_time = offered * service.service_level
    asked = {
        "offered": offered,
        "answered": offered * (1 - service.abandonment),
        "patient": in_time / service.service_level_patient,
        "virtual": offered,
    }[of]
    if of == "virtual":
        in_time = offered * service.service_level_virtual
    return in_time.sum(axis=1) / asked.sum(axis=1), float(in_time.sum() / asked.sum())


@pytest.mark.parametrize("of", ["offered", "answered", "patient", "virtual"])
@pytest.mark.parametrize(("cv", "patience"), [(0.055, 180.0), (0.2, 60.0), (0.055, None)])
def test_every_line_is_what_counting_days_finds(
    cv: float, patience: float | None, of: Variant
) -> None:
    target = ServiceTarget(0.8, 20, of=of)
    lines = price_list(
        DAY,
        target=target,
        day_factor_cv=cv,
        floor=0.75,
        patience_seconds=patience,
        risk_levels=(0.6, 0.9),
    )
    for line in lines:
        days, overall = counted(DAY, line.agents, of=of, cv=cv, patience=patience)
        assert line.days_below_target == pytest.approx((days < 0.8).mean(), abs=1 / SLICES)
        assert line.days_below_floor == pytest.approx((days < 0.75).mean(), abs=1 / SLICES)
        assert line.service_level == pytest.approx(overall, abs=2e-4)


def test_each_line_is_staffed_for_its_quantile() -> None:
    lines = price_list(DAY, target=TARGET, day_factor_cv=0.1, floor=0.7, risk_levels=(0.75, 0.9))
    assert [line.risk_level for line in lines] == [None, 0.75, 0.9]
    for line, factor in zip(lines, (1.0, *gamma.ppf([0.75, 0.9], a=100, scale=0.01)), strict=True):
        assert line.day_factor == pytest.approx(factor, rel=1e-12)
        busier = Workload(np.asarray(DAY.offered) * factor, 300.0, 1800.0)
        assert line.agents.tolist() == requirement(busier, target=TARGET).agents.tolist()
        assert line.agent_hours == line.agents.sum() / 2
        assert line.extra_ratio == pytest.approx(line.agent_hours / lines[0].agent_hours - 1)


def test_more_hours_mean_fewer_days_below() -> None:
    lines = price_list(
        DAY, target=TARGET, day_factor_cv=0.08, floor=0.7, risk_levels=(0.6, 0.75, 0.9, 0.99)
    )
    hours = [line.agent_hours for line in lines]
    below = [line.days_below_target for line in lines]
    assert hours == sorted(hours)
    assert below == sorted(below, reverse=True)
    assert all(line.days_below_floor <= line.days_below_target for line in lines)


def test_the_published_trade_off_is_reached() -> None:
    # Research, 3.4: 18 % of days below 75 % at the forecast; +3.5 % agents make it 7 %, +6.4 % 1 %.
    profile = np.array([57, 97, 181, 200, 195, 183, 175, 170, 165, 150, 115, 88, 70, 53], float)
    day = Workload(np.repeat(profile, 2), 300.0, 1800.0)
    lines = price_list(
        day,
        target=TARGET,
        day_factor_cv=0.055,
        floor=0.75,
        patience_seconds=180,
        risk_levels=(0.75, 0.9),
    )
    assert [line.extra_ratio for line in lines] == pytest.approx([0, 0.035, 0.064], abs=0.005)
    assert [line.days_below_floor for line in lines] == pytest.approx([0.18, 0.07, 0.01], abs=0.04)


def test_a_week_counts_each_of_its_days() -> None:
    quiet = Workload(np.asarray(DAY.offered) / 4, 300.0, 1800.0)
    both = Workload(np.stack([DAY.offered, quiet.offered]), 300.0, 1800.0)
    changes: dict[str, Any] = {
        "target": TARGET,
        "day_factor_cv": 0.1,
        "floor": 0.7,
        "patience_seconds": 120.0,
        "risk_levels": (0.8,),
    }
    week = price_list(both, **changes)
    for line, one, other in zip(
        week, price_list(DAY, **changes), price_list(quiet, **changes), strict=True
    ):
        assert line.agents.tolist() == [one.agents.tolist(), other.agents.tolist()]
        assert line.days_below_target == pytest.approx(
            (one.days_below_target + other.days_below_target) / 2
        )


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"day_factor_cv": 0.0}, "day_factor_cv"),
        ({"day_factor_cv": 1.5}, "day_factor_cv"),
        ({"floor": 0.0}, "floor"),
        ({"risk_levels": (0.5, 1.0)}, "risk level"),
    ],
)
def test_an_impossible_question_is_refused(changes: dict[str, Any], word: str) -> None:
    usual: dict[str, Any] = {"target": TARGET, "day_factor_cv": 0.05, "floor": 0.7}
    with pytest.raises(ValueError, match=word):
        price_list(DAY, **(usual | changes))


@pytest.mark.parametrize("offered", [5.0, [0.0, 0.0]])
def test_without_a_day_or_contacts_there_is_no_price(offered: Any) -> None:
    with pytest.raises(ValueError, match="something in one of them"):
        price_list(Workload(offered, 300, 1800), target=TARGET, day_factor_cv=0.05, floor=0.7)
