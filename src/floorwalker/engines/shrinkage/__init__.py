"""Shrinkage learned from lost paid time: by cause, lead time, weekday and season, with a band.

history = LossHistory(causes, first_day, paid_seconds, day, cause, seconds, lead_days)
learned = learn(history)                        # None: too few days to tell
expected = learned.expect(day, lead_days=14)    # beyond what is known two weeks ahead
backtest(history, lead_days=14, constant=0.12)  # beside a number typed in once
"""

from floorwalker.engines.shrinkage._backtest import Backtest, MethodError, backtest
from floorwalker.engines.shrinkage._history import LossHistory, known_ratio, usual_paid_seconds
from floorwalker.engines.shrinkage._learn import DAYS_MIN, LEADS, Expected, Learned, learn

__all__ = [
    "DAYS_MIN",
    "LEADS",
    "Backtest",
    "Expected",
    "Learned",
    "LossHistory",
    "MethodError",
    "backtest",
    "known_ratio",
    "learn",
    "usual_paid_seconds",
]
