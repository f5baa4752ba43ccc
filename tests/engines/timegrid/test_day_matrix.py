"""Folding a series into days × slots and back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from floorwalker.engines.timegrid import DayMatrix, fold, interval_starts, unfold

TORONTO = ZoneInfo("America/Toronto")


def test_the_doubled_autumn_hour_folds_into_its_mean() -> None:
    starts = interval_starts(date(2026, 11, 1), days=1, minutes=60, zone=TORONTO)
    values = [float(hour) for hour in range(25)]  # 01:00 comes twice, as values 1 and 2
    row = fold(starts, values, minutes=60, zone=TORONTO).values[0]
    assert row.tolist() == [0.0, 1.5, *[float(hour) for hour in range(3, 25)]]


def test_the_missing_spring_hour_is_unknown_and_nothing_else_is() -> None:
    starts = interval_starts(date(2026, 3, 8), days=1, minutes=30, zone=TORONTO)
    row = fold(starts, [1.0] * len(starts), minutes=30, zone=TORONTO).values[0]
    assert np.flatnonzero(np.isnan(row)).tolist() == [4, 5]


def test_unfolding_gives_every_real_interval_its_slot() -> None:
    row = np.arange(24.0)
    matrix = DayMatrix(date(2026, 11, 1), 60, row[None, :])
    starts, values = unfold(matrix, zone=TORONTO)
    assert values.tolist() == [0.0, 1.0, 1.0, *[float(hour) for hour in range(2, 24)]]
    assert [start.utcoffset() for start in starts[1:3]] == [
        timedelta(hours=-4),
        timedelta(hours=-5),
    ]


def test_fold_undoes_unfold_wherever_the_clock_shows_the_slot() -> None:
    values = np.random.default_rng(5).random((10, 96))
    for zone in (TORONTO, None):
        matrix = DayMatrix(date(2026, 3, 3), 15, values)
        again = fold(*unfold(matrix, zone=zone), minutes=15, zone=zone).values
        shown = ~np.isnan(again)
        assert np.array_equal(again[shown], values[shown])
        assert (~shown).sum() == (4 if zone else 0)


def test_utc_times_belong_to_the_local_day() -> None:
    late = datetime(2026, 1, 11, 4, 30, tzinfo=UTC)  # 23:30 the evening before in Toronto
    matrix = fold([late], [7.0], minutes=30, zone=TORONTO)
    assert matrix.first_day == date(2026, 1, 10)
    assert matrix.values[0, 47] == 7.0


def test_times_without_an_offset_need_no_zone_and_may_not_have_one() -> None:
    naive = datetime(2026, 1, 10, 8, 0)
    assert fold([naive], [2.0], minutes=60, zone=None).values[0, 8] == 2.0
    with pytest.raises(ValueError, match="must not have it"):
        fold([naive], [2.0], minutes=60, zone=TORONTO)


def test_days_without_a_value_are_unknown() -> None:
    starts = [datetime(2026, 1, 1, 0, 0), datetime(2026, 1, 3, 0, 0)]
    matrix = fold(starts, [1.0, 1.0], minutes=60, zone=None)
    assert matrix.days == 3
    assert np.isnan(matrix.values[1]).all()


def test_folding_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        fold([], [], minutes=60, zone=None)
