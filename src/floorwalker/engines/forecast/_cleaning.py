"""What the past may teach: opening hours, closures, gaps filled for the fit, odd days set aside.

Nothing here looks past the history it is given, so a back-test that passes a shorter history sees
what a planner saw that morning.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from floorwalker.engines.forecast._calendar import SpecialKind
from floorwalker.engines.forecast._history import BoolArray, FloatArray, History, IntArray, weekdays

CLOSED_EVIDENCE_CONTACTS = 5.0  # a slot is shut when this many were to be expected and none came
CLOSED_EVIDENCE_WEEKS = 4  # a weekday is shut when its last four were
RECENT_WEEKS = 8  # in which changed opening hours show
NEAR_DAYS = 3  # known days within this reach make an unknown one look closed
KNOWN_SHARE_MIN = 0.5  # a day with gaps counts when this share of its usual contacts is known
ODD_DAY_LOW, ODD_DAY_HIGH = 0.6, 1.67  # times the running median of the same weekday
ODD_DAY_NOISE = 4.0  # and further off than this many standard deviations of Poisson noise
MEDIAN_NEIGHBOURS = 4  # same weekdays on either side


@dataclass(frozen=True)
class CleanPast:
    """A history made fit to learn from.

    Attributes:
        weekday: weekday of each day, Monday 0, shape (days,).
        rows: counts with gaps filled, shape (days, slots); NaN rows where too little is known.
        totals: contacts of each day, NaN where too little is known.
        is_normal: days to learn the normal course from.
        is_holiday: public holidays, shape (days,).
        is_shut: days without a contact though their weekday is open.
        open_slots: shape (7, slots): whether a weekday's slot is inside the opening hours.
    """

    weekday: IntArray
    rows: FloatArray
    totals: FloatArray
    is_normal: BoolArray
    is_holiday: BoolArray
    is_shut: BoolArray
    open_slots: BoolArray

    @property
    def open_weekdays(self) -> BoolArray:
        """Whether each weekday is open at all, Monday first."""
        return np.asarray(self.open_slots.any(axis=1))


def clean(history: History) -> CleanPast:
    """Return the history with gaps filled, opening hours found and odd days marked."""
    weekday = weekdays(history.first_day, days=history.days)
    is_special = special_flags(history)
    is_holiday = holiday_flags(history, days=history.days) & ~is_special
    counts = np.where(is_special[:, None], np.nan, history.counts)
    open_slots = history.open_slots
    if open_slots is None:
        telling = ~is_holiday & ~is_special
        open_slots = _open_slots(counts, weekday=weekday, telling=telling)
    rows = _filled(counts, weekday=weekday, is_holiday=is_holiday)
    totals = rows.sum(axis=1)
    is_open = np.asarray(open_slots.any(axis=1))[weekday]
    is_shut = _is_shut(totals, weekday=weekday, is_holiday=is_holiday, is_open=is_open)
    usual = ~np.isnan(totals) & is_open & ~is_shut & ~is_holiday
    is_normal = usual & ~_is_odd(totals, weekday=weekday, usual=usual)
    return CleanPast(weekday, rows, totals, is_normal, is_holiday, is_shut, open_slots)


def holiday_flags(history: History, *, days: int) -> BoolArray:
    """Return whether each of `days` days from the first is a public holiday or a closure.

    A holiday whose own name teaches its effect is none: it would be counted twice.
    """
    learned = {special.day for special in history.special_days if special.is_learned}
    closed = {s.day for s in history.special_days if s.kind is SpecialKind.CLOSED}
    return _flags(history, (history.holidays - learned) | closed, days=days)


def special_flags(history: History) -> BoolArray:
    """Return whether each past day was marked by hand: it tells nothing about normal days."""
    marked = frozenset(special.day for special in history.special_days)
    return _flags(history, marked, days=history.days)


def weekdays_never_seen(history: History) -> list[int]:
    """Return the weekdays, Monday 0, that the history does not reach at all."""
    seen = {(history.first_day + timedelta(days=i)).weekday() for i in range(min(history.days, 7))}
    return [weekday for weekday in range(7) if weekday not in seen]


def _flags(history: History, dates: frozenset[date], *, days: int) -> BoolArray:
    flags = np.zeros(days, dtype=np.bool_)
    for day in dates:
        index = (day - history.first_day).days
        if 0 <= index < days:
            flags[index] = True
    return flags


def _open_slots(counts: FloatArray, *, weekday: IntArray, telling: BoolArray) -> BoolArray:
    """Find the opening hours, from all the history and, should they have changed, from its end."""
    overall = np.nansum(counts, axis=0)
    common = overall / max(overall.sum(), 1.0)
    open_slots = np.zeros((7, counts.shape[1]), dtype=np.bool_)
    for w in range(7):
        own = counts[weekday == w]
        if not _weekday_is_shut(counts, days=np.flatnonzero((weekday == w) & telling)):
            open_slots[w] = ~_proven_shut(own, common) & ~_proven_shut(own[-RECENT_WEEKS:], common)
    return np.asarray(open_slots & (overall > 0))


def _proven_shut(rows: FloatArray, common: FloatArray) -> BoolArray:
    """Tell the slots without a contact where the common course would have brought several."""
    contacts = np.nansum(rows, axis=0)
    return np.asarray((contacts == 0) & (contacts.sum() * common >= CLOSED_EVIDENCE_CONTACTS))


def _weekday_is_shut(counts: FloatArray, *, days: IntArray) -> bool:
    """Tell whether the last weeks show this weekday without any of the contacts to be expected.

    A day nothing is known of counts as empty when its neighbours are known: many sources simply
    do not write closed days. With nothing known around it, it tells nothing.
    """
    totals = np.nansum(counts, axis=1)
    known = np.asarray(~np.isnan(counts).all(axis=1))
    around = np.lib.stride_tricks.sliding_window_view(np.pad(totals, NEAR_DAYS), 2 * NEAR_DAYS + 1)
    telling = days[known[days] | (around.max(axis=1) > 0)[days]]
    if telling.size == 0 or totals.max() <= 0:
        return False
    usual = totals[telling].mean() or totals[totals > 0].mean()
    last = telling[-CLOSED_EVIDENCE_WEEKS:]
    return bool(totals[last].sum() == 0 and usual * last.size >= CLOSED_EVIDENCE_CONTACTS)


def _filled(counts: FloatArray, *, weekday: IntArray, is_holiday: BoolArray) -> FloatArray:
    """Fill a day's gaps with the usual course of its weekday, scaled to what is known of it."""
    usual = _usual_course(counts, weekday=weekday, is_holiday=is_holiday)[weekday]
    known = ~np.isnan(counts)
    known_usual = np.where(known, usual, 0.0).sum(axis=1)
    scale = np.nansum(counts, axis=1) / np.where(known_usual > 0, known_usual, 1.0)
    rows = np.where(known, counts, usual * scale[:, None])
    too_little = known_usual < KNOWN_SHARE_MIN * usual.sum(axis=1)
    rows[too_little | ~known.any(axis=1)] = np.nan
    return rows


def _usual_course(counts: FloatArray, *, weekday: IntArray, is_holiday: BoolArray) -> FloatArray:
    """Return the mean known count by weekday and slot, shape (7, slots); 0 where never seen."""
    busy = (np.nansum(counts, axis=1) > 0) & ~is_holiday
    pooled = _mean_known(counts[busy])
    course = np.array([_mean_known(counts[busy & (weekday == w)]) for w in range(7)])
    course = np.where(np.isnan(course), pooled, course)
    return np.asarray(np.nan_to_num(course))


def _mean_known(rows: FloatArray) -> FloatArray:
    known = (~np.isnan(rows)).sum(axis=0)
    mean = np.nansum(rows, axis=0) / np.maximum(known, 1)
    return np.asarray(np.where(known > 0, mean, np.nan))


def _is_shut(
    totals: FloatArray, *, weekday: IntArray, is_holiday: BoolArray, is_open: BoolArray
) -> BoolArray:
    """Tell the days that had no contact where several were to be expected."""
    mean = np.zeros(7)
    for w in range(7):
        own = totals[(weekday == w) & ~is_holiday & (totals > 0)]
        mean[w] = own.mean() if own.size else 0.0
    return np.asarray(is_open & (totals == 0) & (mean[weekday] >= CLOSED_EVIDENCE_CONTACTS))


def _is_odd(totals: FloatArray, *, weekday: IntArray, usual: BoolArray) -> BoolArray:
    """Mark days far from the running median of their weekday: outages, campaigns, errors."""
    odd = np.zeros(totals.size, dtype=np.bool_)
    width = 2 * MEDIAN_NEIGHBOURS + 1
    for w in range(7):
        days = np.flatnonzero(usual & (weekday == w))
        if days.size < 3:
            continue
        padded = np.pad(totals[days], MEDIAN_NEIGHBOURS, constant_values=np.nan)
        windows = np.lib.stride_tricks.sliding_window_view(padded, width)
        median = np.nanmedian(windows, axis=1)
        far = (totals[days] < ODD_DAY_LOW * median) | (totals[days] > ODD_DAY_HIGH * median)
        noise = ODD_DAY_NOISE * np.sqrt(np.maximum(median, 1.0))
        odd[days] = far & (np.abs(totals[days] - median) > noise)
    return odd
