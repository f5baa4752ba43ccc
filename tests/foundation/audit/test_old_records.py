"""Records written before there was a chain join it when the schema is brought up to date."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from tests.whole_databases import empty_database

pytestmark = pytest.mark.processes

INSERT = (
    "INSERT INTO audit_auditrecord (at, actor_name, user_id, site_id, action, subject_type,"
    " subject_id, before, after) VALUES (now(), %s, NULL, %s, %s, %s, '1', %s, %s)"
)


@pytest.fixture
def database() -> Iterator[str]:
    yield from empty_database()


def _run(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "floorwalker.config.settings"}
    return subprocess.run(
        [sys.executable, "-m", *words],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_old_records_join_their_chains_and_their_names_move_beside_them(database: str):
    assert _run(database, "django", "migrate", "audit", "0003", "-v0").returncode == 0
    with psycopg.connect(database) as connection:
        connection.execute("INSERT INTO people_organisation VALUES (1, 'Maple')")
        connection.execute(
            "INSERT INTO people_site (id, organisation_id, name, zone, country, province)"
            " VALUES (7, 1, 'Toronto', 'UTC', 'CA', 'ON')"
        )
        mail = json.dumps({"email": "ben@example.ca", "roles": ["agent"]})
        connection.execute(INSERT, ("Asha", None, "create_user", "accounts.User", None, mail))
        for number in range(1500):
            facts = json.dumps({"name": f"Toronto {number}"})
            connection.execute(INSERT, ("Mia", 7, "change_site", "people.Site", facts, facts))

    migrated = _run(database, "django", "migrate", "-v0")
    assert migrated.returncode == 0, migrated.stderr
    said = _run(database, "floorwalker", "verify-audit")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("Nothing was changed: 1,501 records in 2 chains, 0 anchors")
    with psycopg.connect(database) as connection:
        names = "SELECT side, name, value FROM audit_personalfact WHERE record_id = 1 ORDER BY 1"
        assert connection.execute(names).fetchall() == [
            ("actor", "name", '"Asha"'),
            ("after", "email", '"ben@example.ca"'),
        ]
        kept = "SELECT sealed_after FROM audit_auditrecord WHERE id IN (1, 2) ORDER BY id"
        (first,), (second,) = connection.execute(kept).fetchall()
        assert (first["roles"], list(first["email"])) == (["agent"], ["personal"])
        assert second == {"name": "Toronto 0"}
        with pytest.raises(psycopg.errors.RaiseException, match="never changed or removed"):
            connection.execute("UPDATE audit_auditrecord SET action = 'forged'")
        connection.rollback()
        connection.execute("ALTER TABLE audit_auditrecord DISABLE TRIGGER USER")
        connection.execute("UPDATE audit_auditrecord SET action = 'forged' WHERE id = 3")

    said = _run(database, "floorwalker", "verify-audit", "--json")
    assert said.returncode == 4
    assert json.loads(said.stdout)["faults"] == [
        {"chain": "site/7", "sequence": 2, "what": "its content was edited."}
    ]
