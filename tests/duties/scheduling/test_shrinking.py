"""What a week is planned with: learned where there is evidence, else typed in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from tests.builders.plans import MONDAY, make_forecast, make_queue
from tests.builders.rosters import make_roster

from floorwalker.duties.scheduling.actions.set_usual_shrinkage import set_usual_shrinkage
from floorwalker.duties.scheduling.actions.store_requirement import store_requirement
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Leave, LostTime, PaidTime, Requirement
from floorwalker.duties.scheduling.queries.shrinkage_page import shrinkage_page
from floorwalker.duties.scheduling.stages._paid_time import paid_seconds_by_day
from floorwalker.duties.scheduling.stages.requiring import require_week
from floorwalker.duties.scheduling.stages.shrinking import (
    STALE_DAYS,
    evidence_of,
    learned_week,
    usual_shrinkage_ratio,
)
from floorwalker.duties.scheduling.week import Week
from floorwalker.foundation import clock
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError, NotPermittedError

HOUR, DAY = 3600, timedelta(days=1)
TODAY = MONDAY - 8 * DAY
NOW = datetime(2026, 11, 15, 15, 0, tzinfo=UTC)


def lose(cast, day, hours, *, cause="sickness", lead=0, person=None):
    return LostTime.objects.create(
        site=cast.site,
        person=person and cast.people[person],
        day=day,
        cause=cause,
        seconds=round(hours * HOUR),
        known_on=day - lead * DAY,
        created_at=NOW,
    )


@pytest.fixture
def evidence(cast):
    """Twelve weeks of 100 paid hours a day: 6 of sickness, and 20 of leave known for a month."""
    for number in range(1, 85):
        day = TODAY - number * DAY
        PaidTime.objects.create(site=cast.site, day=day, seconds=100 * HOUR)
        lose(cast, day, 6)
        lose(cast, day, 20, cause="leave", lead=30)
    return cast


def test_a_week_is_planned_with_what_is_lost_beyond_what_is_known(evidence):
    week = learned_week(evidence.site, starts_on=MONDAY, today=TODAY)
    assert [day.lead_days for day in week.days] == [8, 9, 10, 11, 12, 13, 14]
    assert week.ratio == pytest.approx(6 / 80)
    assert {c: s for c, s in week.by_cause.items() if s} == {"sickness": pytest.approx(6 / 80)}
    assert week.usually_known_ratio == pytest.approx(0.2)
    assert week.learned_from_days == 84


def test_what_is_known_of_the_week_is_counted_unless_the_roster_leaves_it_out(evidence):
    lose(evidence, MONDAY, 10, cause="training", lead=9, person="ben")
    lose(evidence, MONDAY, 10, cause="leave", lead=9, person="bea")
    lose(evidence, MONDAY, 10, cause="meeting", lead=3, person="cal")  # nobody knows of it yet
    Leave.objects.create(person=evidence.people["bea"], starts_on=MONDAY, ends_on=MONDAY)
    monday, *others = learned_week(evidence.site, starts_on=MONDAY, today=TODAY).days
    assert monday.known_ratio == pytest.approx(0.1)
    assert monday.by_cause["training"] == pytest.approx(0.1)
    assert monday.ratio == pytest.approx(0.1 + 0.9 * 6 / 80)
    assert {day.known_ratio for day in others} == {0.0}


def test_each_day_of_a_requirement_has_its_own_shrinkage_and_says_why(evidence, client):
    lose(evidence, MONDAY, 20, cause="training", lead=9, person="ben")
    make_forecast(make_queue(evidence.site), days=7)
    week = Week(MONDAY, evidence.site.tzinfo)
    learned = learned_week(evidence.site, starts_on=MONDAY, today=TODAY)
    draft = require_week(evidence.site, week=week, shrinkage_ratio=0.5, learned=learned)
    by_day = {
        row.starts_at.astimezone(week.zone).date(): 1 - row.agents / row.scheduled
        for row in draft.intervals
        if row.agents
    }
    assert by_day[MONDAY] == pytest.approx(0.2 + 0.8 * 6 / 80)
    assert by_day[MONDAY + DAY] == pytest.approx(6 / 80)
    agents = sum(row.agents for row in draft.intervals)
    scheduled = sum(row.scheduled for row in draft.intervals)
    assert draft.shrinkage_ratio == pytest.approx(1 - agents / scheduled)
    stored = store_requirement(evidence.actor("mia"), site=evidence.site, draft=draft, at=NOW)
    kept = Requirement.objects.get(pk=stored.pk).learned_shrinkage
    assert (kept["days"], kept["lead_days"]) == (84, 8)
    assert kept["by_day"][0] == pytest.approx(0.2 + 0.8 * 6 / 80)
    client.force_login(evidence.users["mia"])
    page = client.get(reverse("requirement", args=[stored.pk])).content.decode()
    assert "learned from 84 days, 8 days ahead. Sickness 7.3\N{NO-BREAK SPACE}%" in page
    assert "Training 2.9\N{NO-BREAK SPACE}%" in page  # 20 % of one day of seven


def test_without_evidence_the_typed_in_share_counts(cast):
    make_forecast(make_queue(cast.site), days=7)
    assert learned_week(cast.site, starts_on=MONDAY, today=TODAY) is None
    assert usual_shrinkage_ratio(cast.site) == 0.12
    set_usual_shrinkage(cast.actor("asha"), site=cast.site, ratio=0.2, at=NOW)
    set_usual_shrinkage(cast.actor("mia"), site=cast.site, ratio=0.25, at=NOW)
    assert usual_shrinkage_ratio(cast.site) == 0.25
    noted = AuditRecord.objects.filter(action="set_usual_shrinkage").last()
    assert (noted.before, noted.after) == ({"ratio": 0.2}, {"ratio": 0.25})
    week = Week(MONDAY, cast.site.tzinfo)
    draft = require_week(cast.site, week=week, shrinkage_ratio=usual_shrinkage_ratio(cast.site))
    assert (draft.shrinkage_ratio, draft.learned_shrinkage) == (0.25, None)


def test_a_share_that_is_none_is_refused_and_so_is_who_does_not_plan(cast):
    with pytest.raises(BadInputError):
        set_usual_shrinkage(cast.actor("mia"), site=cast.site, ratio=0.91, at=NOW)
    with pytest.raises(NotPermittedError):
        set_usual_shrinkage(cast.actor("zoe"), site=cast.site, ratio=0.2, at=NOW)
    assert usual_shrinkage_ratio(cast.site) == 0.12


def test_evidence_ends_when_people_stop_recording(evidence):
    last = TODAY - DAY
    assert evidence_of(evidence.site, today=last + STALE_DAYS * DAY) is not None
    assert evidence_of(evidence.site, today=last + (STALE_DAYS + 1) * DAY) is None
    assert evidence_of(evidence.other_site, today=TODAY) is None


def test_a_day_on_which_more_was_lost_than_paid_is_left_out(evidence):
    PaidTime.objects.filter(day=TODAY - 5 * DAY).update(seconds=HOUR)
    PaidTime.objects.filter(day=TODAY - 6 * DAY).delete()
    found = evidence_of(evidence.site, today=TODAY)
    assert found.days_left_out == 2
    assert (found.history.paid_seconds > 0).sum() == 82


def test_paid_time_is_that_of_published_rosters_with_those_who_had_no_shift(cast):
    roster = make_roster(cast.site)
    days = {"first_day": MONDAY, "last_day": MONDAY + 6 * DAY}
    assert paid_seconds_by_day(cast.site, **days) == {}
    roster.state = RosterState.PUBLISHED
    roster.save()
    people = roster.shifts.values("person").distinct().count()
    paid = paid_seconds_by_day(cast.site, **days)
    # 8 hours and a half, the half hour of lunch is not paid; nobody works on the weekend.
    assert paid == {MONDAY + n * DAY: people * 8 * HOUR for n in range(5)}
    roster.shifts.filter(person=cast.people["ben"]).first().delete()
    lose(cast, MONDAY, 8, person="ben")
    lose(cast, MONDAY, 1, person="bea")  # she has a shift: her hour is in it
    assert paid_seconds_by_day(cast.site, **days)[MONDAY] == people * 8 * HOUR
    PaidTime.objects.create(site=cast.site, day=MONDAY, seconds=5)
    assert paid_seconds_by_day(cast.site, **days)[MONDAY] == 5


def test_the_page_tells_what_is_used_and_how_good_it_would_have_been(evidence):
    page = shrinkage_page(evidence.actor("otto"), lead_days=8, at=NOW)
    assert (page.starts_on, page.used_ratio) == (MONDAY, pytest.approx(6 / 80))
    assert (page.usual_ratio, page.days, page.may_record) == (0.12, 84, False)
    assert [cause.label for cause in page.told.causes] == ["Sickness"]
    leads = {row.lead_days: row for row in page.told.leads}
    assert leads[28].known_ratio == pytest.approx(0.2)
    assert (leads[56].ratio, leads[56].known_ratio) == (pytest.approx(0.26), 0)
    scores = {score.method: score.error_ratio for score in page.told.scores}
    assert scores["learned"] == pytest.approx(0, abs=1e-9)
    assert scores["constant"] == pytest.approx(0.12 - 6 / 80)


def test_the_page_says_that_it_cannot_tell(cast, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    client.force_login(cast.users["otto"])
    page = client.get(reverse("shrinkage")).content.decode()
    assert "Cannot tell: 28 paid days with recorded lost time are needed, 0 are there." in page
    assert client.get(reverse("shrinkage"), {"lead": "soon"}).status_code == 200


def test_the_first_day_of_the_evidence_is_that_of_the_first_loss(cast):
    first = date(2026, 10, 1)
    PaidTime.objects.create(site=cast.site, day=first - DAY, seconds=HOUR)
    lose(cast, first, 0.5)
    lose(cast, TODAY - DAY, 0.5)
    lose(cast, TODAY + DAY, 0.5, lead=9)
    PaidTime.objects.create(site=cast.site, day=first, seconds=HOUR)
    found = evidence_of(cast.site, today=TODAY)
    assert (found.history.first_day, found.last_day) == (first, TODAY - DAY)
