from decimal import Decimal

import pytest
from tests.duties.history.files import bring_in

from floorwalker.foundation.errors import NotPermittedError
from floorwalker.foundation.people.models import Person, Skill, Team

AGENTS = (
    "name,email,team,skills,languages,min hours,max hours,mon,tue\n"
    'Léa Roy,lea@example.ca,Nord,"billing:3;english:5",fr;en,20,37.5,09:00-17:00,22:00-06:00\n'
    "Max Lee,max@example.ca,North,billing,en,,40,,\n"
)


def test_people_come_with_team_skills_languages_contract_and_availability(cast, tmp_path):
    outcome = bring_in(tmp_path, cast.site, AGENTS)
    assert outcome.result["people_added"] == 2
    assert outcome.result["teams_created"] == ["Nord"]
    lea = Person.objects.get(email="lea@example.ca")
    assert (lea.name, lea.team.name, lea.language) == ("Léa Roy", "Nord", "fr")
    levels = {held.skill.name: held.level for held in lea.person_skills.all()}
    assert levels == {"billing": 3, "english": 5, "fr": 4, "en": 4}
    assert (lea.contract.week_hours_min, lea.contract.week_hours_max) == (20, Decimal("37.5"))
    windows = lea.availabilities.order_by("weekday")
    assert [(w.weekday, w.from_minute, w.until_minute) for w in windows] == [
        (0, 540, 1020),
        (1, 1320, 1800),
    ]
    assert Person.objects.get(email="max@example.ca").team == cast.north


def test_a_known_person_is_brought_up_to_date(cast, tmp_path):
    bring_in(tmp_path, cast.site, AGENTS)
    moved = AGENTS.replace("billing,en", "loans:2,en").replace("Max Lee", "Maxim Lee")
    outcome = bring_in(tmp_path, cast.site, moved)
    assert (outcome.result["people_added"], outcome.result["people_known"]) == (0, 2)
    max_lee = Person.objects.get(email="max@example.ca")
    assert max_lee.name == "Maxim Lee"
    assert {held.skill.name for held in max_lee.person_skills.all()} == {"loans", "en"}


def test_the_same_agents_file_changes_nothing(cast, tmp_path):
    bring_in(tmp_path, cast.site, AGENTS)
    before = list(Person.objects.order_by("pk").values())
    assert not bring_in(tmp_path, cast.site, AGENTS).is_new
    assert list(Person.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("name", ["ben", "ann", "otto", "zoe"])
def test_an_analyst_plans_but_does_not_bring_in_people(cast, tmp_path, name):
    with pytest.raises(NotPermittedError):
        bring_in(tmp_path, cast.site, AGENTS, actor=cast.actor(name))
    assert not Skill.objects.exists()
    assert not Team.objects.filter(name="Nord").exists()
