"""Forecast value added, by numbers worked out by hand."""

import numpy as np
import pytest

from floorwalker.engines.forecast import ValueAdded, VersionMeans, value_added

ACTUAL = np.array([10.0, 20.0, 30.0, 40.0])
LEAD = np.array([1, 1, 7, 7])


def version(
    *mean: float, stage: str = "system", editor: str | None = None, lead: np.ndarray = LEAD
) -> VersionMeans:
    return VersionMeans(stage, editor, lead, np.array(mean))


SYSTEM = version(12, 18, 30, 50)


def test_an_edit_that_helps_and_one_that_harms() -> None:
    asha = version(10, 18, 24, 50, stage="edited", editor="asha")
    rows = value_added(ACTUAL, versions=[SYSTEM, asha], intervals_min=1)
    # Errors at one day: system 2 + 2 of 30 contacts, Asha 0 + 2. At seven: 0 + 10, 6 + 10 of 70.
    assert rows == (
        ValueAdded("system", None, 1, 2, 4 / 30, 0.0, 0.0),
        ValueAdded("system", None, 7, 2, 10 / 70, 10 / 70, 0.0),
        ValueAdded("edited", "asha", 1, 2, 2 / 30, -2 / 30, pytest.approx(2 / 30)),
        ValueAdded("edited", "asha", 7, 2, 16 / 70, 4 / 70, pytest.approx(-6 / 70)),
    )


def test_an_edit_is_compared_with_the_first_on_its_own_intervals_only() -> None:
    nan = float("nan")
    ben = version(nan, 20, nan, nan, stage="edited", editor="ben")
    rows = value_added(ACTUAL, versions=[SYSTEM, ben], intervals_min=1)
    assert rows[2:] == (ValueAdded("edited", "ben", 1, 1, 0.0, 0.0, 2 / 20),)


def test_versions_of_one_editor_and_stage_are_taken_together() -> None:
    nan = float("nan")
    monday = version(10, nan, nan, nan, stage="edited", editor="ben")
    tuesday = version(nan, 26, nan, nan, stage="edited", editor="ben")
    published = version(10, 26, nan, nan, stage="published", editor="ben")
    rows = value_added(ACTUAL, versions=[SYSTEM, monday, published, tuesday], intervals_min=1)
    edited, out = rows[2], rows[3]
    assert (edited.stage, edited.intervals, edited.wape_ratio) == ("edited", 2, 6 / 30)
    assert edited.value_added_ratio == pytest.approx(-2 / 30)
    assert (out.stage, out.wape_ratio) == ("published", 6 / 30)


def test_with_too_few_intervals_there_is_no_answer() -> None:
    rows = value_added(ACTUAL, versions=[SYSTEM], intervals_min=3)
    assert rows == (
        ValueAdded("system", None, 1, 2, None, None, None),
        ValueAdded("system", None, 7, 2, None, None, None),
    )
    assert value_added(ACTUAL, versions=[SYSTEM])[0].wape_ratio is None
    enough = value_added(np.ones(100), versions=[version(*[2.0] * 100, lead=np.ones(100, int))])
    assert enough == (ValueAdded("system", None, 1, 100, 1.0, 1.0, 0.0),)


def test_unknown_and_empty_intervals_have_no_answer() -> None:
    unknown = value_added(np.full(4, np.nan), versions=[SYSTEM], intervals_min=1)
    assert [(row.intervals, row.wape_ratio) for row in unknown] == [(0, None), (0, None)]
    empty = value_added(np.zeros(4), versions=[SYSTEM], intervals_min=1)
    assert [(row.intervals, row.bias_ratio) for row in empty] == [(2, None), (2, None)]


@pytest.mark.parametrize(
    ("versions", "intervals_min", "message"),
    [
        ([], 1, "one version"),
        ([SYSTEM], 0, "1 or more"),
        ([version(1, 2, 3)], 1, "one length"),
        ([version(1, 2, 3, -4)], 1, "0 or more"),
        ([version(1, 2, 3, float("inf"))], 1, "finite"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    versions: list[VersionMeans], intervals_min: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        value_added(ACTUAL, versions=versions, intervals_min=intervals_min)
