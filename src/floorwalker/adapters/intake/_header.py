"""Which column is which field, and so what a file is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from floorwalker.adapters.intake._words import FIELD_WORDS
from floorwalker.duties.history.fields import FIELDS, PER_CONTACT
from floorwalker.duties.history.records import FileKind, Layout
from floorwalker.foundation.errors import BadInputError

_WHOLE_MOMENT_WORDS = (
    "timestamp", "datetime", "date time", "date heure", "date et heure", "horodatage", "ds",
)  # fmt: skip
_BANK_HEADER = ("vru+line", "call_id", "customer_id", "priority", "type", "date", "vru_entry")
_PER_PERSON = ("team", "skills", "languages", "contract_hours", "contract_hours_max")


def layout_of(header: Sequence[str]) -> Layout:
    """Recognise the Technion Anonymous Bank by its header."""
    if tuple(name.lower() for name in header[: len(_BANK_HEADER)]) == _BANK_HEADER:
        return Layout.ANONYMOUS_BANK
    return Layout.PLAIN


def kind_of(header: Sequence[str], *, chosen: Mapping[str, str]) -> FileKind | None:
    """Tell from its columns what one row of the file is; `None` when they do not tell."""
    found = {field for field, column in chosen.items() if column} | _all_matches(header)
    if "email" in found and found & set(_PER_PERSON) and "offered" not in found:
        return FileKind.AGENTS
    has_moment = bool({"time", "date"} & found)
    if has_moment and "offered" in found:
        return FileKind.INTERVALS
    if has_moment and found & set(PER_CONTACT):
        return FileKind.CONTACTS
    if {"name", "email", "last_name"} & found and not has_moment:
        return FileKind.AGENTS
    return None


def columns_of(
    header: Sequence[str], *, kind: FileKind, chosen: Mapping[str, str], name: str
) -> dict[str, str]:
    """Map each field of this kind to its column: first what a person chose, then by header words.

    A field for which a person chose the empty column stays without one.

    Raises:
        BadInputError: a chosen field or column does not exist.
    """
    _check(chosen, header=header, kind=kind, name=name)
    columns = {field: column for field, column in chosen.items() if column}
    by_hand = frozenset(columns)
    taken = set(columns.values())
    for field in FIELDS[kind]:
        if field in chosen:
            continue
        words = FIELD_WORDS[field]
        matches = [c for c in header if c not in taken and words_of(c) in words]
        if matches:
            columns[field] = min(matches, key=lambda column: words.index(words_of(column)))
            taken.add(columns[field])
    return _with_clock(columns, kind=kind, by_hand=by_hand)


def words_of(column: str) -> str:
    """Return a header cell as plain lower-case words: no accents, marks or units in brackets."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", column)
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return re.sub(r"[^a-z0-9]+", " ", spaced.lower()).strip()


def _all_matches(header: Sequence[str]) -> set[str]:
    present = {words_of(column) for column in header}
    return {field for field, words in FIELD_WORDS.items() if present.intersection(words)}


def _check(chosen: Mapping[str, str], *, header: Sequence[str], kind: FileKind, name: str) -> None:
    for field, column in chosen.items():
        if field not in FIELDS[kind]:
            raise BadInputError(
                _("%(field)s is not a field of %(kind)s.")
                % {"field": repr(field), "kind": kind.value},
                where=name,
                next_step=_("Fields are: %(names)s.") % {"names": ", ".join(FIELDS[kind])},
            )
        if column and column not in header:
            raise BadInputError(
                _("there is no column %(column)s.") % {"column": repr(column)},
                where=name,
                next_step=_("Columns are: %(names)s.") % {"names": ", ".join(header)},
            )


def _with_clock(
    columns: dict[str, str], *, kind: FileKind, by_hand: frozenset[str]
) -> dict[str, str]:
    """Keep one way to tell the moment: one column that holds all of it, or a date and its clock."""
    if kind is FileKind.AGENTS or "date" not in columns:
        return columns
    time = columns.get("time", "")
    whole = "time" in by_hand or words_of(time) in _WHOLE_MOMENT_WORDS
    if whole and not {"date", "clock"} & by_hand:
        del columns["date"]
        columns.pop("clock", None)
    elif time:
        columns.setdefault("clock", time)
        del columns["time"]
    elif "clock" not in columns:
        columns["time"] = columns.pop("date")
    return columns
