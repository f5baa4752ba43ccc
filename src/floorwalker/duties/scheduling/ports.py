"""What scheduling needs from outside: something that reads files of lost time.

The settings say which adapter serves it (`PORTS["scheduling.lost_time_reader"]`).
"""

from pathlib import Path
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from floorwalker.duties.scheduling.records import LostTimeFile


class LostTimeReader(Protocol):
    """Reads a file of lost time."""

    def __call__(self, path: Path, *, file_name: str) -> LostTimeFile:
        """Return what the file tells; people know it by `file_name`.

        Raises:
            BadInputError: it cannot be used.
        """


def lost_time_reader() -> LostTimeReader:
    """Return the adapter that the settings name."""
    return cast("LostTimeReader", import_string(settings.PORTS["scheduling.lost_time_reader"]))
