"""Today, weeks, roster, rehearsal and one's own week: what they show, to whom, at what cost."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.builders.plans import MONDAY
from tests.builders.rosters import make_rehearsal, make_roster, make_shift, shift_of

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Roster, Shift
from floorwalker.duties.scheduling.queries.my_week import my_week_page
from floorwalker.duties.scheduling.queries.rehearsal_page import rehearsal_page
from floorwalker.duties.scheduling.queries.roster_page import roster_page
from floorwalker.duties.scheduling.queries.today import today_page
from floorwalker.duties.scheduling.queries.weeks import weeks_page
from floorwalker.foundation import clock
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Person

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # Tuesday, 11:00 in Toronto
TODAY = date(2026, 11, 24)
NEXT_MONDAY = MONDAY + timedelta(weeks=1)
PUBLISHED = RosterState.PUBLISHED


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def published(cast):
    """This week's roster: five people, Monday to Friday, rehearsed and published."""
    roster = make_roster(cast.site)
    make_rehearsal(roster)
    Roster.objects.update(state=PUBLISHED)
    roster.refresh_from_db()
    return roster


def add_people(cast, roster, *, count=10):
    for number in range(count):
        person = Person.objects.create(team=cast.south, name=f"P{number}", employee_number=number)
        for day in range(5):
            make_shift(roster, person, day=day)


# today


def test_today_shows_the_day_of_the_published_week(cast, published):
    page = today_page(cast.actor("asha"), at=NOW)
    assert (page.day, page.roster_id, page.people) == (TODAY, published.pk, 5)
    assert page.at_work_now == 5
    assert page.contacts_expected == pytest.approx(240)
    assert page.service_level.mean == 0.8
    assert (page.previous, page.next) == (MONDAY, date(2026, 11, 25))
    assert [row.label for row in page.shifts.rows] == ["Asha", "Bea", "Ben", "Cal", "Cleo"]


def test_nobody_is_on_queue_during_the_break_they_all_share(cast, published):
    page = today_page(cast.actor("asha"), at=datetime(2026, 11, 24, 15, 5, tzinfo=UTC))
    assert page.at_work_now == 0


def test_what_is_short_is_told_worst_first(cast, published):
    page = today_page(cast.actor("asha"), at=NOW)
    first = page.stretches[0]
    # from 16:30, when all have gone, to 20:00
    assert first.queue == "Billing"
    assert first.starts_at == datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
    assert first.ends_at == datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    need = published.requirement.intervals.filter(offered__gt=0)[0].scheduled
    assert first.agents == pytest.approx(need)


def test_a_day_without_shifts_says_so(cast, published, signed_in):
    text = signed_in("asha").get("/?day=2026-11-28").content.decode()
    assert "Nobody is rostered on this day." in text


def test_without_a_published_week_today_says_so(cast, signed_in):
    make_roster(cast.site)
    page = today_page(cast.actor("asha"), at=NOW)
    assert (page.day, page.roster_id) == (None, None)
    assert "No week is published yet" in signed_in("asha").get("/").content.decode()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 29), date(2026, 11, 29)),
        (date(2026, 11, 2), date(2026, 11, 23)),  # before: the first day there is
        (date(2027, 1, 1), date(2026, 11, 29)),  # after: the last one
    ],
)
def test_another_day_shows_the_nearest_published_one(cast, published, asked, shown):
    assert today_page(cast.actor("asha"), at=NOW, day=asked).day == shown


def test_a_coming_draft_is_pointed_at_until_its_week_is_published(cast, published):
    draft = make_roster(cast.site, week_starts_on=NEXT_MONDAY, days=[0])
    page = today_page(cast.actor("asha"), at=NOW)
    assert (page.next_draft_id, page.next_draft_starts_on) == (draft.pk, NEXT_MONDAY)
    make_roster(cast.site, week_starts_on=NEXT_MONDAY, days=[0], state=PUBLISHED)
    assert today_page(cast.actor("asha"), at=NOW).next_draft_id is None


def test_an_agent_is_sent_to_the_week_of_their_own(signed_in):
    answer = signed_in("ben").get("/")
    assert (answer.status_code, answer.url) == (302, "/my-week/")


# weeks


def test_weeks_are_the_present_one_those_ahead_and_all_that_have_a_roster(cast, published):
    old = make_roster(cast.site, week_starts_on=date(2026, 9, 7), days=[])
    page = weeks_page(cast.actor("asha"), at=NOW)
    starts = [MONDAY + timedelta(weeks=n) for n in range(4, -1, -1)]
    assert [row.starts_on for row in page.rows] == [*starts, date(2026, 9, 7)]
    this, past = page.rows[4], page.rows[5]
    assert (this.roster_id, this.state, this.is_published) == (published.pk, "published", True)
    assert this.service_level.mean == 0.8
    assert (past.roster_id, past.state, past.service_level) == (old.pk, "draft", None)
    assert (page.rows[0].roster_id, page.rows[0].requirement_id) == (None, None)


def test_of_a_weeks_rosters_the_published_one_counts_else_the_newest(cast, published):
    make_roster(cast.site, days=[])
    first, second = (make_roster(cast.site, week_starts_on=NEXT_MONDAY, days=[]) for _ in range(2))
    rows = {row.starts_on: row for row in weeks_page(cast.actor("asha"), at=NOW).rows}
    assert rows[MONDAY].roster_id == published.pk
    assert rows[NEXT_MONDAY].roster_id == second.pk
    assert rows[NEXT_MONDAY].requirement_id == second.requirement_id != first.requirement_id


def test_an_outdated_rehearsal_gives_way_to_the_newest(cast, published):
    make_rehearsal(published, service_level=0.6)
    rows = {row.starts_on: row for row in weeks_page(cast.actor("asha"), at=NOW).rows}
    assert rows[MONDAY].service_level.mean == 0.6


def test_only_planners_see_the_button(cast, published, signed_in):
    assert "Plan this week" in signed_in("asha").get("/weeks/").content.decode()
    assert "Plan this week" not in signed_in("otto").get("/weeks/").content.decode()


def test_the_button_starts_a_plan(cast, signed_in):
    asha = signed_in("asha")
    answer = asha.post("/weeks/plan/", {"week_starts_on": "2026-11-30", "with_forecast": "on"})
    assert (answer.status_code, answer.url) == (302, "/weeks/")
    job = Job.objects.get()
    assert (job.kind, job.requested_by_name) == ("make_forecast", "Asha")
    assert f"/jobs/{job.pk}/" in asha.get("/weeks/").content.decode()
    assert asha.post("/weeks/plan/", {"week_starts_on": "soon"}).status_code == 422


# the roster


def test_a_roster_shows_the_week_or_one_day(cast, published):
    asha = cast.actor("asha")
    week = roster_page(asha, roster_id=published.pk, day=None, view="people")
    assert (week.people, week.paid_hours, week.broken_rules) == (5, 200, ())
    assert (len(week.grid.days), len(week.grid.shifts), len(week.grid.people)) == (7, 25, 5)
    day = roster_page(asha, roster_id=published.pk, day=TODAY, view="people")
    assert (len(day.grid.days), len(day.grid.shifts)) == (1, 5)
    assert [tab.is_current for tab in day.tabs] == [False, True] + [False] * 5
    assert week.short_hours == pytest.approx(sum(tab.short_hours for tab in day.tabs))


def test_the_intervals_view_draws_each_queue(cast, published):
    page = roster_page(cast.actor("asha"), roster_id=published.pk, day=TODAY, view="intervals")
    (chart,) = page.charts
    assert chart.title == "Billing"
    assert len(chart.intervals) == 12 * 4
    assert chart.intervals[0].scheduled == 5


def test_shifts_of_other_teams_are_locked(cast, published):
    def locked(name):
        page = roster_page(cast.actor(name), roster_id=published.pk, day=TODAY, view="people")
        names = {person.id: person.name for person in page.grid.people}
        return sorted(names[shift.person_id] for shift in page.grid.shifts if shift.is_locked)

    assert locked("asha") == ["Cal", "Cleo"]
    assert locked("cleo") == ["Asha", "Bea", "Ben"]
    assert locked("mia") == []
    assert locked("otto") == ["Asha", "Bea", "Ben", "Cal", "Cleo"]


def test_somebody_who_left_is_named_among_the_broken_rules(cast, published, signed_in):
    Person.objects.filter(name="Ben").update(inactive_from=date(2020, 1, 1))
    page = roster_page(cast.actor("asha"), roster_id=published.pk, day=None, view="people")
    assert page.broken_rules == ("Ben: is rostered but can no longer serve any queue.",)
    assert signed_in("asha").get(f"/rosters/{published.pk}/").status_code == 200


def test_a_day_outside_the_week_is_not_found(cast, published):
    for day in (MONDAY - timedelta(days=1), NEXT_MONDAY):
        with pytest.raises(NotFoundError):
            roster_page(cast.actor("asha"), roster_id=published.pk, day=day, view="people")


# the rehearsal


def rehearsed(cast, roster, **asked):
    return rehearsal_page(cast.actor("asha"), roster_id=roster.pk, day=None, **asked)


def test_a_roster_without_rehearsal_says_so(cast, signed_in):
    roster = make_roster(cast.site, days=[])
    page = rehearsed(cast, roster)
    assert (page.week, page.is_current, page.can_publish, page.can_rehearse) == (
        None, False, False, True,
    )  # fmt: skip
    text = signed_in("asha").get(f"/rosters/{roster.pk}/rehearsal/").content.decode()
    assert "Not rehearsed yet" in text


def test_a_present_rehearsal_can_be_published(cast, signed_in):
    roster = make_roster(cast.site, days=[])
    make_rehearsal(roster)
    page = rehearsed(cast, roster)
    assert (page.is_current, page.can_publish) == (True, True)
    assert [row.label for row in page.missing] == ["0", "1", "2", "3"]
    assert [row.verdict for row in page.queues] == ["open"]  # 0.78 to 0.82 holds 0.80
    assert (
        "Rehearse again to see"
        not in signed_in("asha").get(f"/rosters/{roster.pk}/rehearsal/").content.decode()
    )


def test_a_rehearsal_of_an_older_revision_is_marked(cast, signed_in):
    roster = make_roster(cast.site, days=[])
    make_rehearsal(roster)
    Roster.objects.update(revision=2, state=RosterState.DRAFT)
    page = rehearsed(cast, roster)
    assert (page.is_current, page.can_publish) == (False, False)
    text = signed_in("asha").get(f"/rosters/{roster.pk}/rehearsal/").content.decode()
    assert "Rehearse again to see the effect." in text


def test_the_button_starts_a_rehearsal(cast, signed_in):
    roster = make_roster(cast.site, days=[])
    asha = signed_in("asha")
    assert asha.post(f"/rosters/{roster.pk}/rehearse/").status_code == 302
    job = Job.objects.get()
    assert (job.kind, job.arguments) == ("rehearse_roster", {"roster_id": roster.pk})
    page = asha.get(f"/rosters/{roster.pk}/rehearsal/").content.decode()
    assert f"/jobs/{job.pk}/" in page


# one's own week


def test_an_agent_sees_only_the_shifts_of_their_own(cast, published, signed_in):
    shift = shift_of(published, cast.people["bea"], day=1)
    later = {"starts_at": shift.starts_at, "ends_at": shift.ends_at + timedelta(minutes=7)}
    Shift.objects.filter(pk=shift.pk).update(**later)
    page = my_week_page(cast.actor("ben"), at=NOW)
    assert (page.name, page.paid_hours, page.is_published) == ("Ben", 40, True)
    assert [day.starts_at is not None for day in page.days] == [True] * 5 + [False] * 2
    assert [day.is_today for day in page.days].index(True) == 1
    assert [pause.label for pause in page.days[0].pauses] == ["Break", "Lunch", "Break"]
    text = signed_in("ben").get("/my-week/").content.decode()
    assert "16:37" not in text
    assert "Bea" not in text
    assert "16:37" in signed_in("bea").get("/my-week/").content.decode()


def test_a_draft_is_not_shown_to_those_whose_week_it_is(cast, signed_in):
    make_roster(cast.site, state=RosterState.REHEARSED)
    page = my_week_page(cast.actor("ben"), at=NOW)
    assert (page.is_published, page.paid_hours) == (False, 0)
    assert all(day.starts_at is None for day in page.days)
    assert "This week is not published yet" in signed_in("ben").get("/my-week/").content.decode()


def test_a_draft_beside_the_published_week_does_not_mix_in(cast, published):
    other = make_roster(cast.site, days=[5, 6])
    assert other.state == RosterState.DRAFT
    page = my_week_page(cast.actor("ben"), at=NOW)
    assert [day.starts_at is not None for day in page.days] == [True] * 5 + [False] * 2


def test_a_night_is_shown_on_the_day_it_begins(cast):
    roster = make_roster(cast.site, days=[], state=PUBLISHED)
    make_shift(roster, cast.people["ben"], day=6, start=1320, end=1800, template="Night")
    page = my_week_page(cast.actor("ben"), at=NOW)
    assert [day.starts_at is not None for day in page.days] == [False] * 6 + [True]


def test_the_weeks_beside_are_one_click_away(cast, published):
    page = my_week_page(cast.actor("ben"), at=NOW, day=date(2026, 12, 3))
    assert (page.days[0].day, page.previous) == (NEXT_MONDAY, MONDAY)
    assert not page.is_published


def test_an_account_without_a_person_has_no_week(cast, signed_in):
    assert my_week_page(cast.actor("ada"), at=NOW) is None
    assert "No schedule of your own" in signed_in("ada").get("/my-week/").content.decode()


# who may open what


READERS = ("asha", "cleo", "mia", "ann", "otto")


@pytest.mark.parametrize("page", ["", "rehearsal/"])
@pytest.mark.parametrize("who", [*READERS, "ada", "ben", "zoe"])
def test_who_may_see_a_roster(cast, published, signed_in, who, page):
    expected = 403 if who in ("ben", "zoe") else 200
    assert signed_in(who).get(f"/rosters/{published.pk}/{page}").status_code == expected


@pytest.mark.parametrize("page", ["", "rehearsal/"])
def test_an_unknown_roster_is_not_found(signed_in, page):
    assert signed_in("asha").get(f"/rosters/999999/{page}").status_code == 404


@pytest.mark.parametrize("address", ["/", "/weeks/", "/my-week/", "/rosters/1/"])
def test_a_stranger_is_sent_to_sign_in(client, db, address):
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={address}")


@pytest.mark.parametrize("address", ["/?day=soon", "/my-week/?day=soon", "/rosters/{}/?day=soon"])
def test_a_day_that_is_no_date_is_told(published, signed_in, address):
    assert signed_in("asha").get(address.format(published.pk)).status_code == 422


# the cost: as many queries however many people and shifts


@pytest.mark.parametrize(
    ("address", "kept", "anew"),
    [
        ("/", 17, 29),
        ("/weeks/", 9, 9),
        ("/rosters/{}/", 11, 23),
        ("/rosters/{}/?day=2026-11-24", 11, 23),
        ("/rosters/{}/?view=intervals", 9, 21),
        ("/rosters/{}/rehearsal/", 7, 7),
        ("/my-week/", 8, 8),
    ],
)
def test_a_page_takes_as_many_queries_however_many_people(
    cast, published, signed_in, django_assert_num_queries, address, kept, anew
):
    """`kept`: the week was judged before; `anew`: people and shifts have changed since."""
    asha = signed_in("asha")
    address = address.format(published.pk)
    asha.get(address)
    with django_assert_num_queries(kept):
        asha.get(address)
    add_people(cast, published)
    for weeks in (1, 2):
        make_roster(cast.site, week_starts_on=MONDAY - timedelta(weeks=weeks), days=[])
    with django_assert_num_queries(anew):
        assert asha.get(address).status_code == 200
    with django_assert_num_queries(kept):
        asha.get(address)


# a change from the page


def post(client, roster, deed, body):
    return client.post(
        f"/rosters/{roster.pk}/{deed}/", json.dumps(body), content_type="application/json"
    )


def a_move(shift, *, hours=1, version=1, starts_on="2026-11-23"):
    return {
        "shift_id": str(shift.pk),
        "version": version,
        "starts_on": starts_on,
        "start_minute": 480 + 60 * hours,
        "end_minute": 990 + 60 * hours,
    }


def test_a_move_is_answered_with_shift_cover_prediction_and_undo(cast, published, signed_in):
    shift = shift_of(published, cast.people["ben"])
    answer = post(signed_in("asha"), published, "change", a_move(shift)).json()
    assert (answer["ok"], answer["reason"], answer["broken_rules"]) == (True, "", [])
    assert answer["shift"] | {"activities": None} == {
        "id": str(shift.pk),
        "person_id": str(cast.people["ben"].pk),
        "starts_on": "2026-11-23",
        "start_minute": 540,
        "end_minute": 1050,
        "version": 2,
        "label": answer["shift"]["label"],
        "is_locked": False,
        "activities": None,
    }
    pauses = [
        (a["kind"], a["start_minute"], a["end_minute"]) for a in answer["shift"]["activities"]
    ]
    assert pauses == [("break", 660, 675), ("lunch", 780, 810), ("break", 900, 915)]
    cover = {i["start_minute"]: i["scheduled"] for i in answer["coverage"][0]["intervals"]}
    assert (cover[480], cover[540], cover[1005]) == (4, 5, 1)
    assert answer["predicted"]["label"] == "Service level of the day"
    assert 0 < answer["predicted"]["before"] < answer["predicted"]["after"] < 1
    undone = post(signed_in("asha"), published, "undo", {"undo_token": answer["undo_token"]}).json()
    assert (undone["ok"], undone["undo_token"]) == (True, None)
    assert (undone["shift"]["start_minute"], undone["shift"]["version"]) == (480, 3)


def test_a_refusal_is_an_answer_with_the_shift_as_it_is(cast, published, signed_in):
    shift = shift_of(published, cast.people["ben"])
    answer = post(signed_in("asha"), published, "change", a_move(shift, hours=8))
    assert answer.status_code == 200
    said = answer.json()
    assert (said["ok"], said["undo_token"]) == (False, None)
    assert said["reason"] == "it would break a rule."
    assert [rule["sentence"] for rule in said["broken_rules"]] == [
        "Ben, Tuesday: leaves 7.5 h of rest before it; 11 h are due.",
        "Ben, Monday: starts 1 h too late for Full day.",
    ]
    assert (said["shift"]["start_minute"], said["shift"]["version"]) == (480, 1)


def test_a_stale_version_is_answered_with_the_others_shift(cast, published, signed_in):
    shift = shift_of(published, cast.people["ben"])
    post(signed_in("mia"), published, "change", a_move(shift, hours=2))
    said = post(signed_in("asha"), published, "change", a_move(shift)).json()
    assert (said["ok"], said["shift"]["start_minute"], said["shift"]["version"]) == (False, 600, 2)
    assert "Someone else has changed this shift" in said["reason"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [("asha", 200), ("mia", 200)]
    + [(who, 403) for who in ("cleo", "ben", "ann", "otto", "zoe", "ada")],
)
def test_who_may_move_a_shift_from_the_page(cast, published, signed_in, who, expected):
    shift = shift_of(published, cast.people["ben"])
    client = signed_in(who)
    assert post(client, published, "change", a_move(shift)).status_code == expected
    assert Shift.objects.get(pk=shift.pk).version == (2 if expected == 200 else 1)


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"shift_id": 1}', '{"shift_id": "x", "version": {}}']
)
def test_a_change_that_cannot_be_read_is_told(published, signed_in, body):
    address = f"/rosters/{published.pk}/change/"
    answer = signed_in("asha").post(address, body, content_type="application/json")
    assert answer.status_code == 422


def test_a_move_takes_as_many_queries_however_many_people(
    cast, published, signed_in, django_assert_num_queries, django_capture_on_commit_callbacks
):
    asha = signed_in("asha")
    shift = shift_of(published, cast.people["ben"])
    with django_assert_num_queries(50):
        post(asha, published, "change", a_move(shift))
    add_people(cast, published)
    with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(50):
        post(asha, published, "change", a_move(shift, version=2, hours=2))
    with django_assert_num_queries(36):  # the week is kept as the last move left it
        post(asha, published, "change", a_move(shift, version=3, hours=1))


def test_the_copy_to_keep_says_when_it_was_made_and_marks_no_day(cast, published, signed_in):
    copy = signed_in("ben").get("/my-week/copy/?day=2026-11-23").content.decode()
    assert "This is your week as of Tuesday 24 November, 11:00;" in copy
    assert "40 paid hours" in copy
    assert ">Today<" not in copy.split('id="own-week"')[1]
    assert "data-kept-days" not in copy


def test_this_week_and_the_next_are_kept_whichever_is_looked_at(cast, published, signed_in):
    page = signed_in("ben").get("/my-week/?day=2026-09-07").content.decode()
    assert 'data-kept-days="2026-11-23 2026-11-30"' in page
