from datetime import UTC, datetime, timedelta

import pytest
from tests.builders.rosters import make_roster, shift_of

from floorwalker.duties.scheduling.pauses import fit_pauses


@pytest.fixture
def shift(cast):
    """08:00 to 16:30 with pauses after 120, 240 and 360 minutes."""
    return shift_of(make_roster(cast.site, days=[0]), cast.people["ben"])


def fitted(shift, *, start: int, end: int) -> list[tuple[int, int]]:
    """Pauses as (minutes after the new start, length) when both ends move by some minutes."""
    starts_at = shift.starts_at + timedelta(minutes=start)
    times = fit_pauses(shift, starts_at=starts_at, ends_at=shift.ends_at + timedelta(minutes=end))
    assert times["starts_at"] == starts_at.isoformat()
    found = []
    for pause in times["pauses"]:
        begins, ends = (datetime.fromisoformat(pause[name]) for name in ("starts_at", "ends_at"))
        found.append(((begins - starts_at) // timedelta(minutes=1), (ends - begins).seconds // 60))
    return found


@pytest.mark.parametrize("minutes", [-120, -15, 45, 1440])
def test_a_moved_shift_takes_its_pauses_along(shift, minutes):
    assert fitted(shift, start=minutes, end=minutes) == [(120, 15), (240, 30), (360, 15)]


def test_a_moved_shift_keeps_a_pause_that_a_person_put_off_the_quarter_hour(shift):
    first = shift.activities.all()[0]
    first.starts_at += timedelta(minutes=5)
    first.save()
    assert fitted(shift, start=60, end=60)[0] == (125, 10)


def test_a_resized_shift_keeps_its_pauses_at_their_share_on_the_quarter_hour(shift):
    # 510 to 540 minutes: 120 becomes 127.06, 240 becomes 254.1, 360 becomes 381.2
    assert fitted(shift, start=-30, end=0) == [(120, 15), (255, 30), (375, 15)]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (255, [(150, 15), (300, 30), (420, 15)]),  # to 765: 180, 360, 540 would be too late
        (-255, [(75, 15), (180, 30), (345, 15)]),  # to 255: 60, 120, 180 would be too early
    ],
)
def test_a_resized_shift_keeps_its_pauses_where_the_template_allows(shift, end, expected):
    assert fitted(shift, start=0, end=end) == expected


def test_without_a_template_only_the_share_counts(shift):
    shift.template = None
    assert fitted(shift, start=0, end=-255) == [(60, 15), (120, 30), (180, 15)]


def test_a_shift_without_pauses_has_none_afterwards(shift):
    shift.activities.all().delete()
    assert fitted(shift, start=0, end=30) == []


def test_moments_are_written_in_utc(shift):
    assert datetime.fromisoformat(
        fit_pauses(shift, starts_at=shift.starts_at, ends_at=shift.ends_at)["ends_at"]
    ) == datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
