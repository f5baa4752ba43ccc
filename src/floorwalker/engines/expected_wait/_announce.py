"""What is said to people: a band in whole minutes, rounded as one speaks."""

import math
from dataclasses import dataclass

STEPS_MINUTES = ((10, 1), (30, 5), (120, 10), (math.inf, 30))  # up to so many, in steps of so many


@dataclass(frozen=True)
class Announcement:
    """A wait of `from_minutes` to `to_minutes`; `from_minutes` 0 means "less than `to_minutes`"."""

    from_minutes: int
    to_minutes: int


def announcement(low_seconds: float, *, high_seconds: float) -> Announcement:
    """Round a band for saying it: its ends outwards, to steps that grow with the wait.

    Raises:
        ValueError: the band is not 0 ≤ low ≤ high, or not finite.
    """
    if not 0 <= low_seconds <= high_seconds < math.inf:
        raise ValueError("a band needs 0 ≤ low_seconds ≤ high_seconds, both finite")
    low, high = low_seconds / 60, max(high_seconds / 60, 1.0)
    step = next(step for up_to, step in STEPS_MINUTES if high <= up_to)
    return Announcement(math.floor(low / step) * step, math.ceil(high / step) * step)
