"""Contacts per coming interval, with quantiles: the calendar's day times the course of the day.

`forecast` makes one queue's forecast; `backtest` tells how good it would have been, beside plain
methods. Both take a `History` and nothing else: no files, no clock, no dice.
"""

from floorwalker.engines.forecast._backtest import Backtest, BacktestScore, backtest
from floorwalker.engines.forecast._forecast import QUANTILE_LEVELS, Forecast, forecast
from floorwalker.engines.forecast._history import HORIZON_DAYS_MAX, History
from floorwalker.engines.forecast._methods import METHODS, OWN_METHOD
from floorwalker.engines.forecast._negative_binomial import (
    negative_binomial_quantiles,
    poisson_noise,
)

__all__ = [
    "HORIZON_DAYS_MAX",
    "METHODS",
    "OWN_METHOD",
    "QUANTILE_LEVELS",
    "Backtest",
    "BacktestScore",
    "Forecast",
    "History",
    "backtest",
    "forecast",
    "negative_binomial_quantiles",
    "poisson_noise",
]
