"""What every test may use. The database comes from tests/embedded_database.py."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.fixtures import cast, signed_in  # noqa: F401  # fixtures for every test


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder of this test's own, with no database yet.

    Directly below /tmp: pytest's own folders are closed to the account that runs PostgreSQL when we
    are root, and too deep for a socket.
    """
    folder = Path(tempfile.mkdtemp(prefix="floorwalker-home-", dir="/tmp"))
    monkeypatch.setenv("FLOORWALKER_HOME", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield folder
    shutil.rmtree(folder)
