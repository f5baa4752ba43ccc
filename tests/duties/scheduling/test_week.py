from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from floorwalker.duties.scheduling.week import Week, monday_of

TORONTO = ZoneInfo("America/Toronto")
SUNDAY = 6 * 1440
PLAIN = Week(date(2026, 3, 9), TORONTO)
SPRING = Week(date(2026, 3, 2), TORONTO)  # 8 March: 02:00 becomes 03:00
AUTUMN = Week(date(2026, 10, 26), TORONTO)  # 1 November: 02:00 becomes 01:00


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("week", "starts_at", "ends_at", "half_hours"),
    [
        (PLAIN, utc(2026, 3, 9, 4), utc(2026, 3, 16, 4), 7 * 48),
        (SPRING, utc(2026, 3, 2, 5), utc(2026, 3, 9, 4), 7 * 48 - 2),
        (AUTUMN, utc(2026, 10, 26, 4), utc(2026, 11, 2, 5), 7 * 48 + 2),
    ],
)
def test_a_week_is_as_long_as_its_clock_says(week, starts_at, ends_at, half_hours):
    assert (week.starts_at, week.ends_at) == (starts_at, ends_at)
    starts = week.interval_starts(minutes=30)
    assert (len(starts), starts[0]) == (half_hours, starts_at)
    assert (week.days[0], week.days[-1]) == (
        week.starts_on,
        date.fromordinal(week.starts_on.toordinal() + 6),
    )


@pytest.mark.parametrize(
    ("week", "minute", "moment"),
    [
        (PLAIN, 0, utc(2026, 3, 9, 4)),
        (PLAIN, SUNDAY + 1439, utc(2026, 3, 16, 3, 59)),
        (PLAIN, -60, utc(2026, 3, 9, 3)),
        (SPRING, SUNDAY + 119, utc(2026, 3, 8, 6, 59)),
        (SPRING, SUNDAY + 180, utc(2026, 3, 8, 7)),
        (AUTUMN, SUNDAY + 90, utc(2026, 11, 1, 5, 30)),
        (AUTUMN, SUNDAY + 120, utc(2026, 11, 1, 7)),
    ],
)
def test_a_minute_and_its_moment_name_each_other(week, minute, moment):
    assert week.moment(minute) == moment
    assert week.minute(moment) == minute


def test_a_minute_of_the_missing_hour_names_the_moment_an_hour_later():
    assert SPRING.moment(SUNDAY + 150) == utc(2026, 3, 8, 7, 30)
    assert SPRING.minute(utc(2026, 3, 8, 7, 30)) == SUNDAY + 210


def test_both_passes_of_the_doubled_hour_have_the_same_minute():
    assert AUTUMN.minute(utc(2026, 11, 1, 5, 30)) == SUNDAY + 90
    assert AUTUMN.minute(utc(2026, 11, 1, 6, 30)) == SUNDAY + 90


@pytest.mark.parametrize("day", range(2, 9))
def test_every_day_has_its_monday(day):
    assert monday_of(date(2026, 3, day)) == date(2026, 3, 2)
