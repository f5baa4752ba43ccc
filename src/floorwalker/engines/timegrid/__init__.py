"""Intervals of N minutes on a local wall clock that knows daylight saving.

A local day holds as many real intervals as its clock shows: 96 quarter-hours as a rule, 92 in
spring, 100 in autumn. Engines want rectangles, so a `DayMatrix` has one column per wall-clock slot
(always 96 of them); `fold` and `unfold` go between the two.
"""

from floorwalker.engines.timegrid._grid import (
    INTERVAL_MINUTES,
    check_minutes,
    interval_starts,
    slot_of,
    slots_per_day,
)
from floorwalker.engines.timegrid._matrix import DayMatrix, fold, local_starts, unfold

__all__ = [
    "INTERVAL_MINUTES",
    "DayMatrix",
    "check_minutes",
    "fold",
    "interval_starts",
    "local_starts",
    "slot_of",
    "slots_per_day",
    "unfold",
]
