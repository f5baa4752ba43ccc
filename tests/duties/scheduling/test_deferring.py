"""Deferred work: arrivals at any hour, done in opening hours, all of it by its due time."""

from datetime import timedelta

import numpy as np
import pytest
from tests.builders.plans import MONDAY, make_forecast, make_queue

from floorwalker.duties.scheduling.models import ForecastInterval
from floorwalker.duties.scheduling.stages.deferring import (
    longest_seconds_until_due,
    waits_of,
    whole_agents,
)
from floorwalker.duties.scheduling.stages.requiring import require_week
from floorwalker.duties.scheduling.week import Week
from floorwalker.engines.staffing import spread_deferred
from floorwalker.foundation.demand.models import OpeningHours

HALF_HOUR = 1800
NINE, FIVE = 9 * 60, 17 * 60


def mail_queue(cast, *, within_seconds=4 * 3600, occupancy_max=1.0, per_interval=2.0):
    """E-mail around the clock: 96 messages a day of five minutes each, eight hours of work."""
    queue = make_queue(
        cast.site,
        name="E-mail",
        within_seconds=within_seconds,
        occupancy_max=occupancy_max,
        patience_seconds=None,
    )
    queue.channel = "email"
    queue.save()
    version = make_forecast(queue, mean=0)
    ForecastInterval.objects.filter(version=version).update(mean=per_interval, aht_seconds=300)
    return queue


def open_on_weekdays(queue, *, weekdays=range(5)):
    OpeningHours.objects.bulk_create(
        OpeningHours(queue=queue, weekday=day, from_minute=NINE, until_minute=FIVE)
        for day in weekdays
    )


def needs(cast, queue, *, weeks_on=1):
    """The second week of the forecast: the first has left its work behind."""
    week = Week(MONDAY + timedelta(days=7 * weeks_on), cast.site.tzinfo)
    draft = require_week(cast.site, week=week, shrinkage_ratio=0.2)
    return week, [row for row in draft.intervals if row.queue_id == queue.pk], draft


def test_nobody_is_required_outside_opening_hours_and_all_work_is_done_in_them(cast):
    queue = mail_queue(cast)
    open_on_weekdays(queue)
    week, rows, _draft = needs(cast, queue)
    for row in rows:
        local = row.starts_at.astimezone(week.zone)
        is_open = local.weekday() < 5 and 9 <= local.hour < 17
        assert row.agents == 0 or is_open
    # Seven days of 48 × 2 messages of 300 s are 56 hours, in half-hours of one person: 112.
    assert sum(row.agents for row in rows) == pytest.approx(112, abs=1)
    assert {row.service_level for row in rows} == {1.0}


def test_work_of_the_weekend_is_carried_to_monday(cast):
    queue = mail_queue(cast)
    open_on_weekdays(queue)
    week, rows, _draft = needs(cast, queue)
    by_day = [0] * 7
    for row in rows:
        by_day[week.minute(row.starts_at) // 1440] += row.agents
    # Friday 17:00 to Monday 09:00 brings 128 half-hours × 2 = 256 messages, 21 hours of work; all
    # is due within four opening hours, so Monday has it besides its own.
    assert by_day[0] > 2 * by_day[1]
    assert by_day[5] == by_day[6] == 0
    # By Sunday midnight 55 hours have brought four messages each, and a few are left of Friday.
    assert 220 <= rows[-1].backlog < 220 + 4 * 4


def test_the_longer_it_may_wait_the_fewer_people_are_there_at_once(cast):
    queue = mail_queue(cast)
    open_on_weekdays(queue)
    _week, soon, _draft = needs(cast, queue)
    queue.service_target.within_seconds = 16 * 3600
    queue.service_target.save()
    _week, late, _draft = needs(cast, queue)
    assert max(row.agents for row in late) < max(row.agents for row in soon)
    assert sum(row.agents for row in late) == pytest.approx(sum(row.agents for row in soon), abs=10)


def test_without_hours_of_its_own_people_are_there_when_the_other_queues_are_open(cast):
    queue = mail_queue(cast)
    make_forecast(make_queue(cast.site))  # from 08:00 to 20:00 on every day
    week, rows, _draft = needs(cast, queue)
    hours = {row.starts_at.astimezone(week.zone).hour for row in rows if row.agents}
    assert hours <= set(range(8, 20))
    assert len(hours) == 12


def test_a_site_that_only_writes_works_at_any_time(cast):
    queue = mail_queue(cast, within_seconds=HALF_HOUR)
    _week, rows, _draft = needs(cast, queue)
    assert sum(row.agents for row in rows) == pytest.approx(336 * 2 * 300 / HALF_HOUR, abs=1)


def test_busy_at_most_leaves_room_to_breathe(cast):
    queue = mail_queue(cast, occupancy_max=0.8)
    open_on_weekdays(queue)
    _week, rows, _draft = needs(cast, queue)
    assert sum(row.agents for row in rows) == pytest.approx(112 / 0.8, abs=1)
    assert max(row.occupancy for row in rows) <= 1.0


def test_a_closed_day_has_nobody(cast):
    queue = mail_queue(cast)
    open_on_weekdays(queue)
    version = queue.forecast_versions.get()
    tuesday = MONDAY + timedelta(days=8)
    version.special_days = [{"day": tuesday.isoformat(), "kind": "closed", "name": "Stocktaking"}]
    version.save()
    week, rows, _draft = needs(cast, queue)
    assert not any(row.agents for row in rows if week.minute(row.starts_at) // 1440 == 1)


def test_the_requirement_says_that_it_was_spread(cast):
    mail_queue(cast)
    _week, _rows, draft = needs(cast, cast.site.queues.get())
    assert draft.targets["E-mail"]["is_deferred"] is True


@pytest.mark.parametrize("share", [0.3, 1.0, 1.6])
def test_whole_people_are_never_behind_and_never_more_than_one_ahead(share):
    plan = np.full(40, share)
    people = whole_agents(plan)
    ahead = np.cumsum(people) - np.cumsum(plan)
    assert ahead.min() > -1e-6
    assert ahead.max() < 1


def test_waits_are_those_of_a_queue_served_in_order():
    """Four come at once while closed; one person then does two an interval."""
    offered = np.array([4.0, 0, 0, 0])
    plan = spread_deferred(
        offered,
        handle_seconds=900,
        due_seconds=3 * HALF_HOUR,
        interval_seconds=HALF_HOUR,
        agents_max=[0, 1, 1, 1],
    )
    # The middle one of the four is the second, done after the first working interval at the
    # latest; level over three intervals, four thirds an interval: after 1.5 of them.
    waits = waits_of(offered, plan, interval_seconds=HALF_HOUR)
    assert waits[0] == pytest.approx((1 + 1.5 - 0.5) * HALF_HOUR)
    assert not waits[1:].any()


def test_a_promise_in_opening_hours_may_take_a_weekend():
    is_open = np.zeros(7 * 48, dtype=bool)
    for day in range(5):
        is_open[day * 48 + 18 : day * 48 + 34] = True
    longest = longest_seconds_until_due(3600, is_open, interval_seconds=HALF_HOUR)
    # From Friday 16:30 with half an hour left to ... the week's end is all that is seen of it.
    assert longest == (3 * 48 - 33) * HALF_HOUR
    assert longest_seconds_until_due(3600, is_open & False, interval_seconds=HALF_HOUR) == 3600
