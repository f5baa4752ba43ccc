"""Read a small CSV row by row, with errors that name the line."""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from floorwalker.foundation.errors import BadInputError

MAX_BYTES = 512 * 1024 * 1024
MAX_LINE_CHARACTERS = 100_000
MAX_SHOWN_CHARACTERS = 120  # of somebody else's header, in an error
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Row:
    """One line of the file: its number and its cells by column name."""

    where: str
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """Return the cell, stripped; empty when the column is absent."""
        return (self.cells.get(column) or "").strip()

    def number(self, column: str, *, at_least: float = 0.0) -> float:
        """Return the cell as a finite number not below `at_least`."""
        value = self._parsed_number(column)
        if not math.isfinite(value) or value < at_least:
            raise BadInputError(
                f"{column} is {self.text(column)!r}; it must be a number, {at_least:g} or more.",
                where=self.where,
            )
        return value

    def moment(self, column: str) -> datetime:
        """Return the cell as a date and time (ISO 8601, with or without an offset)."""
        try:
            return datetime.fromisoformat(self.text(column))
        except ValueError:
            raise BadInputError(
                f"{column} is {self.text(column)!r}; write it as 2026-11-21 08:30.",
                where=self.where,
            ) from None

    def _parsed_number(self, column: str) -> float:
        try:
            return float(self.text(column))
        except ValueError:
            return math.nan


def read_rows(path: Path, *, required: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a CSV file that has at least the `required` columns.

    Raises:
        BadInputError: the file is missing, empty, too large, not text, or lacks a column.
    """
    _check_size(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = _lines(file, path)
            header = next(lines, "")
            names = _column_names(header)
            _check_header(names, required=required, path=path)
            reader = csv.DictReader(lines, fieldnames=names, delimiter=_delimiter(header))
            for cells in reader:
                where = f"{path.name}, line {reader.line_num + 1}"
                if None in cells:
                    raise BadInputError("this line has more cells than the header.", where=where)
                yield Row(where=where, cells=cells)
    except UnicodeDecodeError:
        raise BadInputError(
            "this is not a text file.", where=path.name, next_step="Save it as CSV in UTF-8."
        ) from None
    except csv.Error as error:
        raise BadInputError(f"this is not a CSV file ({error}).", where=path.name) from None


def _check_size(path: Path) -> None:
    if not path.is_file():
        raise BadInputError("there is no such file.", where=str(path))
    size = path.stat().st_size
    if size == 0:
        raise BadInputError("the file is empty.", where=path.name)
    if size > MAX_BYTES:
        raise BadInputError(
            f"the file has {size / 1e6:,.0f} MB; at most {MAX_BYTES / 1e6:,.0f} can be read here.",
            where=path.name,
            next_step="Load it with `floorwalker import` instead.",
        )


def _lines(file: Iterator[str], path: Path) -> Iterator[str]:
    for number, line in enumerate(file, start=1):
        if "\0" in line or len(line) > MAX_LINE_CHARACTERS:
            raise BadInputError("this is not a text file.", where=f"{path.name}, line {number}")
        yield line


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _column_names(header: str) -> list[str]:
    cells = next(csv.reader([header], delimiter=_delimiter(header)), [])
    return [cell.strip().lower() for cell in cells]


def _check_header(names: Sequence[str], *, required: Sequence[str], path: Path) -> None:
    missing = [column for column in required if column not in names]
    if missing:
        raise BadInputError(
            f"column {', '.join(missing)} is missing; found {_shortened(names)}.",
            where=f"{path.name}, line 1",
            next_step=f"The header must hold {', '.join(required)}.",
        )
    for name in names:
        if name and names.count(name) > 1:
            raise BadInputError(
                f"two columns are called {_shortened([name])}.",
                where=f"{path.name}, line 1",
                next_step="Rename one of them.",
            )


def _shortened(names: Sequence[str]) -> str:
    found = "".join(c for c in ", ".join(names) if c.isprintable()) or "none"
    return (found[:MAX_SHOWN_CHARACTERS] + " …") if len(found) > MAX_SHOWN_CHARACTERS else found
