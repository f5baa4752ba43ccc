"""A full database of every landed schema becomes today's: rows are kept, pages open."""

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from tests.builders.processes import REPOSITORY
from tests.upgrades.states import COLUMNS_CHANGED, STATES, TABLES_GONE, migrations_of, rows_of
from tests.whole_databases import empty_database

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("upgrades")]  # each is built once

OF_LIBRARIES = ("django_", "auth_", "procrastinate_")


@dataclass(frozen=True)
class Upgrade:
    """What a database held before and after, and the status of each page afterwards."""

    before: dict
    after: dict
    pages: dict
    audit_records: int


@pytest.fixture(scope="module", params=STATES)
def upgrade(request):
    with contextmanager(empty_database)() as url:
        run(url, "build", request.param)
        with psycopg.connect(url) as connection:
            connection.execute(rows_of(request.param).encode())
        before = held(url)
        run(url, "newest")
        after = held(url)
        pages = json.loads(run(url, "open"))
        yield Upgrade(before, after, pages, len(held(url)["audit_auditrecord"]))


def run(url, *words):
    done = subprocess.run(
        [sys.executable, "-m", "tests.upgrades.steps", *words],
        env=os.environ
        | {
            "DATABASE_URL": url,
            "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}",
            "DJANGO_SETTINGS_MODULE": "floorwalker.config.settings",
            "FLOORWALKER_HOSTS": "testserver",
        },
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def held(url):
    """Every row of our own tables, by column."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(url) as connection:
        every = [name for (name,) in connection.execute(tables)]
        names = [name for name in every if not name.startswith(OF_LIBRARIES)]
        row = sql.SQL("SELECT to_jsonb(t) FROM {} AS t")
        return {
            name: [found for (found,) in connection.execute(row.format(sql.Identifier(name)))]
            for name in names
        }


def test_every_table_of_the_frozen_database_holds_rows(upgrade):
    assert len(upgrade.before) >= 30
    assert [name for name, rows in upgrade.before.items() if not rows] == []


def test_every_row_is_kept_with_its_values(upgrade):
    lost = set(upgrade.before) - set(upgrade.after)
    assert lost == lost & set(TABLES_GONE)
    for table, rows in upgrade.before.items():
        if table not in lost:
            assert comparable(table, rows, upgrade) == comparable(
                table, upgrade.after[table], upgrade
            ), table


def comparable(table, rows, upgrade):
    """The rows, in the columns that both schemas have and no migration means to change."""
    columns = set(upgrade.before[table][0]) & set(upgrade.after[table][0])
    kept = sorted(column for column in columns if f"{table}.{column}" not in COLUMNS_CHANGED)
    return Counter(json.dumps([row[column] for column in kept]) for row in rows)


def test_every_page_opens_and_a_deed_leaves_its_record(upgrade):
    assert len(upgrade.pages) > 20
    failed = {name: status for name, status in upgrade.pages.items() if status != 200}
    assert failed == {"job_cancel": 302}
    assert upgrade.audit_records == len(upgrade.after["audit_auditrecord"]) + 1


@pytest.mark.parametrize("state", STATES)
def test_every_migration_of_a_frozen_state_is_still_there(state):
    folder = REPOSITORY / "src/floorwalker"
    ours = {path.parents[1].name: path.parent for path in folder.glob("*/*/migrations/__init__.py")}
    frozen = migrations_of(state)
    assert set(frozen) & set(ours)
    missing = [
        f"{app}.{name}"
        for app, name in frozen.items()
        if app in ours and not (ours[app] / f"{name}.py").exists()
    ]
    assert missing == []
