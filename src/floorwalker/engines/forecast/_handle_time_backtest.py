"""How good the forecast of handle times would have been, beside the plain ones.

A miss counts by its contacts: error = Σ contacts·|forecast − actual| ÷ Σ contacts·actual, over
intervals whose handle time is known. A plain method that knows none in a slot takes the mean of all
the past, so that every method answers for the same intervals.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from floorwalker.engines.forecast._handle_time import believed_contacts, handle_time_outlook
from floorwalker.engines.forecast._history import FloatArray, History, weekdays
from floorwalker.engines.forecast._methods import DAYS_PER_WEEK, OWN_METHOD
from floorwalker.engines.forecast._spread import HISTORY_DAYS_MIN


@dataclass(frozen=True)
class HandleTimeScore:
    """One method's accuracy in handle times, so many weeks ahead.

    Attributes:
        method: `dayreg_mix` (ours), `constant` (the mean of all the past), `mean_of_last_4`,
            `mean_of_last_8` or `seasonal_naive`.
        lead_week: 1 for days 1-7 after the forecast was made, and so on.
        contacts: contacts compared.
        error_ratio: Σ contacts·|forecast − actual| ÷ Σ contacts·actual.
        bias_ratio: Σ contacts·(forecast − actual) ÷ Σ contacts·actual; positive is too long.
    """

    method: str
    lead_week: int
    contacts: float
    error_ratio: float
    bias_ratio: float


def handle_time_backtest(
    history: History, *, origins: int, horizon_weeks: int
) -> tuple[HandleTimeScore, ...]:
    """Compare methods on up to `origins` earlier mornings, a week apart; empty without a past."""
    judged = believed_contacts(history)
    scores = []
    for name, method in HANDLE_TIME_METHODS.items():
        made = _made(history, method=method, origins=origins, days=horizon_weeks * DAYS_PER_WEEK)
        weeks = [_score(name, history, judged, made, week=w) for w in range(horizon_weeks)]
        scores += [score for score in weeks if score is not None]
    return tuple(scores)


def _made(
    history: History, *, method: "_Method", origins: int, days: int
) -> list[tuple[int, FloatArray]]:
    starts = [history.days - DAYS_PER_WEEK * (index + 1) for index in range(origins)]
    made = ((o, method(history.until(o), days)) for o in starts if o >= HISTORY_DAYS_MIN)
    return [(origin, expected) for origin, expected in made if expected is not None]


def _score(
    name: str,
    history: History,
    judged: FloatArray,
    made: list[tuple[int, FloatArray]],
    *,
    week: int,
) -> HandleTimeScore | None:
    """Add one lead week up over all origins; None when nothing is known of it."""
    missed = signed = spent = contacts = 0.0
    for origin, expected in made:
        first, last = origin + week * DAYS_PER_WEEK, origin + (week + 1) * DAYS_PER_WEEK
        weight = judged[first:last]
        actual = np.zeros_like(weight)
        if history.aht_seconds is not None:
            actual = np.where(weight > 0, history.aht_seconds[first:last], 0.0)
        off = weight * (expected[first - origin :][: len(weight)] - actual)
        missed += float(np.abs(off).sum())
        signed += float(off.sum())
        spent += float((weight * actual).sum())
        contacts += float(weight.sum())
    if not spent:
        return None
    return HandleTimeScore(name, week + 1, contacts, missed / spent, signed / spent)


def _own(history: History, horizon_days: int) -> FloatArray | None:
    return handle_time_outlook(history, horizon_days=horizon_days)


def _constant(history: History, horizon_days: int) -> FloatArray | None:
    contacts, seconds = _known(history)
    if not contacts.any():
        return None
    return np.full((horizon_days, history.slots), seconds.sum() / contacts.sum())


def _mean_of_last(history: History, horizon_days: int, *, weeks: int) -> FloatArray | None:
    contacts, seconds = _known(history)
    if not contacts.any():
        return None
    by_weekday = np.full((7, history.slots), seconds.sum() / contacts.sum())
    weekday = weekdays(history.first_day, days=history.days)
    for w in range(7):
        days = np.flatnonzero((weekday == w) & contacts.any(axis=1))[-weeks:]
        known = contacts[days].sum(axis=0)
        np.divide(seconds[days].sum(axis=0), known, out=by_weekday[w], where=known > 0)
    return np.asarray(by_weekday[weekdays(history.next_day, days=horizon_days)])


def _known(history: History) -> tuple[FloatArray, FloatArray]:
    """Return contacts and the seconds spent on them; plain methods believe every value."""
    if history.aht_seconds is None:
        return np.zeros_like(history.counts), np.zeros_like(history.counts)
    known = (history.counts > 0) & (history.aht_seconds > 0)
    contacts = np.where(known, history.counts, 0.0)
    return contacts, np.where(known, contacts * history.aht_seconds, 0.0)


_Method = Callable[[History, int], FloatArray | None]

HANDLE_TIME_METHODS: dict[str, _Method] = {
    OWN_METHOD: _own,
    "constant": _constant,
    "mean_of_last_4": partial(_mean_of_last, weeks=4),
    "mean_of_last_8": partial(_mean_of_last, weeks=8),
    "seasonal_naive": partial(_mean_of_last, weeks=1),
}
