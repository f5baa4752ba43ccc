"""Several methods in one forecast: each lead week by its own, ours standing in where it must."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from floorwalker.engines.forecast._cleaning import holiday_flags
from floorwalker.engines.forecast._history import FloatArray, History
from floorwalker.engines.forecast._methods import (
    DAYS_PER_WEEK,
    METHODS,
    OWN_METHOD,
    Method,
    foreseen,
)


def by_lead_week(names: Sequence[str], *, methods: Mapping[str, Method] = METHODS) -> Method:
    """Return the method that lets each lead week be forecast by the method of its name.

    Weeks are counted from the first coming day; the last name holds for all weeks after it. Our
    own model stands in where a method says nothing, on public holidays and on days marked by hand:
    past weeks without one do not tell how a method would deal with them.

    Raises:
        ValueError: there is no name, or a name that is none of `methods`.
    """
    if not names or not set(names) <= methods.keys():
        raise ValueError(f"each lead week needs one of {', '.join(methods)}.")
    return partial(_mixed, names=tuple(names), methods=methods)


def _mixed(
    history: History,
    horizon_days: int,
    *,
    names: tuple[str, ...],
    methods: Mapping[str, Method],
) -> FloatArray:
    mean = methods[OWN_METHOD](history, horizon_days).copy()
    week = np.minimum(np.arange(horizon_days) // DAYS_PER_WEEK, len(names) - 1)
    is_ours = holiday_flags(history, days=history.days + horizon_days)[history.days :]
    for special in history.special_days:
        ahead = (special.day - history.next_day).days
        if 0 <= ahead < horizon_days:
            is_ours[ahead] = True
    for name in set(names[: week[-1] + 1]) - {OWN_METHOD}:
        said = foreseen(methods[name], history=history, horizon_days=horizon_days)
        is_used = np.array([names[w] == name for w in week]) & ~is_ours
        mean = np.where(is_used[:, None] & ~np.isnan(said), said, mean)
    return mean


def remembered(methods: Mapping[str, Method]) -> dict[str, Method]:
    """Return the methods, each keeping its answers: a back-test and a forecast ask the same things.

    Only for one queue's history, which is told from its beginnings by its days alone.
    """
    return {name: _remembered(method) for name, method in methods.items()}


def _remembered(method: Method) -> Method:
    answers: dict[tuple[object, ...], FloatArray] = {}

    def answer(history: History, horizon_days: int) -> FloatArray:
        asked = (history.first_day, history.days, horizon_days)
        if asked not in answers:
            answers[asked] = method(history, horizon_days)
        return answers[asked]

    return answer
