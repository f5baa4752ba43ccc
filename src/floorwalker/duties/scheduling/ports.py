"""What scheduling needs from outside: further methods of forecasting, where there are any.

The settings say which adapter serves it (`PORTS["scheduling.forecast_methods"]`): a function that
takes nothing and returns methods by name (40 characters at most), as the engine has its own.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.utils.module_loading import import_string

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
