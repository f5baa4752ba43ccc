"""A backup holds every row, and a restore is all or nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.whole_databases import contents, empty_database

from floorwalker.adapters.database_backup import back_up, restore
from floorwalker.foundation.errors import BadInputError, SetupError, StateError

KNOWN = {("serving", "0001_initial"), ("serving", "0002_wait")}

TABLES = """
CREATE TABLE django_migrations (id bigserial PRIMARY KEY, app text, name text, applied timestamptz);
INSERT INTO django_migrations (app, name, applied) VALUES ('serving', '0001_initial', now());
CREATE EXTENSION btree_gist;
CREATE TABLE team (id bigserial PRIMARY KEY, name text UNIQUE, head bigint REFERENCES team);
INSERT INTO team (name) SELECT 'Équipe ' || n FROM generate_series(1, 500) AS n;
UPDATE team SET head = 1 + id % 7;
CREATE TABLE shift (
    id bigserial PRIMARY KEY, team bigint REFERENCES team, at tstzrange, load float8, note bytea,
    EXCLUDE USING gist (team WITH =, at WITH &&)
);
INSERT INTO shift (team, at, load, note)
SELECT n, tstzrange(now(), now() + n * interval '1 minute'), random(), decode('00ff', 'hex')
FROM generate_series(1, 500) AS n;
INSERT INTO shift (load, note) VALUES ('NaN', NULL), ('Infinity', ''), (0.1::float8 + 0.2, NULL);
"""


@pytest.fixture
def new_database() -> Iterator[str]:
    """An empty database beside the tests' own."""
    yield from empty_database()


@pytest.fixture
def target() -> Iterator[str]:
    """Another empty database, to restore into."""
    yield from empty_database()


@pytest.fixture
def full_database(new_database: str) -> str:
    _run(new_database, TABLES)
    return new_database


def _run(url: str, statements: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statements)


@pytest.fixture
def backup(full_database: str, tmp_path: Path) -> Path:
    back_up(full_database, file=tmp_path / "centre.backup")
    return tmp_path / "centre.backup"


def test_a_restored_database_holds_the_same_rows_and_sequences(full_database, target, backup):
    restore(target, file=backup, known_migrations=KNOWN, replace=False)
    assert contents(target) == contents(full_database)
    assert len(contents(target)["team"]) == 500
    with pytest.raises(psycopg.errors.UniqueViolation):
        _run(target, "INSERT INTO team (name) VALUES ('Équipe 1')")
    _run(target, "INSERT INTO team (name) VALUES ('Nuit')")  # the sequence goes on after 500


def test_replace_leaves_nothing_of_the_oldcontents(full_database, target, backup):
    _run(target, "CREATE TABLE old AS SELECT 1; CREATE TYPE team AS ENUM ('in the way')")
    restore(target, file=backup, known_migrations=KNOWN, replace=True)
    assert contents(target) == contents(full_database)


def test_without_replace_a_database_with_tables_is_left_alone(target, backup):
    _run(target, "CREATE TABLE old AS SELECT 1 AS n")
    with pytest.raises(StateError, match="not empty"):
        restore(target, file=backup, known_migrations=KNOWN, replace=False)
    assert contents(target) == {"old": [("(1)",)]}


@pytest.mark.parametrize("kept_share", [0.0, 0.01, 0.5, 0.9, 0.9999])
def test_a_truncated_backup_is_refused_and_the_old_contents_stay(target, backup, kept_share):
    _run(target, "CREATE TABLE old AS SELECT 1 AS n")
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * kept_share)])
    with pytest.raises(BadInputError, match="damaged"):
        restore(target, file=backup, known_migrations=KNOWN, replace=True)
    assert contents(target) == {"old": [("(1)",)]}


def test_a_file_of_another_kind_is_refused(target, tmp_path):
    for content in (b"", b"PGDMP", b"time,queue,offered\n", bytes(range(256)) * 100):
        (tmp_path / "file").write_bytes(content)
        with pytest.raises(BadInputError, match="not a Floorwalker backup"):
            restore(target, file=tmp_path / "file", known_migrations=KNOWN, replace=True)
    with pytest.raises(BadInputError, match="no such file"):
        restore(target, file=tmp_path / "nowhere", known_migrations=KNOWN, replace=True)


def test_another_programs_backup_is_refused(new_database, target, tmp_path):
    _run(new_database, "CREATE TABLE theirs AS SELECT 1")
    back_up(new_database, file=tmp_path / "theirs")
    with pytest.raises(BadInputError, match="not a Floorwalker backup"):
        restore(target, file=tmp_path / "theirs", known_migrations=KNOWN, replace=True)


def test_a_newer_versions_backup_is_refused_and_an_older_ones_is_not(target, backup):
    with pytest.raises(BadInputError, match=r"newer Floorwalker \(it has serving.0001_initial\)"):
        restore(target, file=backup, known_migrations={("other", "0001")}, replace=False)
    assert contents(target) == {}
    restore(target, file=backup, known_migrations=KNOWN, replace=False)  # 0002 is still to come


def test_a_database_that_refuses_halfway_keeps_the_oldcontents(full_database, target, tmp_path):
    _run(full_database, "CREATE SCHEMA side")
    _run(target, "CREATE SCHEMA side; CREATE TABLE old AS SELECT 1 AS n")
    back_up(full_database, file=tmp_path / "with side")
    with pytest.raises(SetupError, match=r'refused the backup.*"side" already exists'):
        restore(target, file=tmp_path / "with side", known_migrations=KNOWN, replace=True)
    assert contents(target) == {"old": [("(1)",)]}


def test_a_database_in_use_is_refused_and_left_alone(target, backup, monkeypatch):
    restoring = "floorwalker.adapters.database_backup._restore"
    from floorwalker.adapters.database_backup import _restore

    faster = _restore._BEGIN_WITH_NOTHING.replace(b"'10s'", b"'50ms'")
    monkeypatch.setattr(f"{restoring}._BEGIN_WITH_NOTHING", faster)
    _run(target, "CREATE TABLE old AS SELECT 1 AS n")
    with psycopg.connect(target) as reader:
        reader.execute("SELECT * FROM old")
        with pytest.raises(SetupError, match="Other programs are using the database"):
            restore(target, file=backup, known_migrations=KNOWN, replace=True)
    assert contents(target) == {"old": [("(1)",)]}


def test_only_its_owner_may_read_a_backup_and_nothing_else_is_left(backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    assert list(backup.parent.iterdir()) == [backup]


def test_an_existing_file_is_replaced_only_when_asked(full_database, tmp_path):
    file = tmp_path / "centre.backup"
    file.write_text("precious")
    with pytest.raises(BadInputError, match="exists already"):
        back_up(full_database, file=file)
    assert file.read_text() == "precious"
    back_up(full_database, file=file, overwrite=True)
    assert file.read_bytes()[:5] == b"PGDMP"
    assert list(tmp_path.iterdir()) == [file]


def test_a_backup_that_fails_leaves_no_file(tmp_path):
    nowhere = make_conninfo(os.environ["DATABASE_URL"], dbname="nowhere")
    with pytest.raises(SetupError, match="could not be backed up"):
        back_up(nowhere, file=tmp_path / "centre.backup")
    with pytest.raises(BadInputError, match="cannot be written here"):
        back_up(nowhere, file=tmp_path / "no folder" / "centre.backup")
    assert list(tmp_path.iterdir()) == []


def test_no_password_is_on_a_command_line(full_database, tmp_path, monkeypatch):
    import subprocess

    seen: list[list[str]] = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda c, **k: (seen.append(c), run(c, **k))[1])
    back_up(full_database, file=tmp_path / "centre.backup")
    password = psycopg.conninfo.conninfo_to_dict(full_database).get("password", "")
    assert password
    assert len(seen) == 1
    assert not [part for part in seen[0] if password in str(part)]
