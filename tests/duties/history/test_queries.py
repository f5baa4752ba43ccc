from datetime import date

import numpy as np
import pytest
from tests.duties.history.files import CONTACTS, bring_in

from floorwalker.duties.history import queries
from floorwalker.duties.history.queue_history import queue_history
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import BadInputError, NotPermittedError

HEADER = "time,queue,offered,answered,aht\n"


def queue(name="a"):
    return Queue.objects.select_related("site").get(name=name)


def test_a_queues_history_is_days_by_slots_with_nan_where_nothing_is_known(cast, tmp_path):
    text = HEADER + "".join(
        f"2024-03-0{day} {hour:02d}:{minute},a,{offered},{offered},100\n"
        for day, offered in ((4, 3), (6, 5))
        for hour in (8, 9)
        for minute in ("00", "15", "30", "45")
    )
    bring_in(tmp_path, cast.site, text)
    history = queue_history(queue(), minutes=30)
    assert (history.first_day, history.minutes, history.counts.shape) == (
        date(2024, 3, 4),
        30,
        (3, 48),
    )
    assert history.counts[0, 16:20].tolist() == [6, 6, 6, 6]
    assert np.isnan(history.counts[1]).all()
    assert history.counts[2, 17] == 10
    assert np.isnan(history.counts[0, 20])
    assert history.aht_seconds[0, 16] == 100


def test_a_day_of_contacts_is_known_all_day(cast, tmp_path):
    bring_in(tmp_path, cast.site, CONTACTS + "1,2024-03-04 08:00:00,a,5,ANSWERED,60,Ada\n")
    history = queue_history(queue(), minutes=30)
    assert history.counts.sum() == 1
    assert history.counts[0, 16] == 1
    assert not np.isnan(history.counts).any()


def test_the_doubled_hour_looks_like_any_other(cast, tmp_path):
    rows = "".join(
        f"2024-11-03 {clock},a,{offered},1,100\n"
        for clock, offered in [("00:30", 2), ("01:00", 4), ("01:30", 4), ("01:00", 8), ("01:30", 8)]
    )
    bring_in(tmp_path, cast.site, HEADER + rows)
    counts = queue_history(queue(), minutes=60).counts
    assert counts[0, 1] == (4 + 4 + 8 + 8) / 2


def test_a_coarse_file_is_not_made_finer(cast, tmp_path):
    bring_in(tmp_path, cast.site, HEADER + "2024-03-04 08:00,a,3,3,9\n2024-03-04 09:00,a,3,3,9\n")
    assert queue_history(queue(), minutes=15).minutes == 60


def test_a_queue_without_history_says_what_to_do(cast):
    empty = Queue.objects.create(site=cast.site, name="new")
    with pytest.raises(BadInputError, match=r"the queue new has no history\. Import"):
        queue_history(empty)


def test_daily_totals_are_no_ground_for_a_forecast_by_interval(cast, tmp_path):
    bring_in(tmp_path, cast.site, "date,queue,offered\n2024-03-04,a,3\n2024-03-05,a,4\n")
    with pytest.raises(BadInputError, match="only totals of 1440 minutes"):
        queue_history(queue())


def test_spans_tell_what_is_known_of_each_queue(cast, tmp_path):
    text = "time,queue,offered,answered,abandoned,aht\n2024-03-04 08:00,a,10,8,2,100\n"
    bring_in(tmp_path, cast.site, text + "2024-03-09 08:00,a,10,10,0,190\n")
    (span,) = queries.queue_spans(cast.site)
    assert (span.queue, span.first_day, span.last_day, span.days, span.offered) == (
        "a",
        date(2024, 3, 4),
        date(2024, 3, 9),
        2,
        20,
    )
    assert span.aht_seconds == 2700 / 18
    assert span.abandonment == 0.1


def test_totals_come_by_day_and_by_interval(cast, tmp_path):
    bring_in(tmp_path, cast.site, HEADER + "2024-03-04 08:00,a,3,2,50\n2024-03-04 08:30,a,4,4,50\n")
    span = {"first_day": date(2024, 3, 4), "last_day": date(2024, 3, 4)}
    (day,) = queries.day_totals([queue().pk], **span)
    assert (day.offered, day.answered, day.handle_seconds) == (7, 6, 300)
    assert [row.offered for row in queries.interval_totals([queue().pk], **span)] == [3, 4]


def test_the_week_profile_is_the_mean_over_the_known_days(cast, tmp_path):
    rows = "2024-03-04 08:00,a,3,2,50\n2024-03-04 08:30,a,4,4,50\n2024-03-11 08:00,a,5,5,50\n"
    bring_in(tmp_path, cast.site, HEADER + rows)
    slots = queries.week_profile(
        queue().pk,
        zone_name="America/Toronto",
        first_day=date(2024, 3, 1),
        last_day=date(2024, 3, 31),
        minutes=30,
    )
    assert slots == (queries.WeekSlot(0, 480, 4.0), queries.WeekSlot(0, 510, 4.0))


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, 1.0), (5, 3.0), (7, 4.2), (20, 15.0), (1000, 91.0)]
)
def test_answers_within_a_wait_are_exact_at_the_bounds_and_shared_between(seconds, expected):
    waits = list(range(1, 15))
    assert queries.answered_within(waits, seconds=seconds) == pytest.approx(expected)


def test_the_history_page_takes_few_queries_however_many_rows(
    cast, tmp_path, django_assert_max_num_queries
):
    rows = "".join(
        f"2024-03-{day:02d} 08:00,q{n},3,2,50\n" for day in range(1, 29) for n in range(9)
    )
    bring_in(tmp_path, cast.site, HEADER + rows)
    actor = cast.actor("asha")
    with django_assert_max_num_queries(3):
        page = queries.history_page(actor)
    assert len(page.spans) == 9
    assert page.may_import


def test_an_agent_may_not_see_the_history(cast):
    with pytest.raises(NotPermittedError):
        queries.history_page(cast.actor("ben"))
