from datetime import UTC, date, datetime, timedelta

import pytest
from tests.builders.plans import MONDAY, make_forecast, make_queue

from floorwalker.duties.history.choices import ImportKind
from floorwalker.duties.history.models import Import, IntervalStat
from floorwalker.duties.scheduling.queries.forecast_pages import forecast_page
from floorwalker.duties.scheduling.queries.past_intervals import weeks_back

BUSY_AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # Monday 09:00 in Toronto
SLOT = 18  # 09:00 in half-hours
WEEK = timedelta(weeks=1)


@pytest.fixture
def queue(cast):
    return make_queue(cast.site)


def offered(queue, starts_at, count, *, minutes=15):
    file, _made = Import.objects.get_or_create(
        site=queue.site,
        file_name="calls.csv",
        defaults={
            "size_bytes": 1,
            "kind": ImportKind.INTERVALS,
            "detection": {},
            "created_at": BUSY_AT,
        },
    )
    IntervalStat.objects.create(
        queue=queue,
        of_import=file,
        starts_at=starts_at,
        minutes=minutes,
        day=starts_at.astimezone(queue.site.tzinfo).date(),
        from_contacts=False,
        offered=count,
    )


def lines(cast, version, *, day):
    chart = forecast_page(cast.actor("asha"), version_id=version.pk, day=day).chart
    return {series.label: list(series.values) for series in chart.series[1:]}


def test_a_day_is_shown_beside_what_came_a_week_before(cast, queue):
    version = make_forecast(queue, days=14)
    offered(queue, BUSY_AT - WEEK, 11)
    offered(queue, BUSY_AT - WEEK + timedelta(minutes=15), 9)
    assert lines(cast, version, day=MONDAY) == {
        "1 week before": [None] * SLOT + [20] + [None] * (47 - SLOT)
    }


def test_a_day_further_ahead_is_shown_beside_the_last_that_was_known(cast, queue):
    version = make_forecast(queue, days=14)
    offered(queue, BUSY_AT - WEEK, 11)
    found = lines(cast, version, day=MONDAY + WEEK)
    assert found["2 weeks before"][SLOT] == 11


def test_what_came_is_shown_once_it_is_known(cast, queue):
    version = make_forecast(queue, days=7)
    offered(queue, BUSY_AT, 14)
    assert lines(cast, version, day=MONDAY)["What came"][SLOT] == 14


def test_nothing_is_shown_without_history_or_from_longer_intervals(cast, queue):
    version = make_forecast(queue, days=7)
    assert lines(cast, version, day=MONDAY) == {}
    offered(queue, BUSY_AT - WEEK, 40, minutes=60)
    assert lines(cast, version, day=MONDAY) == {}


def test_another_queues_past_is_not_shown(cast, queue):
    version = make_forecast(queue, days=7)
    offered(make_queue(cast.site, name="Claims"), BUSY_AT - WEEK, 11)
    assert lines(cast, version, day=MONDAY) == {}


def test_intervals_are_matched_by_the_clock_on_the_wall(cast, queue):
    first_of_november = date(2026, 11, 1)  # the night before, clocks go back
    version = make_forecast(queue, week_starts_on=first_of_november, days=2)
    offered(queue, datetime(2026, 10, 25, 13, 0, tzinfo=UTC), 11)  # 09:00, an hour earlier in UTC
    chart = forecast_page(cast.actor("asha"), version_id=version.pk, day=first_of_november).chart
    known = [at for at, n in zip(chart.times, chart.series[1].values, strict=True) if n is not None]
    assert known == [datetime(2026, 11, 1, 14, 0, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("days_after", "weeks"), [(-3, 1), (0, 1), (1, 1), (7, 1), (8, 2), (28, 4)]
)
def test_a_weekday_was_last_known_whole_weeks_before(days_after, weeks):
    known_until = date(2026, 11, 22)
    assert weeks_back(known_until + timedelta(days=days_after), known_until=known_until) == weeks
