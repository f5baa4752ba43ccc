"""Files of history and of agents, as telephone systems and spreadsheets write them.

Implements `floorwalker.duties.history.ports.HistoryFiles`. Nothing here knows the database.
"""

import hashlib
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from floorwalker.adapters.intake._detect import detect
from floorwalker.adapters.intake._reading import FileReading
from floorwalker.adapters.intake._rejects import spreadsheet_safe
from floorwalker.duties.history.records import Choices, Detection, Progress
from floorwalker.foundation.errors import BadInputError

__all__ = ["FileReading", "IntakeFiles", "detect", "read", "reader", "spreadsheet_safe"]


def read(
    path: Path,
    *,
    detection: Detection,
    progress: Progress | None = None,
    rejects: TextIO | None = None,
    bytes_max: int | None = None,
) -> FileReading:
    """Open a file for one pass, read as `detection` says; rejected rows go to `rejects` as CSV."""
    return FileReading(
        path, detection=detection, progress=progress, rejects=rejects, bytes_max=bytes_max
    )


class IntakeFiles:
    """The adapter that serves the history duty's port."""

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of the file's content."""
        if not path.is_file():
            raise BadInputError(_("there is no such file."), where=str(path))
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def detect(self, path: Path, *, choices: Choices, may_lack_columns: bool = False) -> Detection:
        """Say how the file will be read."""
        return detect(path, choices=choices, may_lack_columns=may_lack_columns)

    def read(
        self,
        path: Path,
        *,
        detection: Detection,
        progress: Progress | None = None,
        rejects: TextIO | None = None,
        bytes_max: int | None = None,
    ) -> FileReading:
        """Open the file for one pass."""
        return read(
            path, detection=detection, progress=progress, rejects=rejects, bytes_max=bytes_max
        )


reader = IntakeFiles()
"""What the settings name for the port `history.reader`."""
