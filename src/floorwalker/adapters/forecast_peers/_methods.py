"""The libraries' methods, each set up as its documentation advises for such data.

A library is imported when it is called, and only then.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from floorwalker.adapters.forecast_peers._open_series import FloatArray, OpenSeries
from floorwalker.engines.forecast import History

if TYPE_CHECKING:
    import pandas as pd

LONG_FIT_DAYS = 364  # MSTL and Prophet take minutes on more and gain nothing here
BOOSTING: dict[str, Any] = {
    "objective": "poisson",
    "n_estimators": 300,
    "learning_rate": 0.05,
    "verbosity": -1,
}


def statsforecast_autoets(history: History, horizon_days: int) -> FloatArray:
    """AutoETS with the day as its season."""
    from statsforecast.models import AutoETS

    series = OpenSeries(_latest(history), horizon_days)
    steps = series.cells(coming=True)[0].size
    model = AutoETS(season_length=series.season_lengths[0])
    return series.as_days(model.forecast(y=series.values, h=steps)["mean"])


def statsforecast_mstl(history: History, horizon_days: int) -> FloatArray:
    """MSTL with the day and the week as seasons, AutoETS for the trend."""
    from statsforecast.models import MSTL, AutoETS

    series = OpenSeries(_latest(history), horizon_days)
    steps = series.cells(coming=True)[0].size
    model = MSTL(season_length=list(series.season_lengths), trend_forecaster=AutoETS(model="ZZN"))
    return series.as_days(model.forecast(y=series.values, h=steps)["mean"])


def prophet(history: History, horizon_days: int) -> FloatArray:
    """Prophet with multiplicative daily and weekly seasons, and the holidays."""
    import pandas as pd

    with _quiet():
        from prophet import Prophet

        series = OpenSeries(_latest(history), horizon_days)
        names = pd.DataFrame({"holiday": "public", "ds": pd.to_datetime(sorted(history.holidays))})
        model = Prophet(
            holidays=names if len(names) else None,
            seasonality_mode="multiplicative",
            yearly_seasonality=False,
        )
        past = pd.DataFrame({"ds": series.times(coming=False), "y": series.values})
        model.fit(past)
        future = pd.DataFrame({"ds": series.times(coming=True)})
        predicted = model.predict(future)["yhat"].to_numpy()
    return series.as_days(predicted)


def mlforecast_lightgbm(history: History, horizon_days: int) -> FloatArray:
    """Boosted trees on weekly lags, time of day, weekday, day of month and holiday."""
    with _quiet():
        from lightgbm import LGBMRegressor
        from mlforecast import MLForecast

        series = OpenSeries(_latest(history, days=3 * 364), horizon_days)
        week = series.season_lengths[1]
        lags = [week * k for k in (1, 2, 3, 4)]
        model = MLForecast(models={"trees": LGBMRegressor(**BOOSTING, n_jobs=1)}, freq=1, lags=lags)
        past = _features(series, coming=False, first_step=0)
        past["y"] = series.values
        model.fit(past, static_features=[])
        coming = _features(series, coming=True, first_step=len(past))
        predicted = model.predict(h=len(coming), X_df=coming)["trees"].to_numpy()
    return series.as_days(predicted)


def _features(series: OpenSeries, *, coming: bool, first_step: int) -> "pd.DataFrame":
    import pandas as pd

    times = pd.DatetimeIndex(series.times(coming=coming))
    return pd.DataFrame(
        {
            "unique_id": "queue",
            "ds": np.arange(first_step, first_step + len(times)),
            "minute": times.hour * 60 + times.minute,
            "weekday": times.weekday,
            "day_of_month": times.day,
            "holiday": [int(day in series.history.holidays) for day in times.date],
        }
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' chatter out of our log."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = logging.root.manager.disable
        logging.disable(logging.ERROR)
        try:
            yield
        finally:
            logging.disable(before)


def _latest(history: History, *, days: int = LONG_FIT_DAYS) -> History:
    return history.since(max(0, history.days - days))
