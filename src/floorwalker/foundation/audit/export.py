"""The audit log as a CSV file that no spreadsheet takes for formulas."""

import csv
from collections.abc import Iterable, Iterator

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "\ufeff"
"""Spreadsheets read UTF-8 only behind it."""


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def csv_lines(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Return the lines of the file one by one."""
    writer = csv.writer(_Echo())
    yield _MARK
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: str) -> str:
    """Return the cell with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell
