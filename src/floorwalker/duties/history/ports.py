"""What the history duty needs from outside: something that reads files.

The composition root says which adapter serves it (`FLOORWALKER_HISTORY_FILES` in the settings).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TextIO

from floorwalker.duties.history.records import (
    Choices,
    Chunk,
    Detection,
    Progress,
    QualityReport,
)


class Reading(Protocol):
    """One pass over one file."""

    def chunks(self) -> Iterator[Chunk]:
        """Yield the good rows, a bounded number at a time.

        Raises:
            BadInputError: the file as a whole cannot be used.
        """

    def report(self) -> QualityReport:
        """Return what was found so far; final once `chunks` is exhausted."""


class HistoryFiles(Protocol):
    """Finds out how a file is to be read, and reads it."""

    def detect(self, path: Path, *, choices: Choices) -> Detection:
        """Say how the file will be read.

        Raises:
            BadInputError: it is empty, binary, too odd, or lacks columns.
        """

    def read(
        self,
        path: Path,
        *,
        detection: Detection,
        progress: Progress | None = None,
        rejects: TextIO | None = None,
        bytes_max: int | None = None,
    ) -> Reading:
        """Open the file for one pass; rejected rows are written to `rejects` as CSV."""
