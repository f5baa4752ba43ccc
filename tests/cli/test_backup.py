"""`floorwalker backup` and `restore` on the real schema."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.whole_databases import contents, empty_database

pytestmark = pytest.mark.processes


@pytest.fixture
def source() -> Iterator[str]:
    yield from empty_database()


@pytest.fixture
def target() -> Iterator[str]:
    yield from empty_database()


def _run(url: str, module: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "floorwalker.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_whole_program_comes_back_from_its_backup(source: str, target: str, tmp_path: Path):
    file = str(tmp_path / "centre.backup")
    migrated = _run(source, "django", "migrate", "--no-input", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    with psycopg.connect(source) as connection:
        connection.execute(
            "INSERT INTO django_session VALUES ('clé', repeat('é\t\\\n', 9999), now())"
        )

    assert _run(source, "floorwalker", "backup", file).returncode == 0
    restored = _run(target, "floorwalker", "restore", file)
    assert restored.returncode == 0, restored.stderr

    assert contents(target) == contents(source)
    assert len(contents(target)) > 20
    unapplied = _run(target, "django", "migrate", "--check", "--no-input")
    assert unapplied.returncode == 0, unapplied.stdout
