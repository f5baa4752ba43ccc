"""Contacts per coming interval, with quantiles: the calendar's day times the course of the day.

`forecast` makes one queue's forecast; `backtest` tells how good it would have been, beside plain
methods and any others; `picks` says which to use; `intraday_update` goes on from the first hours
of a day (`learn_slopes` and `update_by_slopes` where a night lies between the two); `value_added`
tells whose changes made forecasts better. Arrays in, arrays out: no files, no clock, no dice.
"""

from floorwalker.engines.forecast._backtest import Backtest, BacktestScore, backtest
from floorwalker.engines.forecast._calendar import SpecialDay, SpecialKind
from floorwalker.engines.forecast._forecast import QUANTILE_LEVELS, Forecast, forecast
from floorwalker.engines.forecast._handle_time_backtest import (
    HANDLE_TIME_METHODS,
    HandleTimeScore,
)
from floorwalker.engines.forecast._history import HORIZON_DAYS_MAX, History
from floorwalker.engines.forecast._intraday import (
    intraday_update,
    learn_slopes,
    morning_forecasts,
    update_by_slopes,
)
from floorwalker.engines.forecast._intraday_slopes import Slopes
from floorwalker.engines.forecast._intraday_terms import (
    CutSlopes,
    IntradayUpdate,
    PastDays,
    Today,
)
from floorwalker.engines.forecast._methods import METHODS, OWN_METHOD, Method
from floorwalker.engines.forecast._negative_binomial import (
    negative_binomial_quantiles,
    poisson_noise,
)
from floorwalker.engines.forecast._pick import ORIGINS_TO_PICK, Pick, picks
from floorwalker.engines.forecast._special_days import SpecialEffect
from floorwalker.engines.forecast._value_added import ValueAdded, VersionMeans, value_added
from floorwalker.engines.forecast._week_methods import by_lead_week, remembered

__all__ = [
    "HANDLE_TIME_METHODS",
    "HORIZON_DAYS_MAX",
    "METHODS",
    "ORIGINS_TO_PICK",
    "OWN_METHOD",
    "QUANTILE_LEVELS",
    "Backtest",
    "BacktestScore",
    "CutSlopes",
    "Forecast",
    "HandleTimeScore",
    "History",
    "IntradayUpdate",
    "Method",
    "PastDays",
    "Pick",
    "Slopes",
    "SpecialDay",
    "SpecialEffect",
    "SpecialKind",
    "Today",
    "ValueAdded",
    "VersionMeans",
    "backtest",
    "by_lead_week",
    "forecast",
    "intraday_update",
    "learn_slopes",
    "morning_forecasts",
    "negative_binomial_quantiles",
    "picks",
    "poisson_noise",
    "remembered",
    "update_by_slopes",
    "value_added",
]
