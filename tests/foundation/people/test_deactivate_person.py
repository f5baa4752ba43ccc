"""Whoever leaves is left out from a day on, and nothing is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.builders.plans import MONDAY
from tests.builders.rosters import make_roster

from floorwalker.duties.scheduling.models import Shift
from floorwalker.duties.scheduling.stages.rostering import roster_facts
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import (
    BadInputError,
    NotFoundError,
    NotPermittedError,
    StateError,
)
from floorwalker.foundation.people.actions.deactivate_person import deactivate_person
from floorwalker.foundation.people.actions.reactivate_person import reactivate_person
from floorwalker.foundation.people.errors import PersonChangedMeanwhileError
from floorwalker.foundation.people.leaving import close_accounts_that_are_due
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.upcoming import upcoming_of

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def leave(cast, who="asha", whom="ben", *, from_day=TODAY, closes=False, version=1):
    return deactivate_person(
        cast.actor(who),
        person_id=cast.people[whom].pk,
        version=version,
        from_day=from_day,
        closes_account=closes,
        at=NOW,
    )


def account_of(cast, whom):
    user = cast.users[whom]
    user.refresh_from_db()
    return user


def test_a_person_is_active_until_the_day_before(cast):
    ben = leave(cast, from_day=TODAY + DAY)
    assert ben.is_active_on(TODAY)
    assert not ben.is_active_on(TODAY + DAY)
    assert ben in Person.objects.active_on(TODAY)
    assert ben not in Person.objects.active_on(TODAY + DAY)
    record = AuditRecord.objects.get()
    assert record.before == {"inactive_from": None, "account_closes_too": False}
    assert record.after == {"inactive_from": "2026-11-24", "account_closes_too": False}


def test_history_shifts_and_account_stay(cast):
    roster = make_roster(cast.site, days=[0, 2])
    leave(cast, from_day=MONDAY + DAY)
    assert Shift.objects.filter(roster=roster, person=cast.people["ben"]).count() == 2
    assert account_of(cast, "ben").is_active


def test_the_shifts_to_come_are_counted_by_roster(cast):
    make_roster(cast.site, days=[0, 2, 3])
    ben = cast.people["ben"].pk
    (monday,) = upcoming_of(ben, since=MONDAY)
    (tuesday,) = upcoming_of(ben, since=MONDAY + DAY)
    assert (monday.shifts, tuesday.shifts) == (3, 2)
    assert upcoming_of(ben, since=MONDAY + 4 * DAY) == ()


def test_a_week_is_planned_without_the_days_after_the_leaving(cast):
    roster = make_roster(cast.site, days=[0])
    leave(cast, from_day=MONDAY + 2 * DAY)
    facts = roster_facts(roster.requirement)
    agent = next(a for a in facts.problem.agents if a.name == str(cast.people["ben"].pk))
    assert [(w.start_minute, w.end_minute) for w in agent.leave] == [(2 * 1440, 7 * 1440)]


def test_a_week_after_the_leaving_is_planned_without_the_person(cast):
    roster = make_roster(cast.site, days=[0])
    leave(cast, from_day=MONDAY)
    assert cast.people["ben"] not in roster_facts(roster.requirement).people
    assert cast.people["bea"] in roster_facts(roster.requirement).people


def test_the_roster_still_shows_the_shifts_of_who_has_left(cast, signed_in):
    roster = make_roster(cast.site, days=[0])
    leave(cast, from_day=MONDAY)
    page = signed_in("mia").get(f"/rosters/{roster.pk}/")
    assert page.status_code == 200
    assert "Ben" in [row.name for row in page.context["page"].grid.people]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("cleo", NotFoundError),
        ("ann", NotPermittedError),
        ("otto", NotPermittedError),
        ("ben", NotPermittedError),
    ],
)
def test_who_may_not(cast, who, refusal):
    with pytest.raises(refusal):
        leave(cast, who)
    assert Person.objects.get(name="Ben").inactive_from is None


@pytest.mark.parametrize("days", [-367, 367])
def test_the_day_is_near(cast, days):
    with pytest.raises(BadInputError, match="within a year"):
        leave(cast, from_day=TODAY + days * DAY)


def test_the_account_closes_at_once_when_the_day_has_come(cast):
    leave(cast, "mia", closes=True)
    assert not account_of(cast, "ben").is_active
    assert list(AuditRecord.objects.order_by("pk").values_list("action", flat=True)) == [
        "deactivate_person",
        "close_account",
    ]


def test_the_account_closes_on_the_day_when_it_is_ahead(cast):
    leave(cast, "mia", closes=True, from_day=TODAY + DAY)
    assert account_of(cast, "ben").is_active
    midnight_in_toronto = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    assert close_accounts_that_are_due(at=midnight_in_toronto - timedelta(minutes=1)) == 0
    assert close_accounts_that_are_due(at=midnight_in_toronto) == 1
    assert not account_of(cast, "ben").is_active
    assert close_accounts_that_are_due(at=midnight_in_toronto) == 0
    assert AuditRecord.objects.get(action="close_account").actor_name == "Floorwalker"


def test_an_account_that_was_not_to_close_stays_open(cast):
    leave(cast, "mia")
    assert close_accounts_that_are_due(at=NOW + 9 * DAY) == 0
    assert account_of(cast, "ben").is_active


def test_a_supervisor_closes_no_account_by_deactivating(cast):
    with pytest.raises(NotPermittedError):
        leave(cast, "asha", closes=True)
    assert Person.objects.get(name="Ben").inactive_from is None
    assert account_of(cast, "ben").is_active


def test_nobody_closes_their_own_account_by_leaving(cast):
    cast.users["mia"].person = cast.people["bea"]
    cast.users["bea"].person = None
    cast.users["bea"].save()
    cast.users["mia"].save()
    with pytest.raises(StateError, match="your own account"):
        leave(cast, "mia", "bea", closes=True)
    assert Person.objects.get(name="Bea").inactive_from is None


def test_a_person_comes_back(cast):
    leave(cast, "mia", closes=True)
    asha, ben = cast.actor("asha"), cast.people["ben"]
    with pytest.raises(PersonChangedMeanwhileError):
        reactivate_person(asha, person_id=ben.pk, version=1, at=NOW)
    back = reactivate_person(asha, person_id=ben.pk, version=2, at=NOW)
    assert (back.inactive_from, back.account_closes_too, back.version) == (None, False, 3)
    assert not account_of(cast, "ben").is_active
    record = AuditRecord.objects.get(action="reactivate_person")
    assert (record.before, record.after) == (
        {"inactive_from": "2026-11-23"},
        {"inactive_from": None},
    )


def test_coming_back_twice_changes_nothing(cast):
    reactivate_person(cast.actor("asha"), person_id=cast.people["ben"].pk, version=1, at=NOW)
    assert not AuditRecord.objects.exists()
