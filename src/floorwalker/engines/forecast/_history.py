"""What a forecast is made from: counts by day and slot, and the facts of the calendar."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from floorwalker.engines.forecast._calendar import SpecialDay
from floorwalker.engines.timegrid import slots_per_day

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

HORIZON_DAYS_MAX = 400


@dataclass(frozen=True)
class History:
    """The past of one queue, on the local wall clock.

    Attributes:
        first_day: the local date of row 0.
        minutes: length of an interval, 5 to 60.
        counts: contacts offered, shape (days, slots per day); NaN where unknown, 0 where none came.
        aht_seconds: average handling time per contact, same shape, NaN where unknown; or None.
        holidays: public holidays, past and future; the model learns one effect for all of them.
        special_days: days marked by hand, past and future, in any order; several may share a date.
        open_slots: opening hours, shape (7, slots), Monday first; None to learn them from counts.
    """

    first_day: date
    minutes: int
    counts: FloatArray
    aht_seconds: FloatArray | None = None
    holidays: frozenset[date] = field(default_factory=frozenset)
    special_days: tuple[SpecialDay, ...] = ()
    open_slots: BoolArray | None = None

    @property
    def days(self) -> int:
        """Number of days, known or not."""
        return int(self.counts.shape[0])

    @property
    def slots(self) -> int:
        """Number of wall-clock slots of a day."""
        return int(self.counts.shape[1])

    @property
    def next_day(self) -> date:
        """The first day that the history does not have."""
        return self.first_day + timedelta(days=self.days)

    def until(self, days: int) -> "History":
        """Return the first `days` days alone: what was known on that morning."""
        aht = None if self.aht_seconds is None else self.aht_seconds[:days]
        return replace(self, counts=self.counts[:days], aht_seconds=aht)

    def since(self, day: int) -> "History":
        """Return the days from index `day` on."""
        aht = None if self.aht_seconds is None else self.aht_seconds[day:]
        first_day = self.first_day + timedelta(days=day)
        return replace(self, first_day=first_day, counts=self.counts[day:], aht_seconds=aht)


def check_history(history: History) -> None:
    """Raise ValueError, saying what is wrong, unless the history can be forecast from."""
    expected = slots_per_day(history.minutes)
    if history.counts.ndim != 2 or history.slots != expected or history.days == 0:
        raise ValueError(f"counts must have one or more rows of {expected} slots.")
    known = history.counts[~np.isnan(history.counts)]
    if known.size == 0:
        raise ValueError("The history holds no known interval.")
    if not np.all(np.isfinite(known)) or known.min() < 0:
        raise ValueError("counts must be 0 or more, or NaN where unknown.")
    if history.aht_seconds is not None and history.aht_seconds.shape != history.counts.shape:
        raise ValueError("aht_seconds must have the shape of counts.")
    if history.open_slots is not None and history.open_slots.shape != (7, history.slots):
        raise ValueError(f"open_slots must have 7 rows of {history.slots} slots, Monday first.")
    for special in history.special_days:
        if special.factor is not None and not 0 <= special.factor < np.inf:
            raise ValueError(f"The factor of {special.name or special.day} must be 0 or more.")


def weekdays(first_day: date, *, days: int) -> IntArray:
    """Return the weekday of each day, Monday 0."""
    return (np.arange(days, dtype=np.int64) + first_day.weekday()) % 7
