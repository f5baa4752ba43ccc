"""Other people's forecasting libraries, where they are installed: none of them is required.

Each offers a method as the engine's own (`floorwalker.engines.forecast.Method`). Looking whether a
library is there does not import it; that happens in the first forecast asked of it.
"""

import logging
from functools import partial
from importlib.util import find_spec

import numpy as np

from floorwalker.adapters.forecast_peers._methods import (
    mlforecast_lightgbm,
    prophet,
    statsforecast_autoets,
    statsforecast_mstl,
)
from floorwalker.adapters.forecast_peers._open_series import FloatArray
from floorwalker.engines.forecast import History, Method

PEERS: dict[str, tuple[tuple[str, ...], Method]] = {
    "statsforecast_autoets": (("statsforecast",), statsforecast_autoets),
    "statsforecast_mstl": (("statsforecast",), statsforecast_mstl),
    "prophet": (("prophet",), prophet),
    "mlforecast_lightgbm": (("mlforecast", "lightgbm"), mlforecast_lightgbm),
}
"""Name → what it needs installed, and the method itself."""

_log = logging.getLogger(__name__)


def installed_methods() -> dict[str, Method]:
    """Return the methods whose libraries are installed; a failure of theirs is nobody else's."""
    return {
        name: partial(_answer_or_nothing, name=name, method=method)
        for name, (libraries, method) in PEERS.items()
        if all(find_spec(library) is not None for library in libraries)
    }


def _answer_or_nothing(
    history: History, horizon_days: int, *, name: str, method: Method
) -> FloatArray:
    """Return the library's forecast, or that it has nothing to say."""
    try:
        return method(history, horizon_days)
    except Exception as error:  # noqa: BLE001 - theirs may fail in any way; ours must be made
        _log.warning("%s cannot forecast this history: %s", name, type(error).__name__)
        return np.full((horizon_days, history.slots), np.nan)
