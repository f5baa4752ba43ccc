"""What `floorwalker doctor` finds: one line each, with what to do when something is not right.

An app lets the doctor look at its own things, in `AppConfig.ready`:

    add_check(letters_check)      # a function that yields findings; it reads and never changes

It is called with Django ready, on a database whose schema is up to date.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from floorwalker.foundation.errors import FloorwalkerError


class Grade(StrEnum):
    """How good it is."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how good it is, where, and what to do next."""

    check: str
    grade: Grade
    what: str
    where: str = ""
    next_step: str = ""


Check = Callable[[], Iterable[Finding]]

_checks: list[Check] = []


def add_check(check: Check) -> None:
    """Let the doctor ask this too; the same function is asked once."""
    if check not in _checks:
        _checks.append(check)


def checks_of_apps() -> tuple[Check, ...]:
    """Return what apps have added."""
    return tuple(_checks)


def good(check: str, what: str, *, where: str = "") -> Finding:
    """Return a finding that asks nothing of anybody."""
    return Finding(check, Grade.OK, what, where)


def warning(check: str, what: str, *, where: str = "", next_step: str) -> Finding:
    """Return a finding that should be looked at; Floorwalker works meanwhile."""
    return Finding(check, Grade.WARNING, what, where, next_step)


def wrong(check: str, what: str, *, where: str = "", next_step: str) -> Finding:
    """Return a finding that must be put right."""
    return Finding(check, Grade.WRONG, what, where, next_step)


def refused(check: str, error: FloorwalkerError) -> Finding:
    """Return one of our own errors as a finding."""
    step = error.next_step or "Put it right; the page of settings tells what is allowed."
    return Finding(check, Grade.WRONG, error.what, error.where, step)
