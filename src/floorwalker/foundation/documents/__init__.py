"""Documents for paper: tagged PDF, made by Typst from a template and data.

A template (`.typ`) reads its data as JSON. What people typed is data and stays text: nothing of
it is ever read as markup. `frame.typ` beside this file gives every document its page, its header
(site) and its footer (when it was made, page x of y).

The letters are those that come with Typst. A name in another script takes a font of this machine;
where no font has it, its letters stay empty boxes and the file is tagged, but no longer PDF/UA-1.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import cast

from django.http import HttpResponse
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, gettext

PACKAGE = Path(__file__).resolve().parents[2]
MEDIA_TYPE = "application/pdf"
NO_LETTER = "could not be displayed"
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Document:
    """A finished file."""

    file_name: str
    pdf: bytes


def make_document(
    template: str,
    *,
    file_name: str,
    site: str,
    title: str,
    data: Mapping[str, object],
    at: datetime,
) -> Document:
    """Make a document in the reader's language.

    Args:
        template: Its path below the package, such as `duties/scheduling/…/my_week.typ`.
        file_name: What the file is called when it is kept.
        site: The name of the site, for the header.
        title: The title of the document.
        data: What the template asks for, ready to be shown.
        at: When it is made, on the site's clock.
    """
    told = {**data, "frame": _frame(site, title, at)}
    inputs = {"data": json.dumps(_shown(told))}
    return Document(file_name, _compiled(PACKAGE / template, inputs, at=at))


def as_answer(document: Document) -> HttpResponse:
    """Return what a browser shows, and keeps under the document's name."""
    name = f'inline; filename="{document.file_name}"'
    return HttpResponse(
        document.pdf, content_type=MEDIA_TYPE, headers={"Content-Disposition": name}
    )


def _frame(site: str, title: str, at: datetime) -> dict[str, str]:
    moment = {"day": date_format(at, "DATE_FORMAT"), "time": time_format(at, "TIME_FORMAT")}
    return {
        "language": (get_language() or "en")[:2],
        "site": site,
        "title": title,
        "made": gettext("Made on %(day)s at %(time)s") % moment,
        "page": gettext("Page {page} of {pages}"),
    }


def _compiled(template: Path, inputs: dict[str, str], *, at: datetime) -> bytes:
    import typst

    for system_fonts in (False, True):
        try:
            return _compile(template, inputs, at, system_fonts=system_fonts, accessible=True)
        except typst.TypstError as error:
            if NO_LETTER not in str(error):
                raise
    return _compile(template, inputs, at, system_fonts=True, accessible=False)


def _compile(
    template: Path,
    inputs: dict[str, str],
    at: datetime,
    *,
    system_fonts: bool,
    accessible: bool,
) -> bytes:
    import typst

    compiler = typst.Compiler(
        template, root=PACKAGE, ignore_system_fonts=not system_fonts, sys_inputs=inputs
    )
    whole = at.replace(microsecond=0)  # Typst takes whole seconds at a fixed offset
    moment = whole.astimezone(timezone(whole.utcoffset() or timedelta(0)))
    made = compiler.compile(
        format="pdf", pdf_standards="ua-1" if accessible else None, timestamp=moment
    )
    return cast("bytes", made)  # one file: a list would be pictures


def _shown(value: object) -> object:
    """Return the data without characters that are no letters: controls, changes of direction."""
    match value:
        case str():
            return "".join(" " if _is_no_letter(character) else character for character in value)
        case Mapping():
            return {key: _shown(part) for key, part in value.items()}
        case list() | tuple():
            return [_shown(part) for part in value]
        case _:
            return value


def _is_no_letter(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in BIDI_CONTROLS
