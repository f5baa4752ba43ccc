"""How long a contact will take, per weekday and slot: a shrunk profile times the latest level.

Every average is weighted by contacts, so a night slot with two long calls does not lead. Values far
above what chance allows (a call never hung up, a total in the wrong column) are not believed; very
short ones are, because people do hang up at once and leaving those out made forecasts worse
(measured call by call: docs/performance.md).
"""

import numpy as np

from floorwalker.engines.forecast._history import FloatArray, History, weekdays

HALF_LIFE_PROFILE_DAYS = 56.0
HALF_LIFE_LEVEL_DAYS = 14.0
SHRINK_CONTACTS = 200.0  # a slot with fewer contacts than this leans on what it is shrunk to
ABSURD_RATIO = 5.0  # an interval's mean this many times the queue's median is an error
ABSURD_DEVIATIONS = 15.0  # with few contacts, chance alone may go as far as this many deviations


def handle_time_outlook(history: History, *, horizon_days: int) -> FloatArray | None:
    """Return the expected handling seconds, shape (horizon_days, slots); None without a past.

    A slot leans on its own time of day over all weekdays, and that on the overall mean.
    """
    if history.aht_seconds is None:
        return None
    contacts = believed_contacts(history)
    if not contacts.any():
        return None
    seconds = contacts * np.where(contacts > 0, history.aht_seconds, 0.0)
    age = np.arange(history.days - 1, -1, -1, dtype=np.float64)[:, None]
    slow = 0.5 ** (age / HALF_LIFE_PROFILE_DAYS)
    profile = _profile(history, contacts=contacts * slow, seconds=seconds * slow)
    past = profile[weekdays(history.first_day, days=history.days)]
    quick = 0.5 ** (age / HALF_LIFE_LEVEL_DAYS)
    level = float((seconds * quick).sum() / (contacts * past * quick).sum())
    return np.asarray(level * profile[weekdays(history.next_day, days=horizon_days)])


def believed_contacts(history: History) -> FloatArray:
    """Return the contacts whose mean handle time can be believed, shape (days, slots); else 0."""
    if history.aht_seconds is None:
        return np.zeros_like(history.counts)
    known = (history.counts > 0) & (history.aht_seconds > 0)
    contacts = np.where(known, history.counts, 0.0)
    if not known.any():
        return contacts
    by_chance = 1.0 + ABSURD_DEVIATIONS / np.sqrt(np.maximum(contacts, 1.0))  # deviation ≈ mean
    median = _median(history.aht_seconds[known], weights=contacts[known])
    limit = median * np.maximum(ABSURD_RATIO, by_chance)
    believed = known & (np.where(known, history.aht_seconds, 0.0) <= limit)
    return np.where(believed, contacts, 0.0)


def _median(values: FloatArray, *, weights: FloatArray) -> float:
    order = np.argsort(values)
    below = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(below, below[-1] / 2)])


def _profile(history: History, *, contacts: FloatArray, seconds: FloatArray) -> FloatArray:
    overall = seconds.sum() / contacts.sum()
    by_slot = _shrunk(seconds.sum(axis=0), contacts=contacts.sum(axis=0), towards=overall)
    weekday = weekdays(history.first_day, days=history.days)
    rows = [
        _shrunk(
            seconds[weekday == w].sum(axis=0),
            contacts=contacts[weekday == w].sum(axis=0),
            towards=by_slot,
        )
        for w in range(7)
    ]
    return np.array(rows)


def _shrunk(
    seconds: FloatArray, *, contacts: FloatArray, towards: FloatArray | float
) -> FloatArray:
    return np.asarray((seconds + SHRINK_CONTACTS * towards) / (contacts + SHRINK_CONTACTS))
