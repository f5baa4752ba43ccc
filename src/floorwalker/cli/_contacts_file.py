"""Contacts recorded one by one, for the verbs that need no database."""

from pathlib import Path
from typing import TYPE_CHECKING

from floorwalker.foundation.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from floorwalker.duties.history.records import ContactRow


def contacts_of(file: Path, *, zone_name: str, needed_for: str) -> "Iterator[ContactRow]":
    """Yield the contacts of a file in any layout that `import` knows; `needed_for`, "waits show".

    Raises:
        BadInputError: the file cannot be used, or is not of single contacts.
    """
    from floorwalker.adapters.intake import detect, read
    from floorwalker.duties.history.records import Choices, FileKind

    detection = detect(file, choices=Choices(zone_name=zone_name))
    if detection.kind is not FileKind.CONTACTS:
        raise BadInputError(
            f"these are {detection.kind.value}; {needed_for} in single contacts only.",
            where=file.name,
            next_step="Export one row for each call, with its wait and its outcome.",
        )
    for chunk in read(file, detection=detection).chunks():
        yield from chunk.contacts
