"""Who runs the server on a folder, and who only uses it.

One process at a time holds `database.lock` and runs the server. Any command may borrow it; when
nobody runs it, the command does so for its own duration, and waits for other borrowers at the end.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from floorwalker.foundation.errors import SetupError
from floorwalker.foundation.file_lock import (
    RETRY_SECONDS,
    LockHeldError,
    exclusive_lock,
    shared_lock,
    wait_for_sharers,
)

from ._server import READY_SECONDS_MAX, EmbeddedPostgres

PREDECESSOR_SECONDS_MAX = 10.0
"""How long a server's owner waits for the one before it to finish."""

_OWNER_LOCK = "database.lock"
_USERS_LOCK = "database-users.lock"


@dataclass(frozen=True)
class BorrowedDatabase:
    """A server that this process may use for a while; `started_here` when nobody else ran it."""

    url: str
    started_here: bool


@contextmanager
def running_database(folder: Path, *, durable: bool = True) -> Iterator[EmbeddedPostgres]:
    """Run the server on this folder while the block runs.

    Raises:
        SetupError: Another process runs it, or it cannot start.
    """
    with exclusive_lock(folder / _OWNER_LOCK, wait_seconds=PREDECESSOR_SECONDS_MAX):
        database = EmbeddedPostgres(folder, durable=durable)
        try:
            database.start()
            yield database
        finally:
            database.stop()


@contextmanager
def borrowed_database(folder: Path, *, durable: bool = True) -> Iterator[BorrowedDatabase]:
    """Give the server that runs on this folder; run one if nobody does.

    Raises:
        SetupError: It cannot start, or the process that runs it does not get it ready.
    """
    database = EmbeddedPostgres(folder, durable=durable)
    users = folder / _USERS_LOCK
    deadline = time.monotonic() + READY_SECONDS_MAX
    started_here = False
    with ExitStack() as stack:
        while not _joined(database, users=users, stack=stack):
            if _owned(folder, stack=stack):
                stack.callback(database.stop)
                stack.callback(wait_for_sharers, users)
                database.start()
                started_here = True
                break
            if time.monotonic() >= deadline:
                raise SetupError(
                    "Another process is starting the database and does not finish.",
                    where=str(folder),
                    next_step=f"Its log is {folder / 'database.log'}.",
                )
            time.sleep(RETRY_SECONDS)
        yield BorrowedDatabase(database.url, started_here=started_here)


def _joined(database: EmbeddedPostgres, *, users: Path, stack: ExitStack) -> bool:
    """Register as a user first, then look: so the server cannot stop in between."""
    with ExitStack() as attempt:
        attempt.enter_context(shared_lock(users))
        if database.answers():
            stack.push(attempt.pop_all())
            return True
    return False


def _owned(folder: Path, *, stack: ExitStack) -> bool:
    try:
        stack.enter_context(exclusive_lock(folder / _OWNER_LOCK))
    except LockHeldError:
        return False
    return True
