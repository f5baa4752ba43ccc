"""A pytest plugin: one throw-away data folder and PostgreSQL for the whole run and all its workers.

pytest loads it before anything else (`-p` in pyproject.toml), because Django's settings read the
environment when pytest-django starts. A `DATABASE_URL` that is already set is used instead. The
folder is directly below /tmp: pytest's own folders are closed to the account that runs PostgreSQL
when we are root.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

INHERITED = "FLOORWALKER_TEST_RUN"
"""Set for the workers of pytest-xdist: the run's master has prepared everything."""


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if INHERITED in os.environ:
        return
    stack = ExitStack()
    early_config.add_cleanup(stack.close)
    folder = Path(tempfile.mkdtemp(prefix="floorwalker-tests-", dir="/tmp"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    _export(stack, FLOORWALKER_HOME=str(folder))
    if not os.environ.get("DATABASE_URL"):
        _export(stack, DATABASE_URL=_start(stack))
    _export(stack, **{INHERITED: "yes"})


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
