"""Every schema that people may have: a landed step or a release, as frozen by `freeze.py`.

`NAME.json` names the last migration of each app, `NAME.sql` holds rows of every table. They are
never edited: a database out there does not change either.
"""

import json
from pathlib import Path

FOLDER = Path(__file__).parent
STATES = tuple(sorted(file.stem for file in FOLDER.glob("*.json")))

TABLES_GONE: dict[str, str] = {}
"""Table → why a later migration removed it with what it held."""

COLUMNS_CHANGED: dict[str, str] = {}
"""`table.column` → why a later migration gave existing rows another value there."""


def migrations_of(state: str) -> dict[str, str]:
    """Return the last migration of each app in this state."""
    found: dict[str, str] = json.loads((FOLDER / f"{state}.json").read_text())
    return found


def rows_of(state: str) -> str:
    """Return the statements that fill a database of this state."""
    return (FOLDER / f"{state}.sql").read_text()
