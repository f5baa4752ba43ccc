"""The command line in this process, and the examples of its reference pages."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., tuple[int, str, str]]
"""Takes the words of a command line; gives the exit code, the output and the errors."""

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def json_example(page: str) -> dict[str, Any]:
    """Return the first problem in JSON that a reference page shows."""
    found = re.search(r"```json\n(.*?)```", (REFERENCE / page).read_text("utf-8"), re.DOTALL)
    assert found
    example: dict[str, Any] = json.loads(found[1])
    return example


def changed(problem: dict[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """Return the problem with another value at one place."""
    other: Any = copy.deepcopy(problem)
    part = other
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return dict(other)
