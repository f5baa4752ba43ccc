"""Spans of time laid on the grid: seconds by row (of agents) and interval.

Each end of a span is noted once, whatever the number of intervals between: how much of somebody
begins (or ends) in an interval, and the seconds that are left of it then.
"""

import numpy as np

from floorwalker.engines.simulate._centre import FloatArray, IntArray

BEGUN, PARTIAL = 0, 1


def span_sums(
    start: FloatArray,
    end: FloatArray,
    share: FloatArray,
    *,
    row: IntArray,
    rows: int,
    intervals: int,
    interval_seconds: float,
) -> FloatArray:
    """Return what spans [start, end) begin and leave, shape (2, rows, intervals + 1)."""
    width = intervals + 1
    moment = np.stack([start, end], axis=1).ravel()
    weight = np.stack([share, -share], axis=1).ravel()
    index = np.minimum((moment / interval_seconds).astype(np.int64), intervals)
    cell = np.repeat(row, 2) * width + index
    left = weight * ((index + 1) * interval_seconds - moment)
    sums = [np.bincount(cell, weights=part, minlength=rows * width) for part in (weight, left)]
    return np.array(sums, dtype=float).reshape(2, rows, width)


def seconds_of(sums: FloatArray, *, interval_seconds: float) -> FloatArray:
    """Return the seconds, shape (rows, intervals)."""
    earlier = np.cumsum(sums[BEGUN], axis=1) - sums[BEGUN]
    return np.asarray((sums[PARTIAL] + interval_seconds * earlier)[:, :-1], dtype=float)
