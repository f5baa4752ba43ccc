"""What the history duty needs from outside: something that reads files.

The settings say which adapter serves it (`PORTS["history.reader"]`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TextIO, cast

from django.conf import settings
from django.utils.module_loading import import_string

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

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of the file's content.

        Raises:
            BadInputError: there is no such file.
        """

    def detect(self, path: Path, *, choices: Choices, may_lack_columns: bool = False) -> Detection:
        """Say how the file will be read.

        With `may_lack_columns` as far as can be told, so that a person may choose the columns.

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


def history_files() -> HistoryFiles:
    """Return the adapter that the settings name."""
    return cast("HistoryFiles", import_string(settings.PORTS["history.reader"]))
