"""What the calendar says about a day: columns of a design matrix, each with a ridge penalty."""

from calendar import monthrange
from datetime import timedelta

import numpy as np

from floorwalker.engines.forecast._cleaning import CleanPast, holiday_flags
from floorwalker.engines.forecast._history import BoolArray, FloatArray, History, IntArray, weekdays

PENALTY_WEEKDAY = 0.3
PENALTY_DAY_OF_MONTH = 6.0
PENALTY_DAY_BESIDE_COURSE = 12.0  # of a day of the month, where the month has a course as well
PENALTY_MONTH = 1.5
MONTH_DAYS_MIN = 92  # a course of the month is learned only when three months were seen
MONTH_HARMONICS = 2
PENALTY_BUSINESS_DAY = 1.5
PENALTY_AFTER_HOLIDAY = 1.5
PENALTY_BEFORE_HOLIDAY = 3.0
PENALTY_YEAR = 0.3
YEAR_DAYS_MIN = 500  # a yearly course is learned only when more than one year was seen
YEAR_HARMONICS = 2
YEAR_DAYS = 365.25
BUSINESS_DAYS = 3  # the first ones of a month
BUSY_WEEKDAY_SHARE = 0.5  # a business weekday has half the contacts of the busiest, or more
HOLIDAY_REACH_DAYS = 4  # how far before and after a holiday the neighbouring open day may be


def design_matrix(
    history: History, *, past: CleanPast, horizon_days: int
) -> tuple[FloatArray, FloatArray]:
    """Return the features of every past and coming day, and the penalty of each column.

    Returns:
        Matrix of shape (days + horizon_days, columns) and penalties of shape (columns,).
    """
    days = history.days + horizon_days
    weekday = weekdays(history.first_day, days=days)
    dates = [history.first_day + timedelta(days=index) for index in range(days)]
    day_of_month = np.array([day.day for day in dates])
    off = holiday_flags(history, days=days)
    off[: history.days] |= past.is_shut
    is_business = _business_weekdays(past)[weekday] & ~off
    is_open = past.open_weekdays[weekday] & ~off
    has_month = history.days >= MONTH_DAYS_MIN
    blocks = [
        (np.eye(7)[weekday], PENALTY_WEEKDAY),
        (
            np.eye(31)[day_of_month - 1],
            PENALTY_DAY_BESIDE_COURSE if has_month else PENALTY_DAY_OF_MONTH,
        ),
        (_first_business_days(day_of_month, is_business=is_business), PENALTY_BUSINESS_DAY),
        (_beside_holiday(off, is_open=is_open)[:, None], PENALTY_AFTER_HOLIDAY),
        (_beside_holiday(off[::-1], is_open=is_open[::-1])[::-1, None], PENALTY_BEFORE_HOLIDAY),
    ]
    if has_month:
        month_days = np.array([monthrange(day.year, day.month)[1] for day in dates])
        share = (day_of_month - 0.5) / month_days
        blocks.append((_course(share, harmonics=MONTH_HARMONICS), PENALTY_MONTH))
    if history.days > YEAR_DAYS_MIN:
        share = np.array([day.toordinal() for day in dates]) / YEAR_DAYS
        blocks.append((_course(share, harmonics=YEAR_HARMONICS), PENALTY_YEAR))
    penalties = np.concatenate([np.full(block.shape[1], penalty) for block, penalty in blocks])
    return np.hstack([block for block, _ in blocks]), penalties


def _business_weekdays(past: CleanPast) -> BoolArray:
    typical = np.zeros(7)
    for w in range(7):
        own = past.totals[past.is_normal & (past.weekday == w)]
        typical[w] = np.median(own) if own.size else 0.0
    return np.asarray(typical >= max(BUSY_WEEKDAY_SHARE * typical.max(), 1e-9))


def _first_business_days(day_of_month: IntArray, *, is_business: BoolArray) -> FloatArray:
    columns = np.zeros((day_of_month.size, BUSINESS_DAYS))
    # The first month may begin before the history does; its days are told by the calendar alone.
    rank = _business_days_before(int(day_of_month[0]))
    for index, day in enumerate(day_of_month):
        if day == 1:
            rank = 0
        if is_business[index]:
            if rank < BUSINESS_DAYS:
                columns[index, rank] = 1.0
            rank += 1
    return columns


def _business_days_before(day_of_month: int) -> int:
    return round((day_of_month - 1) * 5 / 7)


def _beside_holiday(off: BoolArray, *, is_open: BoolArray) -> FloatArray:
    """Flag the first open day within reach after each closed one (reverse the input: before)."""
    flags = np.zeros(off.size)
    for index in np.flatnonzero(off):
        following = np.flatnonzero(is_open[index + 1 : index + 1 + HOLIDAY_REACH_DAYS])
        if following.size:
            flags[index + 1 + following[0]] = 1.0
    return flags


def _course(share: FloatArray, *, harmonics: int) -> FloatArray:
    """Return the waves of a course that begins anew with every whole number of `share`."""
    angle = 2 * np.pi * share[:, None] * np.arange(1, harmonics + 1)
    return np.hstack([np.sin(angle), np.cos(angle)])
