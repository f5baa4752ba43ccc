import dataclasses

import pytest
from tests.builders.plans import make_backtest

from floorwalker.adapters.forecast_peers import PEERS
from floorwalker.duties.scheduling.queries.backtest_table import (
    METHOD_LABELS,
    Score,
    backtest_sentence,
    backtest_table,
)
from floorwalker.duties.scheduling.week_methods import OWN_METHOD
from floorwalker.engines import forecast


def test_every_method_has_a_name_for_people():
    methods = {*forecast.METHODS, *forecast.HANDLE_TIME_METHODS}
    assert set(METHOD_LABELS) == methods | set(PEERS)
    assert forecast.OWN_METHOD == OWN_METHOD


def test_a_score_reads_all_that_the_engine_tells():
    told = {field.name for field in dataclasses.fields(forecast.BacktestScore)}
    assert {field.name for field in dataclasses.fields(Score)} == told


def test_scores_are_grouped_by_weeks_ahead_with_their_noise():
    table = backtest_table(make_backtest())
    assert [(week.number, week.noise_floor_ratio) for week in table.weeks] == [
        (1, 0.023),
        (2, 0.024),
    ]
    assert [score.label for score in table.weeks[0].scores] == [
        "Floorwalker’s model",
        "Mean of the last 4 weeks",
        "Mean of the last 8 weeks",
        "Last week again",
    ]
    assert [score.is_own for score in table.weeks[0].scores] == [True, False, False, False]


def test_a_sentence_says_it_in_plain_words():
    table = backtest_table(make_backtest(own_wape_ratio=0.0534, naive_wape_ratio=0.084))
    sentence = backtest_sentence(table, method=OWN_METHOD, interval_minutes=30)
    assert sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "Over the last 8 weeks, one week ahead, this forecast was off by 5.3 % per interval of "
        "30 minutes; repeating last week would have been off by 8.4 %. Noise alone is 2.3 %."
    )


@pytest.mark.parametrize(
    "stored", [None, {}, {"origins": 0, "noise_floor_ratio": [], "scores": []}]
)
def test_a_history_too_short_for_a_back_test_has_no_table(stored):
    assert backtest_table(stored) is None


def test_nothing_is_said_without_the_method_to_compare_with():
    stored = make_backtest()
    stored["scores"] = [score for score in stored["scores"] if score["method"] == OWN_METHOD]
    table = backtest_table(stored)
    assert backtest_sentence(table, method=OWN_METHOD, interval_minutes=30) == ""


def test_handle_times_have_a_row_for_each_method_and_a_column_for_each_week():
    scores = [
        {"method": method, "lead_week": week, "contacts": 9.0, "error_ratio": error}
        for method, week, error in (
            (OWN_METHOD, 1, 0.18),
            (OWN_METHOD, 2, 0.19),
            ("constant", 1, 0.2),
        )
    ]
    own, constant = backtest_table(make_backtest() | {"handle_time": scores}).handle_time
    assert (own.label, own.is_own, own.error_ratios) == ("Floorwalker’s model", True, (0.18, 0.19))
    assert (constant.label, constant.error_ratios) == ("The same always", (0.2, None))


def test_a_back_test_stored_before_handle_times_were_judged_has_none():
    assert backtest_table(make_backtest()).handle_time == ()
