import pytest

from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.permission_words import PERMISSION_WORDS
from floorwalker.foundation.accounts.permissions import PERMISSIONS, Role
from floorwalker.foundation.errors import NotPermittedError

SITE, OTHER_SITE, TEAM, OTHER_TEAM = 1, 2, 10, 11

ASHA = Actor(name="Asha", grants=(Grant(Role.SUPERVISOR, SITE, TEAM),))
MIA = Actor(name="Mia", grants=(Grant(Role.MANAGER, SITE),))
OTTO = Actor(name="Otto", grants=(Grant(Role.AUDITOR),))
BEN = Actor(name="Ben", grants=(Grant(Role.AGENT, SITE, TEAM),))
NOBODY = Actor(name="anonymous")


@pytest.mark.parametrize(
    ("_case", "actor", "site", "team", "allowed"),
    [
        ("a supervisor changes shifts of the own team", ASHA, SITE, TEAM, True),
        ("not those of another team", ASHA, SITE, OTHER_TEAM, False),
        ("not those of another site", ASHA, OTHER_SITE, None, False),
        ("a manager changes those of every team of the site", MIA, SITE, OTHER_TEAM, True),
        ("but not of another site", MIA, OTHER_SITE, OTHER_TEAM, False),
        ("an auditor changes nothing", OTTO, SITE, TEAM, False),
        ("nor does an agent", BEN, SITE, TEAM, False),
        ("nor does anyone without a role", NOBODY, SITE, TEAM, False),
    ],
)
def test_who_may_change_a_shift(_case, actor, site, team, allowed):
    assert actor.may("change_shift", site_id=site, team_id=team) is allowed


def test_a_supervisor_of_one_team_plans_the_whole_site():
    assert ASHA.may("plan_week", site_id=SITE)
    assert not ASHA.may("plan_week", site_id=OTHER_SITE)


def test_an_auditor_reads_everywhere():
    assert OTTO.may("see_plans", site_id=OTHER_SITE)


def test_a_refusal_names_the_person_and_the_deed():
    with pytest.raises(NotPermittedError, match=r"Ben may not do this \(publish a roster\)"):
        BEN.require("publish_roster", site_id=SITE)


def test_an_unknown_permission_is_a_fault_of_ours():
    with pytest.raises(KeyError):
        MIA.may("fly")


def test_every_permission_has_words_for_a_refusal():
    assert set(PERMISSION_WORDS) == set(PERMISSIONS)
