"""Start real processes of the product against the test database, wait for facts, end them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

from django.db import connection
from psycopg.conninfo import make_conninfo

Fact = TypeVar("Fact")

REPOSITORY = Path(__file__).parents[2]
LOOK_SECONDS = 0.05


def test_database_url() -> str:
    settings = connection.settings_dict
    options = {k: v for k, v in settings["OPTIONS"].items() if isinstance(v, str | int)}
    return make_conninfo(
        dbname=settings["NAME"],
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        **options,
    )


@contextmanager
def floorwalker_process(
    *arguments: str, log: IO[bytes] | int | None = None, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `floorwalker …` as a process of its own; it is killed at the end.

    `log` takes what it says, on standard output too.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "floorwalker", *arguments],
        stdout=log,
        stderr=None if log is None else subprocess.STDOUT,
        env=os.environ
        | {
            "DATABASE_URL": test_database_url(),
            "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}",
        }
        | environment,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def eventually(fact: Callable[[], Fact | None], *, within_seconds: float = 30.0) -> Fact:
    """Return the first true answer of `fact`; fail when none comes in time."""
    deadline = time.monotonic() + within_seconds
    while time.monotonic() < deadline:
        if answer := fact():
            return answer
        time.sleep(LOOK_SECONDS)  # between looks; the deadline bounds it
    raise AssertionError(f"{fact.__doc__ or fact} did not come true in {within_seconds} s")
