"""Days of 23, 24 and 25 hours, at public dates (Toronto 2026: 8 March, 1 November)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from floorwalker.engines.timegrid import interval_starts, slots_per_day

TORONTO = ZoneInfo("America/Toronto")


@pytest.mark.parametrize(
    ("day", "quarters"),
    [
        (date(2026, 3, 7), 96),
        (date(2026, 3, 8), 92),
        (date(2026, 3, 9), 96),
        (date(2026, 11, 1), 100),
    ],
)
def test_a_toronto_day_has_the_quarter_hours_its_clock_shows(day: date, quarters: int) -> None:
    assert len(interval_starts(day, days=1, minutes=15, zone=TORONTO)) == quarters


def test_a_year_has_as_many_half_hours_as_a_year_without_clock_changes() -> None:
    starts = interval_starts(date(2026, 1, 1), days=365, minutes=30, zone=TORONTO)
    assert len(starts) == 365 * 48
    assert starts[0] == datetime(2026, 1, 1, 5, tzinfo=UTC)
    assert len(set(starts)) == len(starts)


def test_the_intervals_of_a_spring_day_jump_over_the_missing_hour() -> None:
    local = [
        start.astimezone(TORONTO).hour
        for start in interval_starts(date(2026, 3, 8), days=1, minutes=60, zone=TORONTO)
    ]
    assert local == [0, 1, *range(3, 24)]


def test_a_day_whose_midnight_is_skipped_starts_with_its_first_instant() -> None:
    # Beirut moved from 00:00 to 01:00 on 31 March 2024.
    starts = interval_starts(date(2024, 3, 31), days=1, minutes=60, zone=ZoneInfo("Asia/Beirut"))
    assert starts[0] == datetime(2024, 3, 30, 22, tzinfo=UTC)
    assert len(starts) == 23


def test_an_offset_of_a_quarter_hour_changes_nothing() -> None:
    starts = interval_starts(date(2026, 5, 1), days=1, minutes=15, zone=ZoneInfo("Asia/Kathmandu"))
    assert starts[0] == datetime(2026, 4, 30, 18, 15, tzinfo=UTC)
    assert len(starts) == 96


def test_an_interval_that_does_not_divide_an_hour_is_refused() -> None:
    with pytest.raises(ValueError, match="7 minutes is not possible"):
        slots_per_day(7)
