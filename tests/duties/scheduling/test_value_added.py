"""What edits were worth, by numbers that can be worked out in the head.

A day has 24 open half-hours; the program expects 10 contacts in each, and 12 came.
"""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from tests.builders.counts import make_counts
from tests.builders.plans import make_forecast, make_queue, make_requirement

from floorwalker.duties.scheduling.actions.edit_forecast import Edit, edit_forecast
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Roster
from floorwalker.duties.scheduling.queries.changed_intervals import changed_intervals
from floorwalker.duties.scheduling.queries.value_added_page import value_added_page

MONDAY = date(2026, 10, 5)
MADE = datetime(2026, 10, 2, 15, 0, tzinfo=UTC)  # the Friday before
NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
CAME = np.zeros((14, 48), dtype=int)
CAME[:, 16:40] = 12


@pytest.fixture
def queue(cast):
    queue = make_queue(cast.site)
    make_counts(queue, CAME, first_day=MONDAY, from_contacts=True)
    return queue


@pytest.fixture
def system(queue):
    return make_forecast(queue, week_starts_on=MONDAY, days=14, created_at=MADE)


def edit(cast, version, who, *, day, percent, at=MADE, **times):
    change = Edit(MONDAY + timedelta(days=day), percent, **times)
    return edit_forecast(cast.actor(who), version=version, edit=change, note="x", at=at)


def edit_days(cast, version, who, *, days, percent, at=MADE):
    for day in days:
        version = edit(cast, version, who, day=day, percent=percent, at=at)
    return version


def page(cast):
    return value_added_page(cast.actor("mia"), at=NOW)


def test_an_edit_towards_what_came_helped_and_one_away_from_it_did_not(cast, system):
    better = edit_days(cast, system, "asha", days=range(3, 7), percent=20)
    edit_days(cast, better, "mia", days=range(7, 12), percent=-10)
    rows = {(row.editor, row.lead): row for row in page(cast).rows}
    # Asha's 12 met the 12 that came; Mia's 9 were 3 below, the program's 10 two. Asha's days were 6
    # to 9 ahead: two in each class. Mia's were 10 to 14.
    mia = rows["Mia", "8 to 14 days"]
    assert (mia.days, mia.system_wape_ratio, mia.wape_ratio) == (5, pytest.approx(2 / 12), 3 / 12)
    assert mia.value_added_ratio == pytest.approx(-1 / 12)
    assert (mia.margin_ratio, mia.verdict) == (pytest.approx(0, abs=1e-9), "harmed")
    few = rows["Asha", "3 to 7 days"]
    assert (few.days, few.wape_ratio, few.verdict) == (2, None, "cannot_tell")
    assert page(cast).summary == (
        "3 comparisons by queue, editor and days ahead: 0 helped by more than chance, "
        "1 did not help, 2 cannot be told yet."
    )


def test_enough_days_of_a_good_edit_are_a_help(cast, system):
    edit_days(cast, system, "asha", days=range(5, 11), percent=20)
    (row,) = page(cast).rows
    assert (row.queue_name, row.editor, row.lead, row.days) == (
        "Billing",
        "Asha",
        "8 to 14 days",
        6,
    )
    assert (row.wape_ratio, row.verdict) == (0, "helped")
    (bars,) = [series for series in page(cast).chart.series if series.label == "Edited"]
    assert list(bars.values) == [pytest.approx(100 * 2 / 12)]


def test_only_what_an_edit_itself_changed_is_put_down_to_it(cast, system):
    monday = edit(cast, system, "asha", day=0, percent=20)
    edit(cast, monday, "mia", day=1, percent=20)  # holds Asha's Monday, too
    found = changed_intervals(cast.site, first_day=MONDAY, until=NOW.date())
    by_editor = {}
    for changed in found:
        by_editor.setdefault(changed.change.version.created_by_name, set()).add(changed.day)
    assert by_editor == {"Asha": {MONDAY}, "Mia": {MONDAY + timedelta(days=1)}}
    assert len(found) == 48


def test_a_change_of_a_change_is_compared_with_what_the_program_had_said(cast, system):
    first = edit(cast, system, "asha", day=0, percent=50)
    edit(cast, first, "mia", day=0, percent=-20)  # 15 became 12
    found = changed_intervals(cast.site, first_day=MONDAY, until=NOW.date())
    said = {(c.change.version.created_by_name, c.change.system_mean, c.change.mean) for c in found}
    assert said == {("Asha", 10, 15), ("Mia", 10, 12)}


def test_what_was_changed_after_it_began_or_has_not_come_yet_does_not_count(cast, system):
    noon = datetime(2026, 10, 5, 16, 0, tzinfo=UTC)  # 12:00 in Toronto
    edit(cast, system, "asha", day=0, percent=20, at=noon)
    later = make_forecast(system.queue, week_starts_on=MONDAY + timedelta(weeks=2), created_at=MADE)
    edit_forecast(
        cast.actor("asha"), version=later, edit=Edit(later.first_day, 20), note="x", at=MADE
    )
    found = changed_intervals(cast.site, first_day=MONDAY, until=NOW.date())
    assert min(c.change.starts_at for c in found) == noon + timedelta(minutes=30)
    assert {c.day for c in found} == {MONDAY}


def test_a_half_hour_in_which_nobody_called_counts_as_none(cast, queue):
    version = make_forecast(queue, week_starts_on=MONDAY, days=1, created_at=MADE)
    version.intervals.update(mean=1)
    edit(cast, version, "asha", day=0, percent=100)
    found = changed_intervals(cast.site, first_day=MONDAY, until=NOW.date())
    assert sorted(changed.actual for changed in found) == [0] * 24 + [12] * 24


def publish(cast, week_starts_on):
    requirement = make_requirement(cast.site, week_starts_on=week_starts_on)
    return Roster.objects.create(
        site=cast.site,
        week_starts_on=week_starts_on,
        requirement=requirement,
        state=RosterState.PUBLISHED,
        created_at=MADE,
    )


def test_what_was_published_is_told_beside_what_was_edited(cast, system):
    edited = edit_days(cast, system, "asha", days=range(5), percent=20)
    publish(cast, MONDAY)
    edit_days(cast, edited, "mia", days=range(5), percent=50)  # after the publication
    rows = [(row.stage, row.editor, row.days, row.lead) for row in page(cast).rows]
    assert rows == [
        ("Edited", "Asha", 5, "3 to 7 days"),
        ("Edited", "Mia", 5, "3 to 7 days"),
        ("Published", "", 5, "3 to 7 days"),
    ]
    asha, mia, published = page(cast).rows
    assert (asha.wape_ratio, published.wape_ratio) == (0, 0)
    assert mia.wape_ratio == pytest.approx(6 / 12)  # 18 were expected
    assert [list(series.values) for series in page(cast).chart.series][1] == [
        pytest.approx(100 * 2 / 12)
    ]


def test_the_page_says_what_to_do_where_nothing_was_changed(cast, system, signed_in):
    text = signed_in("asha").get("/forecasts/value-added/").content.decode()
    assert "Nothing to compare yet" in text


def test_the_page_takes_as_many_queries_for_more_edits(
    cast, system, signed_in, django_assert_num_queries
):
    asha = signed_in("asha")
    edited = edit(cast, system, "asha", day=0, percent=20)
    asha.get("/forecasts/value-added/")
    with django_assert_num_queries(11):
        asha.get("/forecasts/value-added/")
    edit_days(cast, edited, "mia", days=range(1, 4), percent=20)
    with django_assert_num_queries(11):
        text = asha.get("/forecasts/value-added/").content.decode()
    assert "Mia" in text
