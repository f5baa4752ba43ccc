"""Put a backup's contents in the place of the database's, in one transaction.

The file is read to its end before anything is touched, so a truncated or damaged one is refused.
Then everything in the schema `public` is dropped and the file's statements run; only when the
reader has ended well do we say COMMIT.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg

from floorwalker.adapters.postgres_embedded import client_program
from floorwalker.foundation.errors import BadInputError, SetupError, StateError

from ._connection import program_environment

CHUNK_BYTES = 1 << 20
LOCK_SECONDS_MAX = 10
MIGRATIONS = "django_migrations"

_BEGIN_WITH_NOTHING = f"""
BEGIN;
SET LOCAL lock_timeout = '{LOCK_SECONDS_MAX}s';
SET LOCAL client_min_messages = warning;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
""".encode()
_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"  # older servers refuse this setting

Migration = tuple[str, str]
"""An app's label and a migration's name."""


def restore(url: str, *, file: Path, known_migrations: set[Migration], replace: bool) -> None:
    """Replace the database's contents by the file's.

    Args:
        url: Address of the database.
        file: A backup made by `back_up`.
        known_migrations: The schema changes that this version of the program knows.
        replace: Also when the database already holds tables.

    Raises:
        BadInputError: The file is not a backup of ours, is damaged, or is from a newer version.
        StateError: The database is not empty and `replace` is false.
        SetupError: The database refused; it still holds what it held.
    """
    _check(file, known_migrations=known_migrations)
    if not replace and _holds_tables(url):
        raise StateError(
            "The database is not empty.",
            next_step="Add --replace to lose what it holds and restore the file.",
        )
    with tempfile.TemporaryFile() as complaints, _sql_of(file) as (archive, reader):
        database = subprocess.Popen(
            [client_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"],
            env=program_environment(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
        )
        with database:
            _feed(database, archive=archive, reader=reader)
        if database.returncode != 0:
            complaints.seek(0)
            raise _refused(complaints.read().decode("utf-8", errors="replace"))


def _feed(
    database: subprocess.Popen[bytes], *, archive: IO[bytes], reader: subprocess.Popen[bytes]
) -> None:
    """Send the file's statements; COMMIT only after its last one, else the database rolls back."""
    assert database.stdin is not None  # noqa: S101 - opened as a pipe just above
    try:
        database.stdin.write(_BEGIN_WITH_NOTHING)
        first = archive.read(CHUNK_BYTES)
        database.stdin.write(first.replace(_UNKNOWN_BEFORE_17, b"", 1))
        while chunk := archive.read(CHUNK_BYTES):
            database.stdin.write(chunk)
        if reader.wait() == 0:
            database.stdin.write(b"COMMIT;\n")
            database.stdin.flush()
        else:
            database.kill()
    except BrokenPipeError:  # it has given up; its caller tells its words
        reader.kill()


@contextmanager
def _sql_of(file: Path, *options: str) -> Iterator[tuple[IO[bytes], subprocess.Popen[bytes]]]:
    """Read the archive as SQL statements."""
    reader = subprocess.Popen(
        [client_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", *options, file],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with reader:
        assert reader.stdout is not None  # noqa: S101 - opened as a pipe just above
        yield reader.stdout, reader


def _check(file: Path, *, known_migrations: set[Migration]) -> None:
    if not file.is_file():
        raise BadInputError("There is no such file.", where=str(file))
    with _sql_of(file, "--data-only", f"--table={MIGRATIONS}") as (rows, _):
        applied = set(_migrations_in(rows))
    if not applied:
        raise BadInputError(
            "This is not a Floorwalker backup, or it is damaged.",
            where=str(file),
            next_step="Choose a file written by 'floorwalker backup'. Nothing was changed.",
        )
    if unknown := sorted(applied - known_migrations):
        raise BadInputError(
            f"This backup was made by a newer Floorwalker (it has {'.'.join(unknown[0])}).",
            where=str(file),
            next_step="Install that version, then restore. Nothing was changed.",
        )
    if not _is_whole(file):
        raise BadInputError(
            "This backup is damaged: it cannot be read to its end.",
            where=str(file),
            next_step="Use another copy. Nothing was changed.",
        )


def _is_whole(file: Path) -> bool:
    with _sql_of(file) as (everything, reader):
        while everything.read(CHUNK_BYTES):
            pass
    return reader.returncode == 0


def _migrations_in(statements: IO[bytes]) -> Iterator[Migration]:
    """Yield the rows of `COPY public.django_migrations (id, app, name, applied) FROM stdin;`."""
    inside = False
    for line in statements:
        if inside and line.startswith(b"\\."):
            return
        if inside:
            _, app, name, *_ = line.decode("utf-8").split("\t")
            yield app, name
        inside = inside or line.startswith(b"COPY ")


def _holds_tables(url: str) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = 'public')"
        ).fetchone()
    return found is not None and bool(found[0])


def _refused(words: str) -> SetupError:
    if "lock timeout" in words:
        return SetupError(
            "Other programs are using the database.",
            next_step="Stop them (floorwalker serve, workers) and try again. Nothing was changed.",
        )
    first = next((line for line in words.splitlines() if "ERROR" in line or "FATAL" in line), words)
    return SetupError(
        f"The database refused the backup: {first.strip() or 'the file could not be read'}",
        next_step="Nothing was changed.",
    )
