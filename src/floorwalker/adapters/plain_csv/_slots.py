"""From the file's own intervals to the ones wanted: what is missing, what adds up.

What a missing interval means is decided per queue:

- In a file that writes zeros, a missing interval is unknown.
- In a file that never writes a zero, it is a zero where that time of day usually brings few
  contacts, and unknown where it brings more: a quiet quarter-hour is plausible, a silent Monday
  morning is not.
- A day without any row is unknown.

All arrays have the shape (days, slots).
"""

import math

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

QUIET_CONTACTS = 3.0  # per interval of the file: up to here, nobody at all is plausible


def decide_missing(values: FloatArray) -> tuple[FloatArray, int]:
    """Return counts with plausible zeros written in, and how many were written."""
    if (values == 0).any():
        return values, 0
    known = ~np.isnan(values)
    usual = np.array([_median_known(column) for column in values.T])
    quiet = ~known & known.any(axis=1, keepdims=True) & (usual <= QUIET_CONTACTS)
    return np.where(quiet, 0.0, values), int(quiet.sum())


def summed(values: FloatArray, *, factor: int) -> FloatArray:
    """Sum `factor` slots into one; unknown when fewer of them are known than usual."""
    parts = values.reshape(values.shape[0], -1, factor)
    known = (~np.isnan(parts)).sum(axis=2)
    usual = np.array([_median_known(np.where(slot > 0, slot, np.nan)) for slot in known.T])
    complete = (known > 0) & (known >= usual)
    return np.asarray(np.where(complete, np.nansum(parts, axis=2), np.nan))


def weighted_mean(values: FloatArray, *, weights: FloatArray, factor: int) -> FloatArray:
    """Average `factor` slots into one by weight; NaN where no weight is."""
    shape = (values.shape[0], -1, factor)
    known = ~np.isnan(values) & ~np.isnan(weights)
    used = np.where(known, weights, 0.0).reshape(shape)
    total = (np.where(known, values, 0.0).reshape(shape) * used).sum(axis=2)
    weight = used.sum(axis=2)
    mean = np.full_like(weight, np.nan)
    np.divide(total, weight, out=mean, where=weight > 0)
    return np.asarray(mean)


def _median_known(column: FloatArray) -> float:
    known = column[~np.isnan(column)]
    return float(np.median(known)) if known.size else math.inf
