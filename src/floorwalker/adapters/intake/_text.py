"""Text files from strangers: find the encoding and the delimiter, read lines in bounded memory.

One line is one record: a stray quote costs one line, not the rest of the file. A line longer
than `LINE_CHARACTERS_MAX` is reported and skipped without ever being held.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from floorwalker.adapters.intake._rejects import RowError
from floorwalker.duties.history.records import Progress
from floorwalker.foundation.errors import BadInputError

BLOCK_BYTES = 1 << 20
LINE_CHARACTERS_MAX = 100_000
HEAD_BYTES = 256 * 1024
SPOT_BYTES = 32 * 1024
SPOTS = 12
DELIMITERS = (",", ";", "\t", "|")

_DOCUMENTS = {
    "<!doctype": gettext_lazy("a web page"),
    "<html": gettext_lazy("a web page"),
    "<?xml": gettext_lazy("an XML document"),
    "%pdf-": gettext_lazy("a PDF document"),
}
_FALLBACK = "floorwalker.cp1252"


@dataclass(frozen=True)
class Sample:
    """Lines from the start and from spots all over a file; the first one is the header."""

    encoding: str
    header_line: str
    lines: tuple[str, ...]


def sample(path: Path) -> Sample:
    """Read the head of the file and some spots along it.

    Raises:
        BadInputError: the file is missing, empty, not text, or its first line never ends.
    """
    size_bytes = _size(path)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        encoding = _encoding(head, name=path.name)
        text = _decode(head, encoding)
        _refuse_documents(text, name=path.name)
        head_lines = _whole_lines(text, at_end=size_bytes <= HEAD_BYTES)
        if not head_lines or len(head_lines[0]) > LINE_CHARACTERS_MAX:
            raise BadInputError(
                _("the first line has more than %(most)s characters.")
                % {"most": number_format(LINE_CHARACTERS_MAX, force_grouping=True)},
                where=path.name,
                next_step=_("A history file has a header line and then one row per line."),
            )
        lines = [line for line in head_lines if line.strip()]
        for spot in range(1, SPOTS + 1):
            offset = (size_bytes - SPOT_BYTES) * spot // SPOTS // 4 * 4
            if offset <= HEAD_BYTES:
                continue
            file.seek(offset)
            block = _decode(file.read(SPOT_BYTES), encoding)
            lines += [line for line in _whole_lines(block, at_end=False)[1:] if line.strip()]
    if not lines:
        raise BadInputError(_("the file is empty."), where=path.name)
    return Sample(encoding=encoding, header_line=lines[0], lines=tuple(lines[1:]))


def delimiter_of(sampled: Sample) -> str:
    """Return the delimiter that cuts the header into most cells and the rows into as many."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        width = len(split_line(sampled.header_line, delimiter=delimiter))
        rows = sampled.lines[:500]
        alike = sum(_width(row, delimiter=delimiter) == width for row in rows)
        score = (alike / len(rows) if rows and width > 1 else 0.0, width)
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def split_line(line: str, *, delimiter: str) -> list[str]:
    """Cut one line into stripped cells.

    Raises:
        RowError: a quote is opened and not closed.
    """
    if '"' not in line:
        return [cell.strip() for cell in line.split(delimiter)]
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        raise RowError("open_quote", _("a quotation mark is not closed on its line")) from None
    return [cell.strip() for cell in cells]


def numbered_lines(
    path: Path, *, encoding: str, progress: Progress | None, bytes_max: int | None = None
) -> Iterator[tuple[int, str | None]]:
    """Yield (line number, text) of every line; the text is `None` for a line that is too long."""
    size_bytes = path.stat().st_size
    done, number, rest, skipping = 0, 0, "", False
    decoder = codecs.getincrementaldecoder(_codec(encoding))(errors=_errors(encoding))
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            done += len(block)
            *whole, rest = (rest + decoder.decode(block)).split("\n")
            for line in whole:
                number += 1
                yield (
                    number,
                    None if skipping or len(line) > LINE_CHARACTERS_MAX else line.rstrip("\r"),
                )
                skipping = False
            if len(rest) > LINE_CHARACTERS_MAX:
                rest, skipping = "", True
            if progress:
                progress(done, size_bytes)
            if bytes_max is not None and done >= bytes_max:
                return
        rest += decoder.decode(b"", final=True)
        if rest or skipping:
            yield number + 1, None if skipping else rest.rstrip("\r")


def _refuse_documents(text: str, *, name: str) -> None:
    """Refuse a page or a document that a telephone system gave out under the name of a table."""
    start = text.lstrip("\ufeff \r\n\t")[:20].lower()
    for mark, what in _DOCUMENTS.items():
        if start.startswith(mark):
            raise BadInputError(
                _("this is %(what)s, whatever its name says.") % {"what": what},
                where=name,
                next_step=_("Export the report as CSV or XLSX and choose that file."),
            )


def _size(path: Path) -> int:
    if not path.is_file():
        raise BadInputError(_("there is no such file."), where=str(path))
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise BadInputError(_("the file is empty."), where=path.name)
    return size_bytes


def _encoding(head: bytes, *, name: str) -> str:
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(bom):
            return encoding
    if b"\0" in head:
        return _utf_16_without_mark(head, name=name)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if controls > len(head) // 100:
        raise _not_text(name)
    return "utf-8"


def _utf_16_without_mark(head: bytes, *, name: str) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    raise _not_text(name)


def _not_text(name: str) -> BadInputError:
    return BadInputError(
        _("this is not a text file."),
        where=name,
        next_step=_("Save it as CSV (UTF-8), or agents as XLSX."),
    )


def _decode(data: bytes, encoding: str) -> str:
    if encoding == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        even, odd = data[0::2].count(0), data[1::2].count(0)
        encoding = "utf-16-le" if odd >= even else "utf-16-be"
    return codecs.getincrementaldecoder(_codec(encoding))(errors=_errors(encoding)).decode(data)


def _codec(encoding: str) -> str:
    return encoding


def _errors(encoding: str) -> str:
    return _FALLBACK if encoding.startswith("utf-8") else "replace"


def _whole_lines(text: str, *, at_end: bool) -> list[str]:
    lines = text.split("\n")
    if not at_end:
        lines = lines[:-1] or ([text] if len(text) > LINE_CHARACTERS_MAX else [])
    return [line.rstrip("\r") for line in lines]


def _width(line: str, *, delimiter: str) -> int:
    try:
        return len(split_line(line, delimiter=delimiter))
    except RowError:
        return 0


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8 as Windows-1252: files glued from two systems exist."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(_FALLBACK, _as_cp1252)
