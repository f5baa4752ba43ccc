"""A queue's open intervals as one series, for libraries that know no opening hours.

A day and a week are then as long as their open intervals.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from floorwalker.engines.forecast import History

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class OpenSeries:
    """The open intervals of a history, and of the days to come, in order of time."""

    history: History
    horizon_days: int

    @property
    def is_open(self) -> BoolArray:
        """Weekday × slot: all slots ever used, on all weekdays ever used; seasons stay regular."""
        weekday = (np.arange(self.history.days) + self.history.first_day.weekday()) % 7
        used = self.history.counts > 0
        weekdays = np.array([used[weekday == w].any() for w in range(7)])
        return np.asarray(weekdays[:, None] & used.any(axis=0))

    def cells(self, *, coming: bool) -> tuple[IntArray, IntArray]:
        """Return day and slot of every open interval; past ones only where known."""
        first = self.history.days if coming else 0
        days = np.arange(first, first + self.horizon_days if coming else self.history.days)
        open_cells = self.is_open[(days + self.history.first_day.weekday()) % 7]
        if not coming:
            open_cells = open_cells & ~np.isnan(self.history.counts)
        rows, slots = np.nonzero(open_cells)
        return days[rows], slots

    @property
    def values(self) -> FloatArray:
        """Return the known counts, in order."""
        return np.asarray(self.history.counts[self.cells(coming=False)])

    @property
    def season_lengths(self) -> tuple[int, int]:
        """Return how many open intervals the busiest day and the week have."""
        per_day = self.is_open.sum(axis=1)
        return int(per_day.max()), int(per_day.sum())

    def times(self, *, coming: bool) -> list[datetime]:
        """Return the start of every open interval."""
        midnight = datetime.combine(self.history.first_day, datetime.min.time())
        minutes = self.history.minutes
        return [
            midnight + timedelta(days=int(day), minutes=minutes * int(slot))
            for day, slot in zip(*self.cells(coming=coming), strict=True)
        ]

    def as_days(self, predicted: FloatArray) -> FloatArray:
        """Put predicted open intervals back into days × slots."""
        days, slots = self.cells(coming=True)
        result = np.zeros((self.horizon_days, self.history.slots))
        result[days - self.history.days, slots] = np.maximum(predicted, 0.0)
        return result
