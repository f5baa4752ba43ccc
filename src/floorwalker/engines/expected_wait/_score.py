"""How far predictions were from waits that came, beside what is easy to say."""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.expected_wait._formulas import ql, qla
from floorwalker.engines.expected_wait._states import FloatArray, LiveStates

PEERS = ("constant", "ql", "qla", "last", "head", "last_five")


@dataclass(frozen=True)
class WaitError:
    """The error of one way to tell waits.

    Attributes:
        method: "model", or one of `PEERS`: the mean of the waits before, QL, QLA, the wait of the
            last who was answered (LES), of the head of the line (HOL), the mean of the last five.
        rrmse_ratio: root of the mean squared error ÷ the mean wait.
        mae_seconds: mean absolute error.
    """

    method: str
    rrmse_ratio: float
    mae_seconds: float


@dataclass(frozen=True)
class WaitScore:
    """Errors on waits that nothing was learned from.

    Attributes:
        waits: how many.
        mean_seconds: their mean.
        errors: by method, the model first.
        coverage_ratio: share of the waits within the model's band, which means to hold 0.8; None
            where there was no band.
    """

    waits: int
    mean_seconds: float
    errors: tuple[WaitError, ...]
    coverage_ratio: float | None

    def rrmse_of(self, method: str) -> float:
        """Return the error of a method."""
        return next(error.rrmse_ratio for error in self.errors if error.method == method)


def peers_of(states: LiveStates, *, constant_seconds: float) -> dict[str, FloatArray]:
    """Return what each of `PEERS` says, shape (states,)."""
    return {
        "constant": np.full(states.size, constant_seconds),
        "ql": ql(states),
        "qla": qla(states),
        "last": states.last_seconds,
        "head": states.head_seconds,
        "last_five": states.last_five_seconds,
    }


def score_of(
    said: dict[str, FloatArray], *, wait_seconds: FloatArray, band: FloatArray | None
) -> WaitScore:
    """Compare what each method said with the waits that came.

    Args:
        said: by method, shape (waits,).
        wait_seconds: above 0, same shape.
        band: the quantiles that were told, shape (waits, levels).
    """
    covered = None
    if band is not None:
        within = (band[:, 0] <= wait_seconds) & (wait_seconds <= band[:, -1])
        covered = float(within.mean())
    return WaitScore(
        waits=int(wait_seconds.size),
        mean_seconds=float(wait_seconds.mean()),
        errors=tuple(
            _error(method, seconds, came=wait_seconds) for method, seconds in said.items()
        ),
        coverage_ratio=covered,
    )


def _error(method: str, said: FloatArray, *, came: FloatArray) -> WaitError:
    off = said - came
    rrmse = float(np.sqrt(np.mean(off**2)) / came.mean())
    return WaitError(method, rrmse, float(np.abs(off).mean()))
