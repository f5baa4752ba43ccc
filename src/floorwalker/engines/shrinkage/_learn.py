"""Learn what share of the time left on the roster will be lost, by cause and lead time.

For each lead of a fixed list and each cause, on the days that were paid:

    expected share = level × weekday × season

- weekday and season are multiples of the cause's own mean, drawn to 1 as far as chance alone could
  make them (`_groups`); a season needs months that were seen in more than one year.
- the level is the mean of all days, moved towards the mean of the last weeks (weights that halve
  every `HALF_LIFE_DAYS`) as far as four-week blocks differ by more than chance.
- the later one plans, the less is unknown: over leads the total is made to rise (isotonic
  regression, Barlow et al. 1972), its causes in proportion.

Leads between those of the list lie on straight lines; beyond the last it counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from floorwalker.engines.shrinkage._band import Spread, day_quantiles, learn_spread
from floorwalker.engines.shrinkage._groups import Groups, group_means
from floorwalker.engines.shrinkage._history import (
    FloatArray,
    IntArray,
    LossHistory,
    UnknownShares,
    unknown_shares,
)

DAYS_MIN = 28
"""Days with paid time below which nothing is told: four of each weekday."""

LEADS = (1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 28, 42, 56)
HALF_LIFE_DAYS = 56.0
BLOCK_DAYS = 28
SEASON_FREEDOM_MIN = 6
"""Months seen a second time before there is a season: half a year."""

RATIO_MAX = 0.9


@dataclass(frozen=True)
class Expected:
    """What one day will lose beyond what is known at one lead, as shares of the time left.

    Attributes:
        by_cause: in the order of the causes.
        ratio: their sum.
        p05, p25, p75, p95: quantiles of the day's sum.
    """

    by_cause: tuple[float, ...]
    ratio: float
    p05: float
    p25: float
    p75: float
    p95: float


@dataclass(frozen=True)
class Learned:
    """All that was learned; arrays run over (leads, causes, …).

    Attributes:
        causes: their names.
        leads: days ahead, rising.
        days: days with paid time that it was learned from.
        level: shape (leads, causes).
        weekday: multiples from Monday, shape (leads, causes, 7).
        month: multiples from January, shape (leads, causes, 12).
        spread: one for each lead.
        days_behind: how many days the recent weights are worth.
    """

    causes: tuple[str, ...]
    leads: tuple[int, ...]
    days: int
    level: FloatArray
    weekday: FloatArray
    month: FloatArray
    spread: tuple[Spread, ...]
    days_behind: float

    @property
    def people(self) -> float:
        """How many were paid on a usual day, in shifts of 8 hours."""
        return self.spread[-1].people

    def expect(self, day: date, *, lead_days: int, people: float | None = None) -> Expected:
        """Return what a day will lose beyond what is known `lead_days` before it.

        Args:
            day: the day.
            lead_days: days ahead; 0 and less count as 1.
            people: how many are on the roster, for the band; as usual if not told.
        """
        return self._at(lead_days, self.weekday[:, :, day.weekday()], day, people)

    def usual(self, day: date, *, lead_days: int, people: float | None = None) -> Expected:
        """Return the same for a day of the season that is no particular weekday."""
        return self._at(lead_days, np.ones_like(self.level), day, people)

    def _at(self, lead_days: int, weekday: FloatArray, day: date, people: float | None) -> Expected:
        by_lead = self._rising(self.level * weekday * self.month[:, :, day.month - 1])
        by_cause = np.array([np.interp(lead_days, self.leads, own) for own in by_lead.T])
        ratio = float(by_cause.sum())
        nearest = min(int(np.searchsorted(self.leads, lead_days)), len(self.leads) - 1)
        # What is expected is itself a mean of so many days.
        own = self.spread[nearest]
        doubt = own.of(None) / self.days_behind
        p05, p25, p75, p95 = day_quantiles(ratio, spread=own, people=people, doubt=doubt)
        return Expected(tuple(float(share) for share in by_cause), ratio, p05, p25, p75, p95)

    def _rising(self, shares: FloatArray) -> FloatArray:
        """Return the shares, shape (leads, causes), so that their total rises over the leads."""
        total = shares.sum(axis=1)
        from scipy.optimize import isotonic_regression  # heavy: every start would wait for it

        rising = np.minimum(isotonic_regression(total).x, RATIO_MAX)
        scale = np.divide(rising, total, out=np.ones_like(total), where=total > 0)
        return np.asarray(shares * scale[:, None])


def learn(history: LossHistory, *, leads: tuple[int, ...] = LEADS) -> Learned | None:
    """Learn from all days of the history; None with fewer than `DAYS_MIN` days that were paid.

    Raises:
        ValueError: the leads do not rise from 1 or more.
    """
    if not leads or leads[0] < 1 or list(leads) != sorted(set(leads)):
        raise ValueError("leads must rise, from 1 or more.")
    if np.count_nonzero(history.paid_seconds) < DAYS_MIN:
        return None
    calendar = _calendar(history)
    fits = [_fit(unknown_shares(history, lead_days=lead), calendar) for lead in leads]
    recent = calendar.recent[history.paid_seconds > 0]
    return Learned(
        causes=history.causes,
        leads=leads,
        days=int(np.count_nonzero(history.paid_seconds)),
        level=np.stack([fit.level for fit in fits]),
        weekday=np.stack([fit.weekday for fit in fits]),
        month=np.stack([fit.month for fit in fits]),
        spread=tuple(fit.spread for fit in fits),
        days_behind=float(recent.sum() ** 2 / (recent**2).sum()),
    )


@dataclass(frozen=True)
class _Calendar:
    """Of each day: weekday, month (0 is January), months since the first, block, recent weight."""

    weekday: IntArray
    month: IntArray
    month_count: IntArray
    block: IntArray
    recent: FloatArray


@dataclass(frozen=True)
class _Fit:
    """What is learned at one lead, of all causes."""

    level: FloatArray
    weekday: FloatArray
    month: FloatArray
    spread: Spread


def _calendar(history: LossHistory) -> _Calendar:
    days = [history.first_day + timedelta(days=n) for n in range(history.days)]
    months = np.array([12 * day.year + day.month - 1 for day in days])
    age = np.arange(history.days)[::-1]
    return _Calendar(
        weekday=np.array([day.weekday() for day in days]),
        month=months % 12,
        month_count=months - months[0],
        block=age // BLOCK_DAYS,
        recent=0.5 ** (age / HALF_LIFE_DAYS),
    )


def _fit(shares: UnknownShares, calendar: _Calendar) -> _Fit:
    size = shares.left_seconds / max(shares.left_seconds.mean(), 1.0)
    by_weekday = group_means(shares.of_cause, weights=size, group=calendar.weekday, groups=7)
    weekday = by_weekday.factors(size @ np.eye(7)[calendar.weekday])
    month = _season(shares.of_cause, size=size, calendar=calendar)
    usual = weekday[:, calendar.weekday] * month[:, calendar.month]
    level = _level(shares.of_cause, usual=usual, size=size, calendar=calendar)
    open_days = size > 0
    spread = learn_spread(
        shares.of_cause.sum(axis=0)[open_days],
        expected=np.minimum((level[:, None] * usual).sum(axis=0), RATIO_MAX)[open_days],
        left_seconds=shares.left_seconds[open_days],
    )
    return _Fit(level, weekday, month, spread)


def _season(share: FloatArray, *, size: FloatArray, calendar: _Calendar) -> FloatArray:
    """Return multiples by month; 1 where too few months were seen twice to tell a season."""
    count = int(calendar.month_count[-1]) + 1
    member = np.eye(count)[calendar.month_count]
    weight = size @ member
    held = np.flatnonzero(weight)
    month = (held + calendar.month[0]) % 12
    if held.size - np.unique(month).size < SEASON_FREEDOM_MIN:
        return np.ones((share.shape[0], 12))
    means = ((share * size) @ member)[:, held] / weight[held]
    found = group_means(means, weights=weight[held], group=month, groups=12)
    return found.factors(weight[held] @ np.eye(12)[month])


def _level(
    share: FloatArray, *, usual: FloatArray, size: FloatArray, calendar: _Calendar
) -> FloatArray:
    """Return the level of each cause: of all days, moved towards that of the last weeks."""
    weight = size * usual
    plain = np.divide(share, usual, out=np.zeros_like(share), where=usual > 0)
    blocks: Groups = group_means(
        plain, weights=weight, group=calendar.block, groups=int(calendar.block[0]) + 1
    )
    recent_weight = weight * calendar.recent
    total = recent_weight.sum(axis=1)
    sums = (recent_weight * plain).sum(axis=1)
    recent = np.divide(sums, total, out=blocks.mean.copy(), where=total > 0)
    squared = (weight * calendar.recent**2).sum(axis=1)
    behind = np.divide(total**2, squared, out=np.zeros_like(total), where=squared > 0)
    return np.asarray(blocks.mean + blocks.credibility(behind) * (recent - blocks.mean))
