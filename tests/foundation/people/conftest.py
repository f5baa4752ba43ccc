"""Facts of the cast's Ben, to be changed one at a time."""

from dataclasses import replace

import pytest

from floorwalker.foundation.people.models import Person, Skill
from floorwalker.foundation.people.person_facts import PersonFacts, facts_of


@pytest.fixture
def ben(cast) -> Person:
    """Ben, who speaks English well."""
    person = cast.people["ben"]
    english = Skill.objects.create(site=cast.site, name="English")
    person.person_skills.create(skill=english, level=4)
    return person


@pytest.fixture
def facts(ben) -> PersonFacts:
    """What is known of Ben, with an email."""
    return replace(facts_of(ben), email="ben@example.ca")
