"""What every test may use. The database comes from tests/embedded_database.py."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation

from tests.browser import chromium, page  # noqa: F401  # fixtures for every test
from tests.builders.fixtures import cast, signed_in  # noqa: F401  # fixtures for every test
from tests.embedded_database import scratch_folder

ANCHORS = "audit-anchors.jsonl"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run write what is committed beside the tests (tests/architecture)."""
    parser.addoption("--write-query-counts", action="store_true")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give all browser tests to one worker of a parallel run (see tests/browser.py)."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """A page asked for in French leaves the next test in English."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def no_anchors_of_another_test() -> None:
    """A worker that a test starts may anchor the audit log of that test (each hour, late too)."""
    Path(os.environ["FLOORWALKER_HOME"], ANCHORS).unlink(missing_ok=True)


@pytest.fixture
def no_jobs_of_another_test(transactional_db: None) -> None:
    """What a test has left in the queue (a mail that is tried again) is not done for this one."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder of this test's own, with no database yet."""
    folder = scratch_folder("floorwalker-home-")
    monkeypatch.setenv("FLOORWALKER_HOME", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield folder
    shutil.rmtree(folder)
