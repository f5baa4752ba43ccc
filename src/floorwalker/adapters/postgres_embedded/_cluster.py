"""The database's files: made once, whole or not at all.

The server's only role that can log in is ours, by password (SCRAM); it owns our database, may make
others (the tests do) and is no superuser. The superuser can act only on a stopped server, through
single-user mode, which is also how the role is made.
"""

import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from floorwalker.foundation.child_process import ends_with_parent
from floorwalker.foundation.data_folder import OWNER_ONLY
from floorwalker.foundation.errors import SetupError

from ._account import Account, own, spawn

DATABASE_NAME = "floorwalker"
ROLE = "floorwalker"

_SUPERUSER = "postgres"
_WHO_MAY_LOG_IN = f"# Written by Floorwalker.\nlocal  all  {ROLE}  scram-sha-256\n"


def ensure_cluster(
    cluster: Path,
    *,
    programs: Path,
    account: Account | None,
    password: str,
    log: int,
    durable: bool,
) -> None:
    """Make the database's files unless they exist.

    Raises:
        SetupError: They cannot be made, or were made by another version of PostgreSQL.
    """
    if cluster.exists():
        _refuse_other_version(cluster, programs=programs)
        return
    draft = cluster.with_name(f"{cluster.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=OWNER_ONLY)
    own(draft, account=account)
    _initialise(draft, programs=programs, account=account, log=log, durable=durable)
    (draft / "pg_hba.conf").write_text(_WHO_MAY_LOG_IN, encoding="ascii")
    _create_role_and_database(draft, programs=programs, account=account, password=password, log=log)
    draft.rename(cluster)


def _initialise(
    draft: Path, *, programs: Path, account: Account | None, log: int, durable: bool
) -> None:
    command = [
        str(programs / "initdb"),
        f"--pgdata={draft}",
        f"--username={_SUPERUSER}",
        "--auth=reject",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",  # the same order and case rules on every machine
        "--set=timezone=UTC",
        "--set=log_timezone=UTC",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
    ]
    with spawn(command, account=account, log=log, before=_end_at_once()) as process:
        pass
    _refuse_failure(process, step="initdb", folder=draft)


def _create_role_and_database(
    draft: Path, *, programs: Path, account: Account | None, password: str, log: int
) -> None:
    statements = (
        f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}';\n"
        f"CREATE DATABASE {DATABASE_NAME} OWNER {ROLE};\n"
    )
    command = [str(programs / "postgres"), "--single", "-j", "-D", str(draft), "template1"]
    with spawn(
        command, account=account, log=log, before=_end_at_once(), stdin=subprocess.PIPE
    ) as process:
        # In this mode (-j) an empty line ends a statement.
        process.communicate(statements.replace("\n", "\n\n").encode("ascii"))
    _refuse_failure(process, step="creating our role", folder=draft)


def _end_at_once() -> Callable[[], None]:
    return ends_with_parent(by=signal.SIGKILL)


def _refuse_failure(process: subprocess.Popen[bytes], *, step: str, folder: Path) -> None:
    if process.returncode != 0:
        raise SetupError(
            f"PostgreSQL could not be set up ({step} ended with {process.returncode}).",
            where=str(folder),
            next_step=f"The reason is in {folder.with_name('database.log')}.",
        )


def _refuse_other_version(cluster: Path, *, programs: Path) -> None:
    made_by = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    ours = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    if made_by != ours.split(".")[0]:
        raise SetupError(
            f"The database was made by PostgreSQL {made_by}, and this is PostgreSQL {ours}.",
            where=str(cluster),
            next_step="Back it up with the Floorwalker that made it, then restore the file here.",
        )
