"""A judged week is kept while nothing it depends on has changed, and never longer."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.builders.plans import MONDAY
from tests.builders.rosters import make_roster, make_shift, shift_of

from floorwalker.duties.scheduling.actions.change_shift import change_shift
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Leave, Roster, ShiftTemplate
from floorwalker.duties.scheduling.queries import people_shown as shown
from floorwalker.duties.scheduling.queries.roster_page import roster_page
from floorwalker.duties.scheduling.stages import judged_week as judged_weeks
from floorwalker.duties.scheduling.stages.judged_week import WEEKS_KEPT, judged_week
from floorwalker.duties.scheduling.stages.judging import judge_roster
from floorwalker.duties.scheduling.stages.rostering import roster_facts
from floorwalker.foundation import clock
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import (
    Availability,
    Contract,
    Person,
    PersonSkill,
    Skill,
    Team,
)


@pytest.fixture
def roster(cast):
    return make_roster(cast.site)


def judged_afresh(roster):
    shifts = roster.shifts.select_related("template").prefetch_related("activities")
    return judge_roster(roster_facts(roster.requirement), shifts)


def told(judgement):
    """What can be compared: rules, and every number of the coverage."""
    cover = judgement.coverage
    return set(judgement.broken), cover.scheduled.tolist(), cover.under.tolist()


def test_the_plain_rows_are_judged_as_the_objects_are(roster, cast):
    make_shift(roster, cast.people["ben"], day=5, start=4 * 60, end=17 * 60)  # too early, too long
    assert told(judged_week(roster).judgement) == told(judged_afresh(roster))
    assert judged_week(roster).judgement.broken != ()
    assert (judged_week(roster).people, judged_week(roster).paid_hours) == (5, 25 * 8 + 12.5)


def test_it_is_kept_while_nothing_changes(roster):
    assert judged_week(roster) is judged_week(Roster.objects.get(pk=roster.pk))


def test_a_shift_more_is_seen(roster, cast):
    before = judged_week(roster)
    make_shift(roster, cast.people["ben"], day=5)
    assert judged_week(roster).judgement.coverage.short_hours < (
        before.judgement.coverage.short_hours
    )


def only_ben_can_serve(cast, ben):
    french = Skill.objects.create(site=cast.site, name="French")
    PersonSkill.objects.create(person=ben, skill=french)
    Queue.objects.get().required_skills.add(french)


FACTS = {
    "somebody leaves": lambda cast, ben: Person.objects.filter(pk=ben.pk).update(
        inactive_from=MONDAY
    ),
    "a contract": lambda cast, ben: Contract.objects.filter(person=ben).update(
        week_hours_max=Decimal(20)
    ),
    "an availability": lambda cast, ben: Availability.objects.create(person=ben, weekday=0),
    "a skill": lambda cast, ben: PersonSkill.objects.create(
        person=ben, skill=Skill.objects.create(site=cast.site, name="French")
    ),
    "leave": lambda cast, ben: Leave.objects.create(person=ben, starts_on=MONDAY, ends_on=MONDAY),
    "a queue asks for a skill": only_ben_can_serve,
    "a template": lambda cast, ben: ShiftTemplate.objects.filter(name="Full day").update(
        start_minute_earliest=9 * 60
    ),
    "a new name": lambda cast, ben: Team.objects.filter(pk=ben.team_id).update(name="Nord"),
    "the week before is published": lambda cast, ben: make_roster(
        cast.site, week_starts_on=MONDAY - timedelta(weeks=1), state=RosterState.PUBLISHED
    ),
}


@pytest.mark.parametrize("fact", FACTS)
def test_whatever_it_depends_on_makes_it_anew(roster, cast, fact):
    before = judged_week(roster)
    FACTS[fact](cast, cast.people["ben"])
    after = judged_week(roster)
    assert after is not before
    assert told(after.judgement) == told(judged_afresh(roster))


@pytest.mark.parametrize(
    "elsewhere",
    [
        lambda cast: Person.objects.filter(name="Zoe").update(inactive_from=MONDAY),
        lambda cast: Leave.objects.create(
            person=cast.people["ben"],
            starts_on=MONDAY + timedelta(weeks=1),
            ends_on=MONDAY + timedelta(weeks=1),
        ),
    ],
    ids=["another site", "leave in another week"],
)
def test_what_it_does_not_depend_on_does_not(roster, cast, elsewhere):
    before = judged_week(roster)
    elsewhere(cast)
    assert judged_week(roster) is before


def test_a_change_by_hand_leaves_the_week_as_judging_it_anew_would(
    roster, cast, django_capture_on_commit_callbacks
):
    shift = shift_of(roster, cast.people["ben"])
    with django_capture_on_commit_callbacks(execute=True):
        done = change_shift(
            cast.actor("asha"),
            shift_id=shift.pk,
            version=1,
            starts_at=shift.starts_at + timedelta(hours=2),
            ends_at=shift.ends_at + timedelta(hours=2),
            at=clock.now(),
        )
    kept = judged_week(Roster.objects.get(pk=roster.pk))
    assert kept.judgement is done.after
    assert told(kept.judgement) == told(judged_afresh(roster))


def test_no_more_weeks_are_kept_than_stated(cast):
    for week in range(WEEKS_KEPT + 2):
        starts_on = MONDAY + timedelta(weeks=week)
        judged_week(make_roster(cast.site, week_starts_on=starts_on, days=[0]))
    assert len(judged_weeks._kept) == WEEKS_KEPT


# whose shifts are shown


def people_of(page):
    return [person.name for person in page.grid.people]


def test_one_team_is_shown_when_asked_for(roster, cast):
    page = roster_page(
        cast.actor("asha"), roster_id=roster.pk, day=None, view="people", team_id=cast.south.pk
    )
    assert people_of(page) == ["Cal", "Cleo"]
    assert len(page.grid.shifts) == 10
    assert (page.people, page.paid_hours) == (5, 200)  # the figures above stay those of all


def test_a_large_roster_shows_the_readers_own_team_first(roster, cast, monkeypatch):
    monkeypatch.setattr(shown, "PEOPLE_AT_ONCE_MAX", 4)

    def seen_by(name):
        page = roster_page(cast.actor(name), roster_id=roster.pk, day=None, view="people")
        assert not page.shown.can_show_everybody
        return people_of(page)

    assert seen_by("cleo") == ["Cal", "Cleo"]
    assert seen_by("asha") == ["Asha", "Bea", "Ben"]
    assert seen_by("mia") == ["Asha", "Bea", "Ben"]  # leads no team: the first by name


def test_a_small_roster_shows_everybody(roster, cast):
    page = roster_page(cast.actor("cleo"), roster_id=roster.pk, day=None, view="people")
    assert len(people_of(page)) == 5


def test_a_team_that_is_not_in_the_roster_is_not_found(roster, cast):
    with pytest.raises(NotFoundError):
        roster_page(cast.actor("asha"), roster_id=roster.pk, day=None, view="people", team_id=10**9)


@pytest.mark.parametrize(
    ("team", "status"), [("", 200), ("x", 422), ("9" * 30, 422), ("²", 422), ("999999", 404)]
)
def test_a_bad_team_in_the_address_is_told(roster, signed_in, team, status):
    Roster.objects.update(state=RosterState.PUBLISHED)
    for address in (f"/rosters/{roster.pk}/", "/"):
        assert signed_in("asha").get(address, {"team": team}).status_code == status


def test_the_team_stays_chosen_from_day_to_day(roster, cast, signed_in):
    answer = signed_in("asha").get(f"/rosters/{roster.pk}/", {"team": cast.south.pk})
    text = answer.content.decode()
    assert f'href="?team={cast.south.pk}&amp;day=2026-11-24"' in text
    assert f'<option value="{cast.south.pk}" selected>South</option>' in text


def test_a_move_is_answered_from_what_is_kept(roster, cast, signed_in):
    signed_in("asha").get(f"/rosters/{roster.pk}/")
    shift = shift_of(roster, cast.people["ben"])
    move = {
        "shift_id": shift.pk,
        "version": 1,
        "starts_on": str(MONDAY),
        "start_minute": 9 * 60,
        "end_minute": 17 * 60 + 30,
    }
    answer = signed_in("asha").post(
        f"/rosters/{roster.pk}/change/", json.dumps(move), content_type="application/json"
    )
    assert answer.json()["ok"] is True
