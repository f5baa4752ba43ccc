"""A CSV of somebody else line by line: bounded, with refusals that name the line."""

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from floorwalker.foundation.errors import BadInputError

BYTES_MAX = 64 * 1024 * 1024
LINES_MAX = 500_000
CHARACTERS_MAX = 10_000
CELL_CHARACTERS_MAX = 200
SHOWN_CHARACTERS_MAX = 40
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Line:
    """One line: where it stands, and its cells by column."""

    where: str
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """Return the cell without spaces around it; empty without such a column."""
        return (self.cells.get(column) or "").strip()

    def day(self, column: str) -> date:
        """Return the cell as a day (ISO 8601)."""
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            raise BadInputError(
                _("%(column)s is “%(text)s”; write it as 2026-11-21.")
                % {"column": column, "text": self._shown(column)},
                where=self.where,
            ) from None

    def number(self, column: str, *, at_most: float) -> float:
        """Return the cell as a number from 0; a decimal comma is read too."""
        try:
            value = float(self.text(column).replace(",", "."))
        except ValueError:
            value = math.nan
        if not 0 <= value <= at_most:
            raise BadInputError(
                _("%(column)s is “%(text)s”; write a number from 0 to %(most)d.")
                % {"column": column, "text": self._shown(column), "most": at_most},
                where=self.where,
            )
        return value

    def _shown(self, column: str) -> str:
        return self.text(column)[:SHOWN_CHARACTERS_MAX]


def read_lines(path: Path, *, name: str, required: Sequence[str]) -> Iterator[Line]:
    """Yield the lines of a CSV with a header that has at least the `required` columns.

    `name` is what refusals call the file.

    Raises:
        BadInputError: the file is missing, empty, too large, no text, or lacks a column.
    """
    _check_size(path, name)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            texts = _texts(file, name)
            header = next(texts, "")
            names = _names(header, required=required, name=name)
            reader = csv.reader(texts, delimiter=_delimiter(header), strict=True)
            for cells in reader:
                where = f"{name}:{reader.line_num + 1}"
                if cells:
                    yield Line(where, _by_name(cells, names, where=where))
    except (UnicodeDecodeError, csv.Error):
        raise BadInputError(
            _("this is no CSV file."), where=name, next_step=_("Save it as CSV in UTF-8.")
        ) from None


def _check_size(path: Path, name: str) -> None:
    if not path.is_file():
        raise BadInputError(_("there is no such file."), where=str(path))
    if path.stat().st_size > BYTES_MAX:
        raise BadInputError(
            _("the file has more than %(most)d MB.") % {"most": BYTES_MAX // 1024**2},
            where=name,
            next_step=_("Split it by year."),
        )


def _texts(file: Iterable[str], name: str) -> Iterator[str]:
    for number, text in enumerate(file, start=1):
        if "\0" in text or len(text) > CHARACTERS_MAX:
            raise BadInputError(_("this is no text."), where=f"{name}:{number}")
        if number > LINES_MAX:
            raise BadInputError(
                _("the file has more than %(most)d lines.") % {"most": LINES_MAX},
                where=name,
                next_step=_("Split it by year."),
            )
        yield text


def _names(header: str, *, required: Sequence[str], name: str) -> list[str]:
    names = [
        cell.strip().strip('"').lower().replace(" ", "_")
        for cell in header.strip().split(_delimiter(header))
    ]
    for column in required:
        if names.count(column) != 1:
            raise BadInputError(
                _("the first line does not name the column %(column)s once.") % {"column": column},
                where=name,
                next_step=_("Write the names of the columns there: %(names)s.")
                % {"names": ", ".join(required)},
            )
    return names


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _by_name(cells: Sequence[str], names: Sequence[str], *, where: str) -> dict[str, str]:
    if len(cells) > len(names):
        raise BadInputError(_("this line has more cells than the header."), where=where)
    if any(len(cell) > CELL_CHARACTERS_MAX for cell in cells):
        raise BadInputError(
            _("a cell has more than %(most)d characters.") % {"most": CELL_CHARACTERS_MAX},
            where=where,
        )
    return dict(zip(names, cells, strict=False))
