"""The page of the rest of the day, and its operations: what they show, and to whom."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders.api import client_of
from tests.builders.day_in_progress import (
    PROGRAM,
    TEN_PAST_ELEVEN,
    TUESDAY,
    bring_in,
    make_grade,
    make_slopes,
)
from tests.builders.plans import make_forecast, make_queue
from tests.builders.rosters import make_roster

from floorwalker.duties.scheduling.actions.store_day_updates import store_day_updates
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.queries.rest_charts import contacts_chart, people_chart
from floorwalker.duties.scheduling.queries.rest_of_day import rest_page
from floorwalker.duties.scheduling.queries.rest_track_records import TrackRecord
from floorwalker.duties.scheduling.stages.intraday import update_site
from floorwalker.foundation import clock
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.errors import NotPermittedError
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.live.topics import may_listen

pytestmark = pytest.mark.django_db

FACTOR = (77 / 65) ** 0.5
PROMISED = 0.8


@pytest.fixture
def queue(cast, monkeypatch):
    """Five people from 08:00 to 16:30, a busy morning, and an update of it at ten past eleven."""
    monkeypatch.setattr(clock, "now", lambda: TEN_PAST_ELEVEN)
    queue = make_queue(cast.site)
    make_roster(cast.site, state=RosterState.PUBLISHED)
    make_slopes(queue)
    bring_in(cast.site, {"Billing": [12] * 6})
    update(cast.site)
    return queue


def update(site, *, at=TEN_PAST_ELEVEN):
    drafts = update_site(site, at=at)
    store_day_updates(PROGRAM, site=site, drafts=drafts, at=at)


def test_the_page_tells_what_came_what_is_to_come_and_what_it_costs_to_do_nothing(cast, queue):
    page = rest_page(cast.actor("asha"), at=TEN_PAST_ELEVEN)
    (shown,) = page.queues
    assert page.shown == shown
    assert (page.came, page.expected_so_far, page.rest_morning) == (72, 60, 180)
    assert page.rest_mean == pytest.approx(180 * FACTOR, abs=0.1)
    assert shown.change_ratio == pytest.approx(FACTOR - 1)
    assert (len(shown.intervals), len(shown.day)) == (18, 24)
    # Nobody is on at lunch (12:00) nor from 16:30 on, two at the break of 14:00.
    short = [i for i in shown.intervals if i.late_contacts > 0]
    hours = [i.starts_at.astimezone(cast.site.tzinfo).strftime("%H:%M") for i in short]
    evening = ["16:30", "17:00", "17:30", "18:00", "18:30", "19:00", "19:30"]
    assert hours == ["12:00", "14:00", *evening]
    assert (shown.risks, shown.agents_short_max) == (9, max(i.agents_needed for i in short))
    missed = sum(i.mean * (PROMISED - i.service_level) for i in short)
    assert page.late_contacts == pytest.approx(missed)
    known = [(i.mean, i.service_level) for i in shown.intervals]
    expected = sum(m * s for m, s in known) / sum(m for m, _s in known)
    assert page.service_level == pytest.approx(expected)


def test_the_gravest_intervals_come_first_and_the_others_are_counted(cast, queue):
    page = rest_page(cast.actor("asha"), at=TEN_PAST_ELEVEN)
    late = [risk.late_contacts for risk in page.risks]
    assert late == sorted(late, reverse=True)
    assert (len(page.risks), page.more_risks) == (6, 3)
    assert {(r.service_level, r.promised) for r in page.risks} == {(0, PROMISED)}


def test_an_interval_that_is_over_is_no_rest_any_more(cast, queue):
    half_past_two = TEN_PAST_ELEVEN + timedelta(hours=3, minutes=20)
    page = rest_page(cast.actor("asha"), at=half_past_two)
    assert page.shown.intervals[0].starts_at == half_past_two
    assert page.shown.rest_morning == 11 * 10
    assert page.is_old
    assert not rest_page(cast.actor("asha"), at=TEN_PAST_ELEVEN).is_old
    evening = TEN_PAST_ELEVEN + timedelta(hours=9)
    assert not rest_page(cast.actor("asha"), at=evening).is_old  # nothing is left to be told


def test_pictures_show_the_morning_what_came_and_the_rest_with_its_band(cast, queue):
    shown = rest_page(cast.actor("asha"), at=TEN_PAST_ELEVEN).shown
    chart = contacts_chart(shown)
    now, morning, came = (series.values for series in chart.series)
    assert (morning, came) == ([10] * 24, [12] * 6 + [None] * 18)
    assert (now[:6], now[6]) == ([None] * 6, pytest.approx(10 * FACTOR, abs=0.01))
    (band,) = chart.bands
    assert band.lower[:6] == [None] * 6
    assert all(low < 10 < high for low, high in zip(band.lower[6:], band.upper[6:], strict=True))
    people = people_chart(shown)
    assert [(i.required, i.scheduled) for i in people.intervals[:3]] == [
        (interval.agents_needed, interval.agents_on) for interval in shown.intervals[:3]
    ]


def test_the_record_of_the_last_twenty_days_stands_beside_the_advice(cast, queue):
    for days in range(1, 26):
        is_worse = days <= 6
        make_grade(
            queue,
            day=TUESDAY - timedelta(days=days),
            morning=0.10 if is_worse else 0.20,
            updated=0.12 if is_worse else 0.16,
        )
    make_grade(queue, day=TUESDAY)
    record = rest_page(cast.actor("asha"), at=TEN_PAST_ELEVEN).shown.track_record
    assert record == TrackRecord(
        days=20,
        better=14,
        wape_ratio_morning=pytest.approx((6 * 0.10 + 14 * 0.20) / 20),
        wape_ratio_updated=pytest.approx((6 * 0.12 + 14 * 0.16) / 20),
    )


def test_the_page_says_so_in_words(cast, queue):
    make_grade(queue, day=TUESDAY - timedelta(days=1))
    page = visit(cast, "asha").content.decode().replace("\xa0", " ")
    assert "From what came until 11:00, worked out at 11:10." in page
    assert "72 came until now, 60 were expected. The rest is taken at +9 % against" in page
    assert "their error over the rest of the day was 10.0 %, without them 12.0 %" in page
    assert f'topics="site/{cast.site.pk}/rest"' in page


@pytest.mark.parametrize(("name", "may"), [("asha", True), ("ann", True), ("otto", False)])
def test_who_plans_may_have_it_updated_now(cast, queue, name, may):
    assert ("Update now" in visit(cast, name).content.decode()) is may


def test_the_deed_starts_the_job(cast, queue):
    client = Client()
    client.force_login(cast.users["asha"])
    answer = client.post("/today/rest/update/")
    assert (answer.status_code, answer["Location"]) == (302, "/today/rest/")
    assert Job.objects.get().kind == "update_rest_of_day"


def test_before_anything_is_told_the_page_says_how_to_bring_it_in(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: TEN_PAST_ELEVEN)
    make_roster(cast.site)  # a draft: nobody works by it
    update(cast.site)
    page = rest_page(cast.actor("asha"), at=TEN_PAST_ELEVEN)
    assert (page.is_nothing_told, page.is_old, page.has_roster) == (True, False, False)
    words = visit(cast, "asha").content.decode()
    assert "Nothing of today has been brought in yet, so the morning forecast stands." in words
    assert "No roster is published for today" in words
    assert "Bring in a file</a>" in words
    assert "Bring in a file</a>" not in visit(cast, "otto").content.decode()


def test_a_day_without_a_forecast_leads_to_the_weeks(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: TEN_PAST_ELEVEN)
    make_queue(cast.site)
    words = visit(cast, "asha").content.decode()
    assert "Nothing can be said of today yet" in words
    assert 'href="/weeks/"' in words


def test_the_queue_in_the_address_is_shown_and_nonsense_is_passed_over(cast, queue):
    other = make_queue(cast.site, name="Claims")
    bring_in(cast.site, {"Claims": [5] * 6})
    make_forecast(other)  # made after the week was planned: nobody is on it
    update(cast.site)
    assert rest_page(cast.actor("asha"), at=TEN_PAST_ELEVEN, queue_id=other.pk).shown.id == other.pk
    for query in ("?queue=x", "?queue=0", "?queue=999999", f"?queue={10**30}", "?queue="):
        assert visit(cast, "asha", query).status_code == 200
    assert rest_page(cast.actor("asha"), at=TEN_PAST_ELEVEN).shown.id == queue.pk


def test_only_those_who_see_the_sites_plans_see_it_and_listen(cast, queue):
    with pytest.raises(NotPermittedError):
        rest_page(cast.actor("ben"), at=TEN_PAST_ELEVEN)
    assert rest_page(cast.actor("zoe"), at=TEN_PAST_ELEVEN).queues == ()  # her own site's
    topic = f"site/{cast.site.pk}/rest"
    heard = {name: may_listen(cast.actor(name), topic) for name in ("asha", "otto", "ben", "zoe")}
    assert heard == {"asha": True, "otto": True, "ben": False, "zoe": False}


def test_programs_read_the_same_numbers(cast, queue):
    client = client_of(cast, "asha", scopes=[Scope.PLANS_READ])
    (row,) = client.get("/api/v1/today/rest").json()["items"]
    assert (row["id"], row["verdict"], row["told_until"]) == (
        queue.pk,
        "updated",
        "2026-11-24T16:00:00Z",
    )
    assert row["rest_mean"] == pytest.approx(180 * FACTOR, abs=0.1)
    assert len(row["intervals"]) == 18
    assert row["intervals"][0]["agents_on"] == 4


def visit(cast, name, query=""):
    client = Client()
    client.force_login(cast.users[name])
    return client.get(f"/today/rest/{query}")
