"""The doctor looks at the database: without Django first, then at its schema, jobs and workers."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from floorwalker.config.env import env_text
from floorwalker.foundation.checkup import (
    Check,
    Finding,
    checks_of_apps,
    good,
    refused,
    warning,
    wrong,
)
from floorwalker.foundation.data_folder import chosen_folder
from floorwalker.foundation.errors import SetupError

CONNECT_SECONDS_MAX = 5
STATEMENT_SECONDS_MAX = 10
VERSION_MIN = 15
EXTENSIONS = ("btree_gist",)
LONG_TRANSACTION = timedelta(minutes=5)
SKEW_LARGE, SKEW_WRONG = timedelta(seconds=2), timedelta(seconds=30)
WAITING_SECONDS_MAX = 15 * 60

_LONG = """
SELECT pid, application_name, state, extract(epoch FROM now() - xact_start)::int
FROM pg_stat_activity
WHERE datname = current_database() AND now() - xact_start > %s ORDER BY 4 DESC
"""
_OWN = """
SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database
WHERE datname = current_database()
"""


class Patient:
    """The database that a start would use, and whether it answers."""

    def __init__(self) -> None:
        self.answers = False
        self.checks: tuple[Check, ...] = (self.reachable_check, self.server_check)

    def reachable_check(self) -> Iterator[Finding]:
        """Connect; a database of our own is not started for this."""
        try:
            url = env_text("DATABASE_URL") or _running_embedded()
        except SetupError as error:
            yield refused("database", error)
            return
        if url is None:
            yield warning(
                "database",
                "the embedded one does not run, so it was not looked at.",
                next_step="Start floorwalker serve, then ask again.",
            )
            return
        try:
            psycopg.connect(url, connect_timeout=CONNECT_SECONDS_MAX).close()
        except psycopg.Error as error:
            yield wrong(
                "database",
                f"it does not answer: {str(error).strip().splitlines()[0]}",
                where="DATABASE_URL",
                next_step="Is PostgreSQL running, and are host, name and password right?",
            )
            return
        os.environ["DATABASE_URL"] = url  # for Django, later in this process
        self.answers = True
        yield good("database", "it answers.")

    def server_check(self) -> Iterator[Finding]:
        """Look at what the server is and does."""
        if not self.answers:
            return
        url, options = os.environ["DATABASE_URL"], f"-c statement_timeout={STATEMENT_SECONDS_MAX}s"
        with psycopg.connect(url, options=options) as connection:
            yield from _server(connection)
            yield from _extensions(connection)
            yield from _long_transactions(connection)
            yield from _clock(connection)


def checks_with_django() -> Iterator[Check]:
    """Yield what needs our tables: jobs only once the schema is known to be right."""
    yield schema_check
    if not _missing_migrations():
        yield workers_check
        yield from checks_of_apps()


def schema_check() -> Iterator[Finding]:
    """Compare the schema with this version's."""
    missing = _missing_migrations()
    if missing:
        yield wrong(
            "schema",
            f"it is behind by {len(missing)} steps, the first is {missing[0]}.",
            next_step="Start floorwalker serve, which brings it up to date (back up first).",
        )
    else:
        yield good("schema", "up to date.")


def workers_check() -> Iterator[Finding]:
    """Look for workers, and for jobs that nobody takes."""
    from floorwalker.foundation.jobs.metrics import oldest_waiting_seconds, workers

    alive, _silent, age_seconds = workers()
    if alive:
        yield good("workers", f"{alive} alive, the newest heartbeat {age_seconds:.0f} s ago.")
    else:
        yield wrong(
            "workers", "none is alive.", next_step="Start floorwalker serve, or floorwalker work."
        )
    if (waiting := oldest_waiting_seconds()) > WAITING_SECONDS_MAX:
        yield warning(
            "jobs",
            f"one has waited for {waiting / 60:.0f} minutes.",
            next_step="Start more workers: serve --workers N, or floorwalker work elsewhere.",
        )
    else:
        yield good("jobs", "none waits for long.")


def _running_embedded() -> str | None:
    """Return the address of the embedded server when one runs; make nothing."""
    from floorwalker.adapters.postgres_embedded import EmbeddedPostgres

    folder = chosen_folder()
    if not (folder / "secrets" / "database-password").exists():
        return None
    server = EmbeddedPostgres(folder)
    return server.url if server.answers() else None


def _server(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    version = connection.info.server_version
    told = f"PostgreSQL {version // 10000}.{version % 10000}"
    if version // 10000 < VERSION_MIN:
        step = f"Use PostgreSQL {VERSION_MIN} or newer."
        yield wrong("database version", f"{told} is too old.", next_step=step)
    else:
        yield good("database version", told)
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        step = "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
        yield wrong("database encoding", f"{encoding}, not UTF8.", next_step=step)
    owns = connection.execute(_OWN).fetchone()
    if not (owns and owns[0]):
        yield warning(
            "database owner",
            f"{connection.info.user} does not own the database, so upgrades may be refused.",
            next_step=f"ALTER DATABASE {connection.info.dbname} OWNER TO {connection.info.user}",
        )


def _extensions(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    for name in EXTENSIONS:
        found = connection.execute(
            "SELECT installed_version FROM pg_available_extensions WHERE name = %s", [name]
        ).fetchone()
        if found is None:
            step = "Install PostgreSQL's contrib package on its machine."
            yield wrong("extensions", f"the server has no {name}.", next_step=step)
        elif found[0] is None:
            step = "The first start of floorwalker serve makes it."
            yield warning("extensions", f"{name} is not made yet.", next_step=step)
        else:
            yield good("extensions", f"{name} {found[0]}")


def _long_transactions(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    rows = connection.execute(_LONG, [LONG_TRANSACTION]).fetchall()
    for process_id, program, state, seconds in rows:
        who = program or "a program without a name"
        yield warning(
            "transactions",
            f"{who} (process {process_id}, {state}) holds one open for {seconds // 60} minutes.",
            next_step="It keeps upgrades and clean-up waiting. End it there, or:"
            f" SELECT pg_terminate_backend({process_id})",
        )
    if not rows:
        yield good("transactions", "none is open for long.")


def _clock(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    before = datetime.now(UTC)
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    here = before + (datetime.now(UTC) - before) / 2
    skew = abs(row[0] - here) if row else timedelta()
    told = f"{skew.total_seconds():.1f} s between this machine's and the database's."
    step = "Let both machines follow a time server (timedatectl set-ntp true)."
    if skew > SKEW_WRONG:
        yield wrong("clocks", told, next_step=step)
    elif skew > SKEW_LARGE:
        yield warning("clocks", told, next_step=step)
    else:
        yield good("clocks", told)


def _missing_migrations() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
