"""Rows that cannot be used: counted by reason, the first ones kept, all of them written as CSV.

A rejects file is opened in a spreadsheet by someone who did not write its content, so a cell that
a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV injection").
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from floorwalker.duties.history.records import RejectedRow

KEPT_REJECTS = 100
WRITTEN_REJECTS_MAX = 200_000
CELL_CHARACTERS_MAX = 500

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?\Z")


class RowError(Exception):
    """One row cannot be used: a reason code and a sentence's worth of detail.

    Values fill the places of the detail: `RowError("bad_time", gettext("%(cell)s is no date"),
    cell=repr(text))`.
    """

    def __init__(self, reason: str, detail: str = "", **values: object) -> None:
        self.reason = reason
        self.detail = detail % values if values else detail
        super().__init__(reason)


class SetAside(Exception):  # noqa: N818 - not an error: the row is right, but no history of a queue
    """One row is right but is not history of a queue."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class RejectLog:
    """Counts rejected rows by reason, keeps the first, writes all of them to a stream."""

    def __init__(self, stream: TextIO | None, *, header: Sequence[str]) -> None:
        self.counts: Counter[str] = Counter()
        self.first: list[RejectedRow] = []
        self._writer = csv.writer(stream) if stream is not None else None
        if self._writer:
            self._writer.writerow(
                ["line", "reason", "detail", *(spreadsheet_safe(h) for h in header)]
            )

    def add(self, error: RowError, *, line: int, cells: Sequence[str]) -> None:
        """Record one rejected row."""
        self.counts[error.reason] += 1
        if self._writer and self.counts.total() <= WRITTEN_REJECTS_MAX:
            safe = [spreadsheet_safe(cell[:CELL_CHARACTERS_MAX]) for cell in cells]
            detail = spreadsheet_safe(error.detail[:CELL_CHARACTERS_MAX])
            self._writer.writerow([line, error.reason, detail, *safe])
        if len(self.first) < KEPT_REJECTS:
            kept = tuple(cell[:CELL_CHARACTERS_MAX] for cell in cells[:50])
            self.first.append(
                RejectedRow(line=line, reason=error.reason, detail=error.detail, cells=kept)
            )


def spreadsheet_safe(cell: str) -> str:
    """Return the cell so that a spreadsheet shows it instead of running it."""
    if cell.startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.match(cell):
        return "'" + cell
    return cell
