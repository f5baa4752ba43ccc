"""A band around an expected wait: quantiles that depend on how long a wait is expected.

Waits of the past are put in order of what was expected of them and cut into groups of equal size;
each group gives a knot of the band: the mean that was expected, and the quantiles of what came.
Between knots the band runs straight, beyond them in proportion.
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.expected_wait._states import FloatArray

BAND_LEVELS = (0.1, 0.5, 0.9)
GROUPS_MAX = 8
GROUP_WAITS_LEAST = 60  # fewer say little about a tenth


@dataclass(frozen=True)
class Band:
    """Quantiles of the wait by what is expected.

    Attributes:
        expected_seconds: of each knot, ascending.
        quantile_seconds: of each knot, at `BAND_LEVELS`.
    """

    expected_seconds: tuple[float, ...]
    quantile_seconds: tuple[tuple[float, ...], ...]

    def around(self, expected_seconds: FloatArray) -> FloatArray:
        """Return the quantiles for expected waits, shape (waits, levels)."""
        knots, table = np.array(self.expected_seconds), np.array(self.quantile_seconds)
        within = np.clip(expected_seconds, knots[0], knots[-1])
        columns = [np.interp(within, knots, table[:, level]) for level in range(table.shape[1])]
        beyond = np.where(within > 0, expected_seconds / np.where(within > 0, within, 1.0), 1.0)
        return np.column_stack(columns) * beyond[:, None]


def band_of(expected_seconds: FloatArray, *, wait_seconds: FloatArray) -> Band | None:
    """Return the band of past waits, or None where there are too few.

    Args:
        expected_seconds: what was expected of each, shape (waits,).
        wait_seconds: what came, same shape.
    """
    groups = min(GROUPS_MAX, expected_seconds.size // GROUP_WAITS_LEAST)
    if groups == 0:
        return None
    order = np.array_split(np.argsort(expected_seconds, kind="stable"), groups)
    knots = np.array([expected_seconds[group].mean() for group in order])
    table = np.array([np.quantile(wait_seconds[group], BAND_LEVELS) for group in order])
    table = np.maximum.accumulate(table, axis=0)
    return Band(tuple(knots.tolist()), tuple(tuple(row) for row in table.tolist()))
