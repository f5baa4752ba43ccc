"""Lost paid time as it was recorded, and what of it was unknown so many days ahead.

A loss is known from a day on (`lead_days` before the day it happens). Whoever plans a day L days
ahead knows every loss with a lead of L or more, and takes those people off the roster, or counts
them by name. What is left to expect is

    unknown share at L = Σ losses with a lead below L ÷ (paid time − losses known by then)

so known absences are in neither the numerator nor the denominator, and the shares of causes add up.
A loss that became known on its own day (lead 0) or later was unknown whenever one planned.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

LEAD_DAYS_LEAST = 1
ROUNDING_SECONDS = 1.0
RECENT_DAYS = 56


@dataclass(frozen=True)
class LossHistory:
    """What was paid on each day, and what of it was lost.

    Attributes:
        causes: their names.
        first_day: the day of index 0; the days follow one another.
        paid_seconds: paid time of each day, lost time included, shape (days,); 0 where nobody was
            paid or nothing was written down.
        day: the day of each loss, an index, shape (losses,).
        cause: the cause of each loss, an index, shape (losses,).
        seconds: paid time lost, shape (losses,).
        lead_days: days from when it was known to its day, shape (losses,); below 1: never ahead.

    Raises:
        ValueError: shapes differ, an index or a number is out of range, or more is lost on a day
            than was paid.
    """

    causes: tuple[str, ...]
    first_day: date
    paid_seconds: FloatArray
    day: IntArray
    cause: IntArray
    seconds: FloatArray
    lead_days: IntArray

    def __post_init__(self) -> None:
        _check(self)

    @property
    def days(self) -> int:
        """Days that the history covers, closed ones included."""
        return self.paid_seconds.size

    def until(self, days: int) -> "LossHistory":
        """Return the first days only."""
        kept = self.day < days
        return LossHistory(
            self.causes,
            self.first_day,
            self.paid_seconds[:days],
            self.day[kept],
            self.cause[kept],
            self.seconds[kept],
            self.lead_days[kept],
        )


@dataclass(frozen=True)
class UnknownShares:
    """What was unknown at one lead.

    Attributes:
        of_cause: share of the time left, shape (causes, days); 0 where none is left.
        left_seconds: paid time without known losses, shape (days,).
    """

    of_cause: FloatArray
    left_seconds: FloatArray


def unknown_shares(history: LossHistory, *, lead_days: int) -> UnknownShares:
    """Return what nobody knew `lead_days` before each day."""
    is_unknown = history.lead_days < max(lead_days, LEAD_DAYS_LEAST)
    known = np.bincount(
        history.day[~is_unknown], weights=history.seconds[~is_unknown], minlength=history.days
    )
    place = history.cause[is_unknown] * history.days + history.day[is_unknown]
    lost = np.bincount(
        place, weights=history.seconds[is_unknown], minlength=len(history.causes) * history.days
    ).reshape(len(history.causes), history.days)
    left = np.maximum(history.paid_seconds - known, 0.0)
    left[left < ROUNDING_SECONDS] = 0.0
    shares = np.divide(lost, left, out=np.zeros(lost.shape), where=left > 0)
    return UnknownShares(of_cause=np.minimum(shares, 1.0), left_seconds=left)


def known_ratio(history: LossHistory, *, lead_days: int) -> float:
    """Return what share of paid time was known `lead_days` ahead, over the last eight weeks."""
    recent = history.day >= history.days - RECENT_DAYS
    is_known = recent & (history.lead_days >= max(lead_days, LEAD_DAYS_LEAST))
    paid = history.paid_seconds[-RECENT_DAYS:].sum()
    return float(history.seconds[is_known].sum() / paid) if paid > 0 else 0.0


def usual_paid_seconds(history: LossHistory) -> FloatArray:
    """Return what a day of each weekday paid in the last eight weeks, from Monday, shape (7,).

    Days that paid nothing are left out; a weekday that never paid is 0.
    """
    weekday = (history.first_day.weekday() + np.arange(history.days)) % 7
    paid, weekday = history.paid_seconds[-RECENT_DAYS:], weekday[-RECENT_DAYS:]
    counts = np.bincount(weekday[paid > 0], minlength=7)
    sums = np.bincount(weekday, weights=paid, minlength=7)
    return np.divide(sums, counts, out=np.zeros(7), where=counts > 0)


def _check(history: LossHistory) -> None:
    losses = (history.day, history.cause, history.seconds, history.lead_days)
    if history.paid_seconds.ndim != 1 or any(part.ndim != 1 for part in losses):
        raise ValueError("all arrays must be flat.")
    if len({part.size for part in losses}) != 1:
        raise ValueError("day, cause, seconds and lead_days must be of one length.")
    for name, values in (("paid_seconds", history.paid_seconds), ("seconds", history.seconds)):
        if not np.isfinite(values).all() or (values < 0).any():
            raise ValueError(f"{name} must be finite and 0 or more.")
    for name, index, count in (
        ("day", history.day, history.days),
        ("cause", history.cause, len(history.causes)),
    ):
        if index.size and (index.min() < 0 or index.max() >= count):
            raise ValueError(f"{name} must be an index from 0 to {count - 1}.")
    lost = np.bincount(history.day, weights=history.seconds, minlength=history.days)
    over = np.flatnonzero(lost > history.paid_seconds + ROUNDING_SECONDS)
    if over.size:
        day = history.first_day + timedelta(days=int(over[0]))
        raise ValueError(f"more time is lost than paid on {day.isoformat()}")
