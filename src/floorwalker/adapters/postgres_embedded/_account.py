"""Who runs PostgreSQL: ourselves, or, since it refuses root, an account without rights.

As root we take the first of `floorwalker`, `postgres` and `nobody` that this machine has. An
existing database stays with the account that made it.
"""

import os
import pwd
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from floorwalker.foundation.errors import SetupError

CANDIDATES = ("floorwalker", "postgres", "nobody")

_ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
"""Nothing of ours: the account may read its own processes' environment, our keys are not its."""


@dataclass(frozen=True)
class Account:
    """An unprivileged account of this machine."""

    name: str
    user_id: int
    group_id: int


def account_for(cluster: Path) -> Account | None:
    """Return the account that must run PostgreSQL, or `None` when we ourselves may.

    Raises:
        SetupError: We are root and the machine has none of the accounts.
    """
    if os.geteuid() != 0:
        return None
    if cluster.exists():
        return _account(pwd.getpwuid(cluster.stat().st_uid))
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in CANDIDATES:
        if name in known:
            return _account(known[name])
    raise SetupError(
        f"PostgreSQL refuses to run as root, and there is no account {', '.join(CANDIDATES)}.",
        next_step="Add one: useradd --system --no-create-home floorwalker",
    )


def own(path: Path, *, account: Account | None) -> None:
    """Give a file or folder of ours to the account."""
    if account is not None:
        os.chown(path, account.user_id, account.group_id)


def spawn(
    command: list[str],
    *,
    account: Account | None,
    log: int,
    before: Callable[[], None],
    stdin: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a PostgreSQL program as the account, in a session of its own.

    Raises:
        SetupError: The account cannot reach the program.
    """
    identity: dict[str, Any] = {}
    if account is not None:
        identity = {"user": account.user_id, "group": account.group_id, "extra_groups": []}
    try:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_ENVIRONMENT,
            umask=0o077,
            start_new_session=True,  # Ctrl-C on the terminal is for our parent alone
            preexec_fn=before,  # noqa: PLW1509 - the only way to end with the parent; no threads yet
            **identity,
        )
    except PermissionError as error:
        raise _unreachable(Path(command[0]), account=account) from error


def _account(entry: pwd.struct_passwd) -> Account:
    if entry.pw_uid == 0:
        raise SetupError(
            "The database folder belongs to root, and PostgreSQL refuses to run as root.",
            next_step="Give it back to the account that made it (chown -R).",
        )
    return Account(entry.pw_name, user_id=entry.pw_uid, group_id=entry.pw_gid)


def _unreachable(program: Path, *, account: Account | None) -> SetupError:
    who = account.name if account else "this account"
    closed = [str(p) for p in reversed(program.parents) if not _may_pass(p, account=account)]
    if not closed:
        return SetupError(
            f"The account '{who}' may not run programs here.",
            where=str(program),
            next_step="Choose a disk that is not mounted 'noexec' and set FLOORWALKER_HOME to it.",
        )
    return SetupError(
        f"PostgreSQL runs as the account '{who}', which may not pass through this folder.",
        where=closed[0],
        next_step="Set FLOORWALKER_HOME to a folder elsewhere, such as /var/lib/floorwalker.",
    )


def _may_pass(folder: Path, *, account: Account | None) -> bool:
    status = folder.stat()
    if account is None or status.st_uid == account.user_id:
        return bool(status.st_mode & 0o100)
    if status.st_gid == account.group_id:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)
