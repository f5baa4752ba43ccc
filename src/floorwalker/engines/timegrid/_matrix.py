"""Series of (start, value) folded into days × wall-clock slots, and unfolded again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

import numpy as np
import numpy.typing as npt

from floorwalker.engines.timegrid._grid import interval_starts, slot_of, slots_per_day

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class DayMatrix:
    """Values by local day and wall-clock slot; NaN where nothing is known.

    Attributes:
        first_day: the local date of row 0.
        minutes: length of an interval.
        values: array of shape (days, slots per day).
    """

    first_day: date
    minutes: int
    values: FloatArray

    @property
    def days(self) -> int:
        """Number of local days."""
        return int(self.values.shape[0])


def fold(
    starts: Sequence[datetime],
    values: Sequence[float] | FloatArray,
    *,
    minutes: int,
    zone: tzinfo | None,
) -> DayMatrix:
    """Fold a series into local days × wall-clock slots.

    Starts are aware (any offset) and are read on the clock of `zone`; or naive, with `zone` None,
    and taken as they are. Several values in one slot, as in the doubled autumn hour, give their
    mean, so that the hour looks like any other; the missing spring hour stays NaN.

    Raises:
        ValueError: nothing to fold, lengths differ, or naive and aware times do not fit `zone`.
    """
    if not starts or len(starts) != len(values):
        raise ValueError("fold needs as many values as starts, and at least one.")
    local = [_on_local_clock(start, zone=zone) for start in starts]
    first_day = min(moment.date() for moment in local)
    day_count = (max(moment.date() for moment in local) - first_day).days + 1
    sums = np.zeros((day_count, slots_per_day(minutes)))
    seen = np.zeros_like(sums)
    rows = [(moment.date() - first_day).days for moment in local]
    slots = [slot_of(moment, minutes=minutes) for moment in local]
    np.add.at(sums, (rows, slots), np.asarray(values, dtype=np.float64))
    np.add.at(seen, (rows, slots), 1.0)
    folded = np.full_like(sums, np.nan)
    np.divide(sums, seen, out=folded, where=seen > 0)
    return DayMatrix(first_day=first_day, minutes=minutes, values=folded)


def unfold(matrix: DayMatrix, *, zone: tzinfo | None) -> tuple[list[datetime], FloatArray]:
    """Return every real interval's local start and its slot's value, in order of time.

    With a zone, a 23-hour day has fewer intervals and a 25-hour day repeats an hour; without one,
    every slot is an interval.
    """
    starts = local_starts(matrix.first_day, days=matrix.days, minutes=matrix.minutes, zone=zone)
    rows = [(start.date() - matrix.first_day).days for start in starts]
    slots = [slot_of(start, minutes=matrix.minutes) for start in starts]
    return starts, matrix.values[rows, slots]


def local_starts(
    first_day: date, *, days: int, minutes: int, zone: tzinfo | None
) -> list[datetime]:
    """Return the local starts of every interval of `days` days: aware with a zone, else naive."""
    if zone is not None:
        starts = interval_starts(first_day, days=days, minutes=minutes, zone=zone)
        return [start.astimezone(zone) for start in starts]
    midnight = datetime.combine(first_day, datetime.min.time())
    count = days * slots_per_day(minutes)
    return [midnight + timedelta(minutes=minutes * index) for index in range(count)]


def _on_local_clock(start: datetime, *, zone: tzinfo | None) -> datetime:
    if (start.tzinfo is None) != (zone is None):
        raise ValueError(
            "Times with an offset need a zone, and times without one must not have it."
        )
    return start if zone is None else start.astimezone(zone)
