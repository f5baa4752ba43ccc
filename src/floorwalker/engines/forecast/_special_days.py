"""What days marked by hand do to a forecast: closures, a planner's factors, effects by name.

The effect of a name is learned as public holidays are, as one ratio for all days that share it:
what a past day brought ÷ what the nearest normal days of its weekday had. Each ratio counts by how
little chance is in it, and all lean towards 1 (a normal prior on the logarithm, as in empirical
Bayes), so a single busy "Statement day" is not believed to its last contact.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from floorwalker.engines.forecast._calendar import SpecialDay, SpecialKind
from floorwalker.engines.forecast._cleaning import CleanPast
from floorwalker.engines.forecast._history import FloatArray, History, check_history, weekdays

EFFECT_SD = 0.3  # of the logarithm: how far special days are from normal ones before any was seen
DAY_ERROR_SD = 0.1  # and by how much one day is off for reasons of its own
NEIGHBOURS = 4  # normal days of the same weekday that tell what was usual
NEIGHBOURS_REACH_DAYS = 56


@dataclass(frozen=True)
class SpecialEffect:
    """What was done about one coming special day.

    Attributes:
        day: the local date.
        kind: as marked.
        name: as marked.
        factor: what the expected contacts were multiplied by: 0 when closed, 1 when only excluded.
        seen: past days of that name that the factor was learned from; 0 for a planner's own.
        variance: squared relative error that the day has beyond a normal one's.
    """

    day: date
    kind: SpecialKind
    name: str
    factor: float
    seen: int
    variance: float


def teaching(history: History) -> History:
    """Return the history without what it must not teach: excluded and closed days, closed hours.

    Raises:
        ValueError: the history cannot be used, or nothing is left of it.
    """
    check_history(history)
    counts = history.counts
    silent = [
        index
        for special in history.special_days
        if special.kind is not SpecialKind.ADJUST
        and 0 <= (index := (special.day - history.first_day).days) < history.days
    ]
    if silent:
        counts = counts.copy()
        counts[silent] = np.nan
    if history.open_slots is not None:
        is_open = history.open_slots[weekdays(history.first_day, days=history.days)]
        counts = np.where(is_open | np.isnan(counts), counts, 0.0)
    if np.isnan(counts).all():
        raise ValueError("Every known day is excluded or closed; nothing is left to learn from.")
    return replace(history, counts=counts)


def special_effects(
    history: History, *, past: CleanPast, horizon_days: int
) -> tuple[SpecialEffect, ...]:
    """Return what is to be done about each special day among the coming ones, in order."""
    names = {special.name for special in history.special_days if special.is_learned}
    learned = {name: _learned(history, past=past, name=name) for name in names}
    first, last = history.days, history.days + horizon_days
    return tuple(
        _effect(special, learned=learned)
        for special in sorted(history.special_days, key=lambda special: special.day)
        if first <= (special.day - history.first_day).days < last
    )


def by_day(
    effects: tuple[SpecialEffect, ...], *, first_day: date, days: int
) -> tuple[FloatArray, FloatArray]:
    """Return the factor and the added variance of each of `days` days; several multiply."""
    factor, variance = np.ones(days), np.zeros(days)
    for effect in effects:
        index = (effect.day - first_day).days
        factor[index] *= effect.factor
        variance[index] += effect.variance
    return factor, variance


@dataclass(frozen=True)
class _Learned:
    factor: float
    seen: int
    variance: float


def _effect(special: SpecialDay, *, learned: dict[str, _Learned]) -> SpecialEffect:
    found = _Learned(1.0, 0, 0.0)
    if special.kind is SpecialKind.CLOSED:
        found = _Learned(0.0, 0, 0.0)
    elif special.is_learned:
        found = learned[special.name]
    elif special.kind is SpecialKind.ADJUST and special.factor is not None:
        found = _Learned(special.factor, 0, 0.0)
    return SpecialEffect(special.day, special.kind, special.name, *vars(found).values())


def _learned(history: History, *, past: CleanPast, name: str) -> _Learned:
    """Return the pooled ratio of a name's past days; those with another mark too teach nothing."""
    marks: dict[date, int] = {}
    for special in history.special_days:
        marks[special.day] = marks.get(special.day, 0) + 1
    pairs = [
        (brought, usual)
        for special in history.special_days
        if special.is_learned and special.name == name and marks[special.day] == 1
        for brought, usual in [_compared(history, past=past, day=special.day)]
        if usual > 0
    ]
    logs = np.array([np.log((brought + 0.5) / (usual + 0.5)) for brought, usual in pairs])
    chance = np.array([DAY_ERROR_SD**2 + 1.0 / usual for _, usual in pairs])
    precision = float((1.0 / chance).sum()) + EFFECT_SD**-2
    mean = float((logs / chance).sum()) / precision
    between = max(0.0, float(np.var(logs) - chance.mean())) if logs.size > 1 else 0.0
    return _Learned(float(np.exp(mean)), len(pairs), 1.0 / precision + between)


def _compared(history: History, *, past: CleanPast, day: date) -> tuple[float, float]:
    """Return what a past day brought and what was usual, over the slots known; (0, 0) if not."""
    index = (day - history.first_day).days
    if not 0 <= index < history.days:
        return 0.0, 0.0
    alike = np.flatnonzero(past.is_normal & (past.weekday == day.weekday()))
    distance = np.abs(alike - index)
    near = alike[np.argsort(distance, kind="stable")[:NEIGHBOURS]]
    near = near[np.abs(near - index) <= NEIGHBOURS_REACH_DAYS]
    known = ~np.isnan(history.counts[index])
    if not near.size or not known.any():
        return 0.0, 0.0
    usual = past.rows[near].mean(axis=0)
    return float(history.counts[index][known].sum()), float(usual[known].sum())
