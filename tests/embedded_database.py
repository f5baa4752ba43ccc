"""A pytest plugin: one throw-away PostgreSQL for the whole run, a data folder for each worker.

pytest loads it before anything else (`-p` in pyproject.toml), because Django's settings read the
environment when pytest-django starts. A `DATABASE_URL` that is already set is used instead.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

INHERITED = "FLOORWALKER_TEST_RUN"
"""Set for the workers of pytest-xdist: the run's master has prepared everything."""


MEMORY = Path("/dev/shm")
MEMORY_BYTES_MIN = 2_000_000_000


def scratch_folder(prefix: str) -> Path:
    """Make a folder for a data folder: in memory if there is plenty, else below /tmp.

    Not one of pytest's own: those are closed to the account that runs PostgreSQL when we are root,
    and too deep for a socket.
    """
    return Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if _memory_will_do() else "/tmp"))


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    stack = ExitStack()
    early_config.add_cleanup(stack.close)
    folder = scratch_folder("floorwalker-tests-")
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    _export(stack, FLOORWALKER_HOME=str(folder))
    if INHERITED in os.environ:  # each worker has its own database in it, and its own folder
        return
    if not os.environ.get("DATABASE_URL"):
        _export(stack, DATABASE_URL=_start(stack))
    _export(stack, **{INHERITED: "yes"})


def _memory_will_do() -> bool:
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return False
    disk = os.statvfs(MEMORY)
    may_run_programs = not disk.f_flag & os.ST_NOEXEC
    return may_run_programs and disk.f_bavail * disk.f_frsize >= MEMORY_BYTES_MIN


def _start(stack: ExitStack) -> str:
    from floorwalker.adapters.postgres_embedded import running_database
    from floorwalker.foundation.data_folder import data_folder

    return stack.enter_context(running_database(data_folder(), durable=False)).url


def _export(stack: ExitStack, **variables: str) -> None:
    """Set environment variables and put the old ones back at the end."""
    for name, value in variables.items():
        before = os.environ.get(name)
        if before is None:
            stack.callback(os.environ.pop, name, None)
        else:
            stack.callback(os.environ.__setitem__, name, before)
        os.environ[name] = value
