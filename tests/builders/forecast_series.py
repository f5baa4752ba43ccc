"""Made-up queues whose truth is known."""

from datetime import date

import numpy as np

from floorwalker.engines.forecast import History

MONDAY = date(2026, 1, 5)
WEEK = np.array([1.2, 1.0, 0.95, 0.95, 0.9, 0.0, 0.0])


def course(slots: int = 48) -> np.ndarray:
    """Shares of an open day, 08:00 to 20:00, busiest around noon."""
    hour = np.arange(slots) * 24 / slots
    shares = np.where((hour >= 8) & (hour < 20), np.exp(-((hour - 12.5) ** 2) / 20), 0.0)
    return shares / shares.sum()


def true_mean(days: int, *, per_day: float, week: np.ndarray = WEEK, slots: int = 48) -> np.ndarray:
    """Expected counts of days that start on a Monday."""
    return per_day * week[np.arange(days) % 7][:, None] * course(slots)


def simulated(mean: np.ndarray, *, seed: int, day_cv: float = 0.0, minutes: int = 30) -> History:
    """Poisson counts around a mean; with `day_cv`, all of a day shares one gamma factor."""
    dice = np.random.default_rng(seed)
    factor = np.ones(mean.shape[0])
    if day_cv:
        factor = dice.gamma(1 / day_cv**2, day_cv**2, size=mean.shape[0])
    return History(MONDAY, minutes, dice.poisson(mean * factor[:, None]).astype(float))
