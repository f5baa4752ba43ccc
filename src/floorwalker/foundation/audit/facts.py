"""Which facts of an audit record are personal: the app whose things they are about declares it.

    declare_facts("accounts.User", plain={"role", "is_active"}, personal={"email"})

A personal fact enters the chain as a salted hash and stands beside it, where it can be erased. What
somebody typed (a note, a file's name, an error) is personal too: it may name anyone. A fact that
nobody declared is taken as personal and warned of; the tests take the warning as an error.
"""

import warnings
from collections.abc import Collection, Iterable

_plain: dict[str, frozenset[str]] = {}
_personal: dict[str, frozenset[str]] = {}


class UndeclaredFactWarning(UserWarning):
    """A fact is recorded that nobody has declared as plain or personal."""


def declare_facts(
    subject_type: str, *, plain: Collection[str] = (), personal: Collection[str] = ()
) -> None:
    """Say what records about things of a type hold.

    Raises:
        ValueError: a fact is both plain and personal.
    """
    known_plain = _plain.get(subject_type, frozenset()) | frozenset(plain)
    known_personal = _personal.get(subject_type, frozenset()) | frozenset(personal)
    if both := known_plain & known_personal:
        raise ValueError(f"Facts of {subject_type} are both plain and personal: {sorted(both)}")
    _plain[subject_type], _personal[subject_type] = known_plain, known_personal


def declared_facts(subject_type: str) -> frozenset[str]:
    """Return the names of all facts declared for a type."""
    plain = _plain.get(subject_type, frozenset())
    return plain | _personal.get(subject_type, frozenset())


def declared_types() -> frozenset[str]:
    """Return the types of things whose facts are declared."""
    return frozenset(_plain)


def personal_among(subject_type: str, names: Iterable[str]) -> frozenset[str]:
    """Return those of the names that are personal."""
    asked = frozenset(names)
    if undeclared := asked - declared_facts(subject_type):
        warnings.warn(
            f"Facts of {subject_type} are not declared (foundation/audit/facts.py) and are kept"
            f" as personal: {', '.join(sorted(undeclared))}.",
            UndeclaredFactWarning,
            stacklevel=3,
        )
    return asked - _plain.get(subject_type, frozenset())
