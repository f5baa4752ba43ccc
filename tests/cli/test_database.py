"""The database for the length of one command."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes

COUNT = """
from floorwalker.cli._database import database
with database() as url:
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        print(url, cursor.fetchone()[0])
"""


def _count(environment: dict[str, str]) -> tuple[str, int]:
    done = subprocess.run(
        [sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, check=True
    )
    url, count = done.stdout.split()
    return url, int(count)


def test_a_command_on_a_new_folder_finds_a_database_with_the_newest_schema(home):
    url, count = _count(dict(os.environ))
    assert str(home) in url
    assert count > 20
    assert not list((home / "run").iterdir())  # the server has stopped with the command
