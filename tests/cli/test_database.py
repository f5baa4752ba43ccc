"""The database for the length of one command."""

import os
import subprocess
import sys

import pytest

from floorwalker.cli import serve

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


def test_a_file_may_name_the_database_of_a_command(tmp_path):
    url = os.environ["DATABASE_URL"]
    file = tmp_path / "database-url"
    file.write_text(f"{url}\n")
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = "from floorwalker.cli._database import database\nwith database() as url: print(url)"
    done = subprocess.run(
        [sys.executable, "-c", told],
        env=without | {"DATABASE_URL_FILE": str(file)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == url


def test_a_file_may_name_the_database_of_serve(tmp_path, monkeypatch):
    file = tmp_path / "database-url"
    file.write_text("postgresql://elsewhere/centre\n")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))
    with serve._database(tmp_path) as (url, ours):
        assert (url, ours) == ("postgresql://elsewhere/centre", None)
