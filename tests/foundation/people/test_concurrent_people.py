"""Two people change the same person at the same moment, on connections of their own."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.builders.cast import make_cast
from tests.duties.scheduling.test_concurrent_changes import at_once, errors

from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.actions.add_person import add_person
from floorwalker.foundation.people.actions.change_person import change_person
from floorwalker.foundation.people.errors import PersonChangedMeanwhileError
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.person_facts import PersonFacts, facts_of

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_of_two_editors_of_one_person_the_second_is_told_and_writes_nothing():
    cast = make_cast()
    ben = cast.people["ben"]
    facts = facts_of(ben)

    def change(who, name):
        return lambda: change_person(
            cast.actor(who), person_id=ben.pk, version=1, facts=replace(facts, name=name), at=NOW
        )

    outcomes = at_once(change("asha", "Benoît"), change("mia", "Benjamin"))
    assert errors(outcomes) == [PersonChangedMeanwhileError]
    (won,) = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
    ben.refresh_from_db()
    assert (ben.name, ben.version) == (won.name, 2)
    assert AuditRecord.objects.get().after == {"name": won.name}


def test_of_two_who_give_the_same_number_in_different_teams_one_is_refused():
    cast = make_cast()

    def add(who, team):
        facts = PersonFacts("Dee", "dee", team.pk)
        return lambda: add_person(cast.actor(who), facts=facts, at=NOW)

    outcomes = at_once(add("asha", cast.north), add("cleo", cast.south))
    assert errors(outcomes) == [BadInputError]
    assert Person.objects.filter(employee_number="dee").count() == 1
