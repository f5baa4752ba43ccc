"""The API tells and takes what the pages show."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from tests.builders.api import client_of

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.permissions import PERMISSIONS
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.people.person_facts import Window, facts_of

AT = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)


@pytest.fixture
def mia(cast):
    return client_of(cast, "mia")


def send(client, method, path, body):
    return getattr(client, method)(f"/api/v1{path}", body, content_type="application/json")


def test_a_person_is_read_changed_and_read_again(cast, mia, ben):
    told = mia.get(f"/api/v1/people/{ben.pk}").json()
    assert told["skills"] == [{"name": "English", "level": 4}]
    assert told["contract"]["week_hours_max"] == 40.0
    assert (told["availability"], told["is_active"], told["account_id"]) == (
        [],
        True,
        cast.users["ben"].pk,
    )
    wanted = {
        name: told[name] for name in ("version", "name", "employee_number", "team_id", "email")
    }
    wanted |= {
        "skills": [{"name": "Français", "level": 2}],
        "contract": {**told["contract"], "week_hours_max": 37.5},
        "availability": [{"weekday": 4, "from_minute": 1320, "until_minute": 1800}],
    }
    changed = send(mia, "put", f"/people/{ben.pk}", wanted)
    assert changed.status_code == 200
    assert changed.json()["version"] == 2
    ben.refresh_from_db()
    facts = facts_of(ben)
    assert (facts.skills, facts.availability) == ((("Français", 2),), (Window(4, 1320, 1800),))
    assert str(facts.contract.week_hours_max) == "37.50"
    assert send(mia, "put", f"/people/{ben.pk}", wanted).status_code == 409


def test_a_refusal_names_the_field(cast, mia, ben):
    wanted = {"version": 1, "name": "Ben", "employee_number": "bea", "team_id": cast.north.pk}
    refused = send(mia, "put", f"/people/{ben.pk}", wanted)
    assert (refused.status_code, refused.json()["where"]) == (422, "employee_number")


def test_people_come_a_page_at_a_time_and_are_searched(mia):
    first = mia.get("/api/v1/people", {"limit": 3}).json()
    second = mia.get("/api/v1/people", {"limit": 3, "cursor": first["next_cursor"]}).json()
    names = [row["name"] for row in (*first["items"], *second["items"])]
    assert (names, second["next_cursor"]) == (["Asha", "Ben", "Bea", "Cleo", "Cal"], None)
    assert mia.get("/api/v1/people", {"has_account": "false"}).json()["items"] == []
    assert mia.get("/api/v1/people", {"state": "nonsense"}).status_code == 422


def test_the_audit_log_comes_a_page_at_a_time_newest_first(cast):
    for number in range(5):
        with transaction.atomic():
            record(Actor(name="Eve"), "look", subject=cast.north, after={"people": number}, at=AT)
    otto = client_of(cast, "otto")
    asked = {"limit": 3, "who": "eve"}
    first = otto.get("/api/v1/audit", asked).json()
    second = otto.get("/api/v1/audit", {**asked, "cursor": first["next_cursor"]}).json()
    told = [row["after"]["people"] for row in (*first["items"], *second["items"])]
    assert (told, second["next_cursor"]) == ([4, 3, 2, 1, 0], None)
    assert first["items"][0]["subject_type"] == "people.Team"


def test_days_of_the_audit_log_are_those_of_the_sites_clock(cast, mia):
    late = datetime(2026, 11, 17, 4, 30, tzinfo=UTC)  # 23:30 of the 16th in Toronto
    with transaction.atomic():
        record(Actor(name="Eve"), "look", subject=cast.site, at=late)
    found = mia.get("/api/v1/audit", {"who": "eve", "until": "2026-11-16"}).json()["items"]
    assert [row["action"] for row in found] == ["look"]


def test_the_table_of_permissions_says_why(mia):
    rows = {row["permission"]: row for row in mia.get("/api/v1/permissions").json()["permissions"]}
    assert rows["change_teams"]["roles"] == ["manager", "admin"]
    assert rows["change_teams"]["may"]
    assert rows["change_teams"]["why"] == "Yes: Manager, site Toronto."
    assert set(rows) == set(PERMISSIONS)
