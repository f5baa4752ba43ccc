"""Forecasts of a queue with its calendar: special days, opening hours, changes of the clock."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.builders.plans import make_queue, make_special_day

from floorwalker.duties.history.choices import ImportKind
from floorwalker.duties.history.models import Import, IntervalStat
from floorwalker.duties.scheduling.stages.forecasting import forecast_queue
from floorwalker.engines.timegrid import interval_starts
from floorwalker.foundation.demand.models import OpeningHours
from floorwalker.foundation.errors import BadInputError

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MONDAY = date(2026, 10, 26)
CLOCK_BACK, CLOCK_FORWARD = date(2026, 11, 1), date(2026, 3, 8)
PER_HOUR = 12


def queue_with_history(cast, *, before=MONDAY, days=28, minutes=30, name="Billing"):
    """A queue that never closes: as many contacts in every hour, known until a day."""
    queue = make_queue(cast.site, name=name)
    file = Import.objects.create(
        site=cast.site,
        file_name=f"{name}.csv",
        size_bytes=1,
        kind=ImportKind.INTERVALS,
        detection={},
        created_at=AT,
    )
    zone, first = cast.site.tzinfo, before - timedelta(days=days)
    IntervalStat.objects.bulk_create(
        IntervalStat(
            queue=queue,
            of_import=file,
            starts_at=at,
            minutes=minutes,
            day=at.astimezone(zone).date(),
            from_contacts=False,
            offered=PER_HOUR * minutes // 60,
        )
        for at in interval_starts(first, days=days, minutes=minutes, zone=zone)
    )
    return queue


def contacts_by_day(queue, draft):
    totals = Counter()
    for row in draft.rows:
        totals[row.starts_at.astimezone(queue.site.tzinfo).date()] += row.mean
    return totals


@pytest.mark.parametrize("minutes", [15, 60])
@pytest.mark.parametrize(
    ("monday", "day", "hours"),
    [(MONDAY, CLOCK_BACK, 25), (date(2026, 3, 2), CLOCK_FORWARD, 23)],
)
def test_a_day_of_23_or_25_hours_has_as_many_contacts_an_hour(cast, minutes, monday, day, hours):
    queue = queue_with_history(cast, before=monday, minutes=minutes)
    draft = forecast_queue(queue, week_starts_on=monday, today=monday)
    totals = contacts_by_day(queue, draft)
    assert totals[day] == pytest.approx(hours * PER_HOUR, rel=0.01)
    assert totals[day - timedelta(days=1)] == pytest.approx(24 * PER_HOUR, rel=0.01)
    grid = interval_starts(
        monday, days=draft.days, minutes=draft.interval_minutes, zone=cast.site.tzinfo
    )
    assert [row.starts_at for row in draft.rows] == grid


def test_a_history_with_such_a_day_in_it_teaches_no_double_hour(cast):
    monday = date(2026, 11, 16)
    queue = queue_with_history(cast, before=monday)
    draft = forecast_queue(queue, week_starts_on=monday, today=monday)
    hour_of = [row.starts_at.astimezone(cast.site.tzinfo).hour for row in draft.rows]
    one_o_clock = [row.mean for row, hour in zip(draft.rows, hour_of, strict=True) if hour == 1]
    assert one_o_clock == pytest.approx([PER_HOUR / 2] * len(one_o_clock), rel=0.02)


def test_one_week_of_history_is_enough(cast):
    queue = queue_with_history(cast, days=7)
    totals = contacts_by_day(queue, forecast_queue(queue, week_starts_on=MONDAY, today=MONDAY))
    assert totals[MONDAY + timedelta(days=1)] == pytest.approx(24 * PER_HOUR, rel=0.05)


def test_days_of_one_queue_leave_the_other_as_it_was(cast):
    billing, claims = (queue_with_history(cast, name=name) for name in ("Billing", "Claims"))
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    make_special_day(cast.site, queue=claims, first_day=tuesday)
    make_special_day(cast.site, name="Sale", kind="adjust", factor=1.5, first_day=wednesday)
    drafts = {
        queue.name: forecast_queue(queue, week_starts_on=MONDAY, today=MONDAY)
        for queue in (billing, claims)
    }
    days = {queue.name: contacts_by_day(queue, drafts[queue.name]) for queue in (billing, claims)}
    assert days["Claims"][tuesday] == 0
    assert days["Billing"][tuesday] == pytest.approx(24 * PER_HOUR, rel=0.02)
    assert days["Claims"][wednesday] == pytest.approx(1.5 * 24 * PER_HOUR, rel=0.02)
    told = [(day["day"], day["kind"], day["factor"]) for day in drafts["Claims"].special_days]
    assert told == [(str(tuesday), "closed", 0.0), (str(wednesday), "adjust", 1.5)]


def test_holidays_in_the_horizon_are_told_as_the_site_keeps_them(cast):
    queue = queue_with_history(cast)
    draft = forecast_queue(queue, week_starts_on=MONDAY, today=MONDAY)
    assert draft.special_days == []
    cast.site.is_federal_employer = True
    cast.site.save()
    queue.refresh_from_db()
    draft = forecast_queue(queue, week_starts_on=MONDAY, today=MONDAY)
    assert [day["day"] for day in draft.special_days] == ["2026-11-11"]


def test_nothing_is_forecast_outside_the_hours_entered(cast):
    queue = queue_with_history(cast)
    OpeningHours.objects.create(queue=queue, weekday=0, from_minute=9 * 60, until_minute=10 * 60)
    draft = forecast_queue(queue, week_starts_on=MONDAY, today=MONDAY)
    busy = {
        (at.weekday(), at.hour)
        for row in draft.rows
        if row.mean
        for at in [row.starts_at.astimezone(cast.site.tzinfo)]
    }
    assert busy == {(0, 9)}
    assert contacts_by_day(queue, draft)[MONDAY] == pytest.approx(PER_HOUR, rel=0.05)


def test_a_history_that_is_all_excluded_says_what_to_do(cast):
    queue = queue_with_history(cast, days=7)
    first = MONDAY - timedelta(days=7)
    make_special_day(
        cast.site, kind="exclude", first_day=first, last_day=MONDAY - timedelta(days=1)
    )
    with pytest.raises(BadInputError, match="nothing is left") as refused:
        forecast_queue(queue, week_starts_on=MONDAY, today=MONDAY)
    assert "special days" in refused.value.next_step
