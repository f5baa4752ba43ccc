"""Forecast value added, by numbers worked out by hand."""

import numpy as np
import pytest
from scipy import stats

from floorwalker.engines.forecast import ValueAdded, VersionMeans, value_added

ACTUAL = np.array([10.0, 20.0, 30.0, 40.0])
LEAD = np.array([1, 1, 7, 7])
DAY = np.array([0, 1, 6, 7])


def version(
    *mean: float, stage: str = "system", editor: str | None = None, lead: np.ndarray = LEAD
) -> VersionMeans:
    return VersionMeans(stage, editor, lead, np.array(mean))


SYSTEM = version(12, 18, 30, 50)


def compare(*versions: VersionMeans, actual: np.ndarray = ACTUAL) -> list[ValueAdded]:
    return list(value_added(actual, day=DAY, versions=versions, days_min=2))


def figures(row: ValueAdded) -> tuple[float | None, ...]:
    return (row.wape_ratio, row.bias_ratio, row.value_added_ratio)


def test_an_edit_that_helps_and_one_that_harms() -> None:
    rows = compare(SYSTEM, version(10, 18, 24, 50, stage="edited", editor="asha"))
    assert [(row.stage, row.editor, row.lead_days) for row in rows] == [
        ("system", None, 1),
        ("system", None, 7),
        ("edited", "asha", 1),
        ("edited", "asha", 7),
    ]
    # Errors at one day: system 2 + 2 of 30 contacts, Asha 0 + 2. At seven: 0 + 10, 6 + 10 of 70.
    assert [figures(row) for row in rows] == [
        (4 / 30, 0.0, 0.0),
        (10 / 70, 10 / 70, 0.0),
        (2 / 30, -2 / 30, pytest.approx(2 / 30)),
        (16 / 70, 4 / 70, pytest.approx(-6 / 70)),
    ]
    assert {(row.intervals, row.days) for row in rows} == {(2, 2)}


def test_an_edit_is_compared_with_the_first_on_its_own_intervals_only() -> None:
    nan = float("nan")
    rows = compare(SYSTEM, version(10, 20, nan, nan, stage="edited", editor="ben"))
    assert [(r.lead_days, r.intervals, figures(r)) for r in rows[2:]] == [(1, 2, (0, 0, 4 / 30))]


def test_versions_of_one_editor_and_stage_are_taken_together() -> None:
    nan = float("nan")
    monday = version(10, nan, nan, nan, stage="edited", editor="ben")
    tuesday = version(nan, 26, nan, nan, stage="edited", editor="ben")
    published = version(10, 26, nan, nan, stage="published", editor="ben")
    edited, out = compare(SYSTEM, monday, published, tuesday)[2:]
    assert (edited.stage, edited.intervals, edited.wape_ratio) == ("edited", 2, 6 / 30)
    assert edited.value_added_ratio == pytest.approx(-2 / 30)
    assert (out.stage, out.wape_ratio) == ("published", 6 / 30)


def test_the_margin_is_that_of_the_days_and_not_of_their_intervals() -> None:
    dice = np.random.default_rng(4)
    day = np.repeat(np.arange(12), 48)
    actual = dice.poisson(30, day.size).astype(float)
    lead = np.ones(day.size, int)
    first, edited = (dice.poisson(30, day.size).astype(float) for _ in range(2))
    versions = [
        VersionMeans("system", None, lead, first),
        VersionMeans("edited", "asha", lead, edited),
    ]
    row = value_added(actual, day=day, versions=versions)[1]
    gain = (np.abs(first - actual) - np.abs(edited - actual)).reshape(12, 48).sum(axis=1)
    interval = stats.ttest_1samp(gain, 0).confidence_interval(0.95)  # of a day's mean
    middle = (interval.high + interval.low) / 2
    assert row.value_added_ratio == pytest.approx(middle * 12 / actual.sum())
    assert row.margin_ratio == pytest.approx((interval.high - middle) * 12 / actual.sum())
    assert (row.days, row.intervals) == (12, 576)


@pytest.mark.parametrize(
    ("second", "verdict"),
    [([9, 11, 9, 10, 11], "helped"), ([31, 29, 32, 30, 28], "harmed"), ([30, 11, 9, 31, 20], None)],
)
def test_only_what_chance_does_not_explain_is_called_help_or_harm(
    second: list[float], verdict: str | None
) -> None:
    one_day = np.ones(5, int)
    versions = [
        version(20, 20, 20, 20, 20, lead=one_day),
        version(*second, stage="edited", lead=one_day),
    ]
    rows = value_added(np.full(5, 10.0), day=np.arange(5), versions=versions)
    assert rows[1].verdict == (verdict or "cannot_tell")
    assert rows[0].verdict == "cannot_tell"  # the first is neither better nor worse than itself


def test_with_too_few_days_there_is_no_answer() -> None:
    rows = value_added(ACTUAL, day=DAY, versions=[SYSTEM], days_min=3)
    assert rows == (ValueAdded("system", None, 1, 2, 2), ValueAdded("system", None, 7, 2, 2))
    assert rows[0].verdict == "cannot_tell"
    five = version(*[2.0] * 5, lead=np.ones(5, int))
    assert value_added(np.ones(5), day=np.arange(5), versions=[five])[0].wape_ratio == 1.0
    same_day = np.zeros(5, int)
    assert value_added(np.ones(5), day=same_day, versions=[five])[0].wape_ratio is None


def test_unknown_and_empty_intervals_have_no_answer() -> None:
    unknown = compare(SYSTEM, actual=np.full(4, np.nan))
    assert [(row.intervals, row.wape_ratio) for row in unknown] == [(0, None), (0, None)]
    empty = compare(SYSTEM, actual=np.zeros(4))
    assert [(row.intervals, row.bias_ratio) for row in empty] == [(2, None), (2, None)]


@pytest.mark.parametrize(
    ("versions", "days_min", "message"),
    [
        ([], 2, "one version"),
        ([SYSTEM], 1, "2 or more"),
        ([version(1, 2, 3)], 2, "one length"),
        ([version(1, 2, 3, -4)], 2, "0 or more"),
        ([version(1, 2, 3, float("inf"))], 2, "finite"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    versions: list[VersionMeans], days_min: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        value_added(ACTUAL, day=DAY, versions=versions, days_min=days_min)


def test_every_interval_has_its_day() -> None:
    with pytest.raises(ValueError, match="day"):
        value_added(ACTUAL, day=DAY[:3], versions=[SYSTEM])
