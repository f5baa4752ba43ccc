from datetime import UTC, datetime

import pytest

from floorwalker.foundation.accounts.models import RoleAssignment
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError, NotFoundError, NotPermittedError
from floorwalker.foundation.people.actions.add_team import add_team
from floorwalker.foundation.people.actions.rename_team import rename_team
from floorwalker.foundation.people.models import Team

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def add(cast, name, who="mia", site=None):
    return add_team(cast.actor(who), site_id=(site or cast.site).pk, name=name, at=NOW)


def rename(cast, name, who="mia", team=None):
    return rename_team(cast.actor(who), team_id=(team or cast.north).pk, name=name, at=NOW)


def test_a_team_is_added_and_renamed(cast):
    west = add(cast, " West ")
    assert (west.name, west.site) == ("West", cast.site)
    assert rename(cast, "Far North").name == "Far North"
    records = AuditRecord.objects.order_by("pk")
    assert [(row.action, row.before, row.after) for row in records] == [
        ("add_team", None, {"name": "West"}),
        ("rename_team", {"name": "North"}, {"name": "Far North"}),
    ]


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "a\x00", "south", "South"])
def test_a_name_that_is_none_or_taken_is_refused(cast, name):
    for deed in (add, rename):
        with pytest.raises(BadInputError) as refused:
            deed(cast, name)
        assert refused.value.where == "name"
    assert sorted(Team.objects.values_list("name", flat=True)) == ["East", "North", "South"]


def test_a_name_of_another_site_is_free(cast):
    assert add(cast, "East").site == cast.site


def test_a_team_keeps_its_name_without_a_record(cast):
    rename(cast, "North")
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize("who", ["asha", "ann", "otto", "zoe", "ben"])
def test_who_manages_no_site_changes_no_team(cast, who):
    for deed in (add, rename):
        with pytest.raises(NotPermittedError):
            deed(cast, "West", who)
    assert Team.objects.count() == 3


def test_a_manager_changes_no_team_of_another_site(cast):
    with pytest.raises(NotPermittedError):
        add(cast, "West", site=cast.other_site)
    with pytest.raises(NotFoundError):
        rename(cast, "West", team=cast.other_site.teams.get())


def test_a_manager_of_one_team_adds_none_to_the_site(cast):
    RoleAssignment.objects.filter(user=cast.users["mia"]).update(team=cast.north)
    with pytest.raises(NotPermittedError, match="whole site"):
        add(cast, "West")
    assert rename(cast, "Far North").name == "Far North"
