"""The past told again: no worse than a constant, better where things move."""

import numpy as np
import pytest
from tests.engines.shrinkage.made_up import made_up

from floorwalker.engines.shrinkage import backtest

YEARS = 2 * 364
TRUE_SHARE = 0.06 / (1 - 0.03 * 0.94)


@pytest.mark.parametrize("seed", range(4))
def test_where_nothing_moves_it_is_as_good_as_the_true_constant(seed):
    found = backtest(made_up(days=YEARS, seed=seed), lead_days=14, constant=TRUE_SHARE)
    assert found.days == 52 * 6
    assert found.learned.error_ratio < 1.03 * found.constant.error_ratio
    assert found.learned.error_ratio < 1.01 * found.mean_8_weeks.error_ratio
    assert abs(found.learned.bias_ratio) < 0.004
    assert 0.86 <= found.covered_ratio <= 0.98


def test_where_the_weekday_counts_it_beats_both():
    history = made_up(days=YEARS, factor=lambda day: 3.0 if day % 7 == 0 else 0.6)
    found = backtest(history, lead_days=14, constant=TRUE_SHARE)
    assert found.learned.error_ratio < 0.9 * found.constant.error_ratio
    assert found.learned.error_ratio < 0.9 * found.mean_8_weeks.error_ratio


def test_a_constant_typed_in_too_high_is_told_by_its_bias():
    found = backtest(made_up(days=YEARS), lead_days=14, constant=0.12)
    assert found.constant.bias_ratio == pytest.approx(0.12 - TRUE_SHARE, abs=0.005)
    assert found.learned.error_ratio < found.constant.error_ratio


def test_it_only_uses_what_came_before():
    history = made_up(days=210)
    changed = made_up(days=210)
    late = changed.day >= 196
    changed.seconds[late] = 0.0
    first, second = (backtest(h, lead_days=14, constant=0.1) for h in (history, changed))
    # The last fortnight is told from days before it: what is expected of it is the same, so the
    # difference of the biases is what the fortnight lost.
    told = first.learned.bias_ratio - first.constant.bias_ratio
    assert told == pytest.approx(second.learned.bias_ratio - second.constant.bias_ratio, abs=3e-4)


def test_with_too_little_past_nothing_is_told():
    assert backtest(made_up(days=60), lead_days=14, constant=0.1) is None
    assert backtest(made_up(days=77), lead_days=7, constant=0.1) is not None


@pytest.mark.parametrize(("lead", "constant"), [(0, 0.1), (7, 1.0), (7, -0.1), (7, np.nan)])
def test_absurd_questions_are_refused(lead, constant):
    with pytest.raises(ValueError, match="lead_days must be 1 or more"):
        backtest(made_up(days=60), lead_days=lead, constant=constant)
