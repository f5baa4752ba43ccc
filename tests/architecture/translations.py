"""The visible strings and their French; `python -m tests.architecture.translations` updates it.

Needs no GNU gettext: Babel reads Python, and templates once Django has rewritten them as calls.
docs/dev/translate.md tells how to translate.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from tests.architecture.repository import PACKAGE, sources, templates

PO = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")

_KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}


def extracted() -> Catalog:
    """Return every string that the sources and templates mark, with the files it stands in."""
    catalogue = Catalog()
    for file in (*sources(), *templates()):
        place = file.relative_to(PACKAGE).as_posix()
        for _line, message, comments, context in extract(
            "python",
            io.BytesIO(_as_python(file).encode()),
            keywords=_KEYWORDS,
            comment_tags=("Translators:",),
        ):
            catalogue.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


def translated() -> Catalog:
    """Return the French that is committed."""
    with PO.open("rb") as file:
        return read_po(file, locale="fr", abort_invalid=True)


def compiled(catalogue: Catalog) -> bytes:
    """Return what Django reads."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def update() -> Iterator[str]:
    """Rewrite the two files; yield what is left to translate."""
    catalogue = translated()
    catalogue.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with PO.open("wb") as file:
        write_po(file, catalogue, width=100, include_lineno=False, sort_by_file=True)
    MO.write_bytes(compiled(catalogue))
    for message in catalogue:
        if message.id and not is_complete(message):
            yield str(message.id)


def is_complete(message: Message) -> bool:
    """Tell whether every form of a message is there in French and looked at by a person."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and not message.fuzzy


def _as_python(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return text
    from django.utils.translation.template import templatize

    calls = templatize(text, origin=str(file))
    return "\n".join(line.lstrip() for line in calls.splitlines())


if __name__ == "__main__":
    from django.conf import settings

    settings.configure()
    missing = list(update())
    told = ["Not translated yet:", *missing] if missing else ["All is translated."]
    sys.stdout.write("\n".join(told) + "\n")
