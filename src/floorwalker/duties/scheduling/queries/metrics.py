"""A number that a simulation estimates, with its 95 % interval, as stored and as shown."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A mean and the interval that holds the true one with 95 % confidence."""

    mean: float
    low: float
    high: float


def estimate(stored: Mapping[str, float] | None) -> Estimate | None:
    """Read a stored estimate; `None` where the simulation could not tell."""
    if not stored or stored.get("mean") is None:
        return None
    return Estimate(mean=stored["mean"], low=stored["low"], high=stored["high"])
