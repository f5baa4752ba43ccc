"""What is known of a person is added and changed: by whom, within which limits, one at a time."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError, NotFoundError, NotPermittedError
from floorwalker.foundation.people.actions.add_person import add_person
from floorwalker.foundation.people.actions.change_person import change_person
from floorwalker.foundation.people.errors import PersonChangedMeanwhileError
from floorwalker.foundation.people.models import Person, Skill
from floorwalker.foundation.people.person_facts import ContractFacts, Window, facts_of

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def change(cast, facts, who="asha", version=1):
    return change_person(
        cast.actor(who),
        person_id=cast.people["ben"].pk,
        version=version,
        facts=facts,
        at=NOW,
    )


def test_all_facts_are_stored_and_the_record_tells_what_differs(cast, ben, facts):
    wanted = replace(
        facts,
        name="Benoît Roy",
        language="fr",
        skills=(("english", 5), ("Français", 3)),
        contract=replace(facts.contract, week_hours_max=Decimal("37.50")),
        availability=(Window(0, 540, 1020), Window(4, 1320, 1800)),
    )
    change(cast, wanted)
    ben.refresh_from_db()
    assert facts_of(ben) == replace(wanted, skills=(("English", 5), ("Français", 3)))
    assert ben.version == 2
    record = AuditRecord.objects.get()
    assert (record.action, record.user_id, record.at) == (
        "change_person",
        cast.users["asha"].pk,
        NOW,
    )
    assert record.before["name"] == "Ben"
    assert record.after == {
        "name": "Benoît Roy",
        "email": "ben@example.ca",
        "language": "fr",
        "skills": {"english": 5, "Français": 3},
        "contract": {**record.before["contract"], "week_hours_max": 37.5},
        "availability": {"monday": "09:00-17:00", "friday": "22:00-06:00"},
    }


def test_the_same_facts_again_change_nothing(cast, ben, facts):
    change(cast, facts)
    change(cast, facts, version=2)
    ben.refresh_from_db()
    assert ben.version == 2
    assert AuditRecord.objects.count() == 1


def test_a_skill_is_known_whatever_its_capitals(cast, facts):
    change(cast, replace(facts, skills=(("ENGLISH", 2),)))
    assert [skill.name for skill in Skill.objects.all()] == ["English"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"employee_number": ""}, "employee_number"),
        ({"employee_number": "bea"}, "employee_number"),
        ({"employee_number": "cal"}, "employee_number"),
        ({"email": "no address"}, "email"),
        ({"language": "de"}, "language"),
        ({"skills": (("English", 0),)}, "skills"),
        ({"skills": (("English", 6),)}, "skills"),
        ({"skills": (("English", 3), ("english", 4))}, "skills"),
        ({"skills": (("", 3),)}, "skills"),
        ({"contract": ContractFacts(week_hours_min=Decimal(-1))}, "week_hours_min"),
        ({"contract": ContractFacts(week_hours_min=Decimal(41))}, "week_hours_max"),
        ({"contract": ContractFacts(week_hours_max=Decimal(169))}, "week_hours_max"),
        ({"contract": ContractFacts(day_hours_max=Decimal(25))}, "day_hours_max"),
        ({"contract": ContractFacts(days_per_week_max=0)}, "days_per_week_max"),
        ({"contract": ContractFacts(days_per_week_max=8)}, "days_per_week_max"),
        ({"contract": ContractFacts(consecutive_days_max=15)}, "consecutive_days_max"),
        ({"contract": ContractFacts(rest_hours_min=Decimal(49))}, "rest_hours_min"),
        ({"availability": (Window(7, 0, 60),)}, "hours"),
        ({"availability": (Window(0, 0, 60), Window(0, 90, 120))}, "hours"),
        ({"availability": (Window(1, 600, 600),)}, "from_1"),
        ({"availability": (Window(1, 0, 1441),)}, "from_1"),
        ({"availability": (Window(1, 1000, 2161),)}, "until_1"),
    ],
)
def test_what_cannot_be_is_refused_by_field(cast, ben, facts, changes, field):
    with pytest.raises(BadInputError) as refused:
        change(cast, replace(facts, **changes))
    assert refused.value.where == field
    before = facts_of(ben)
    ben.refresh_from_db()
    assert (facts_of(ben), ben.version) == (before, 1)
    assert not AuditRecord.objects.exists()


def test_an_email_of_a_colleague_at_the_site_is_refused_and_of_another_site_not(cast, facts):
    Person.objects.filter(name="Cal").update(email="Shared@example.ca")
    with pytest.raises(BadInputError, match="this email"):
        change(cast, replace(facts, email="shared@example.ca"))
    Person.objects.filter(name="Cal").update(email="")
    Person.objects.filter(name="Zoe").update(email="shared@example.ca")
    assert change(cast, replace(facts, email="shared@example.ca")).email == "shared@example.ca"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("cleo", NotFoundError),
        ("zoe", NotFoundError),
        ("ben", NotPermittedError),
        ("ann", NotPermittedError),
        ("otto", NotPermittedError),
    ],
)
def test_only_who_leads_the_team_or_the_site_changes_a_person(cast, ben, facts, who, refusal):
    with pytest.raises(refusal):
        change(cast, replace(facts, name="X"), who=who)
    ben.refresh_from_db()
    assert ben.name == "Ben"


@pytest.mark.parametrize("who", ["asha", "mia", "ada"])
def test_who_leads_the_team_or_the_site_may(cast, ben, facts, who):
    assert change(cast, replace(facts, name="X"), who=who).name == "X"


def test_an_older_version_is_told_and_writes_nothing_over(cast, ben, facts):
    change(cast, replace(facts, name="First"))
    with pytest.raises(PersonChangedMeanwhileError, match="somebody changed First"):
        change(cast, replace(facts, email="late@example.ca"), who="mia")
    ben.refresh_from_db()
    assert (ben.name, ben.email) == ("First", "ben@example.ca")


def test_a_person_moves_between_teams_of_ones_own_only(cast, ben, facts):
    with pytest.raises(BadInputError, match="a team of yours"):
        change(cast, replace(facts, team_id=cast.south.pk))
    change(cast, replace(facts, team_id=cast.south.pk), who="mia")
    ben.refresh_from_db()
    assert ben.team == cast.south
    record = AuditRecord.objects.get()
    assert (record.before["team"], record.after["team"]) == ("North", "South")


def test_a_person_stays_at_the_site(cast, facts):
    east = cast.other_site.teams.get()
    with pytest.raises(BadInputError, match="teams of one site"):
        change(cast, replace(facts, team_id=east.pk), who="ada")


def test_a_new_person_has_all_that_was_said(cast, facts):
    wanted = replace(facts, name="Dee", employee_number="dee", email="dee@example.ca")
    dee = add_person(cast.actor("asha"), facts=wanted, at=NOW)
    assert facts_of(dee) == wanted
    record = AuditRecord.objects.get()
    assert (record.action, record.subject_id) == ("add_person", str(dee.pk))
    assert record.after["employee_number"] == "dee"


@pytest.mark.parametrize("who", ["cleo", "zoe"])
def test_nobody_adds_to_a_team_of_others(cast, facts, who):
    wanted = replace(facts, employee_number="dee", email="")
    with pytest.raises(BadInputError, match="a team of yours"):
        add_person(cast.actor(who), facts=wanted, at=NOW)
    assert not Person.objects.filter(employee_number="dee").exists()


@pytest.mark.parametrize("who", ["ben", "ann", "otto"])
def test_who_leads_nobody_adds_nobody(cast, facts, who):
    with pytest.raises(NotPermittedError):
        add_person(cast.actor(who), facts=replace(facts, employee_number="dee"), at=NOW)
