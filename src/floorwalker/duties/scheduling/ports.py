"""What scheduling needs from outside: readers of lost time, and further methods of forecasting.

The settings say which adapter serves it. `PORTS["scheduling.lost_time_reader"]` is a
`LostTimeReader`; `PORTS["scheduling.forecast_methods"]` a function that takes nothing and returns
methods by name (40 characters at most), as the engine has its own.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from floorwalker.duties.scheduling.records import LostTimeFile

if TYPE_CHECKING:  # the engine is heavy; web processes need its names only
    from floorwalker.engines.forecast import Method


def forecast_methods() -> "dict[str, Method]":
    """Return every method that a forecast can be made with: the engine's, and further ones."""
    from floorwalker.engines.forecast import METHODS

    further = cast(
        "Callable[[], dict[str, Method]]",
        import_string(settings.PORTS["scheduling.forecast_methods"]),
    )
    return {**METHODS, **further()}


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
