"""Locks between processes: a file that the kernel lets go of when its holder ends, however it ends.

The lock file itself stays; it holds the holder's process id, for the error message only.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from floorwalker.foundation.errors import SetupError

RETRY_SECONDS = 0.05


class LockHeldError(SetupError):
    """Another process holds the lock."""

    def __init__(self, path: Path, *, holder: str) -> None:
        self.holder = holder
        super().__init__(f"Process {holder} is using it.", where=str(path))


@contextmanager
def exclusive_lock(path: Path, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock alone while the block runs.

    Raises:
        LockHeldError: Another process still holds it after `wait_seconds`.
    """
    handle = _opened(path)
    try:
        deadline = time.monotonic() + wait_seconds
        while not _taken(handle):
            if time.monotonic() >= deadline:
                raise LockHeldError(path, holder=_holder(handle))
            time.sleep(RETRY_SECONDS)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def shared_lock(path: Path) -> Iterator[None]:
    """Hold the lock together with other sharers while the block runs; wait for a lone holder."""
    handle = _opened(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def wait_for_sharers(path: Path) -> None:
    """Return once nobody shares the lock any more."""
    handle = _opened(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(handle: int) -> str:
    return os.pread(handle, 20, 0).decode("ascii", errors="replace").strip() or "(unknown)"
