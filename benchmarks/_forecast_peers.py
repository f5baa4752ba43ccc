"""The peers' forecasts, each set up as its documentation advises for such data.

Libraries that know no opening hours get the open intervals one after the other, as one series;
a week is then as long as its open intervals. Libraries are imported only when they are called.
"""

import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from floorwalker.engines.forecast import History

if TYPE_CHECKING:
    import pandas as pd

LONG_FIT_DAYS = 364  # MSTL and Prophet take minutes on more and gain nothing here
BOOSTING = {"objective": "poisson", "n_estimators": 300, "learning_rate": 0.05, "verbosity": -1}


@dataclass(frozen=True)
class OpenSeries:
    """The open intervals of a history, and of the days to come, in order of time."""

    history: History
    horizon_days: int

    @property
    def is_open(self) -> np.ndarray:
        """Weekday × slot: all slots ever used, on all weekdays ever used; seasons stay regular."""
        weekday = (np.arange(self.history.days) + self.history.first_day.weekday()) % 7
        used = self.history.counts > 0
        weekdays = np.array([used[weekday == w].any() for w in range(7)])
        return weekdays[:, None] & used.any(axis=0)

    def cells(self, *, coming: bool) -> tuple[np.ndarray, np.ndarray]:
        """Return day and slot of every open interval; past ones only where known."""
        first = self.history.days if coming else 0
        days = np.arange(first, first + self.horizon_days if coming else self.history.days)
        open_cells = self.is_open[(days + self.history.first_day.weekday()) % 7]
        if not coming:
            open_cells = open_cells & ~np.isnan(self.history.counts)
        rows, slots = np.nonzero(open_cells)
        return days[rows], slots

    @property
    def values(self) -> np.ndarray:
        """Return the known counts, in order."""
        return self.history.counts[self.cells(coming=False)]

    @property
    def season_lengths(self) -> tuple[int, int]:
        """Return how many open intervals the busiest day and the week have."""
        per_day = self.is_open.sum(axis=1)
        return int(per_day.max()), int(per_day.sum())

    def times(self, *, coming: bool) -> list[datetime]:
        """Return the start of every open interval."""
        midnight = datetime.combine(self.history.first_day, datetime.min.time())
        minutes = self.history.minutes
        return [
            midnight + timedelta(days=int(day), minutes=minutes * int(slot))
            for day, slot in zip(*self.cells(coming=coming), strict=True)
        ]

    def as_days(self, predicted: np.ndarray) -> np.ndarray:
        """Put predicted open intervals back into days × slots."""
        days, slots = self.cells(coming=True)
        result = np.zeros((self.horizon_days, self.history.slots))
        result[days - self.history.days, slots] = np.maximum(predicted, 0.0)
        return result


def statsforecast_autoets(history: History, horizon_days: int) -> np.ndarray:
    """AutoETS with the day as its season."""
    from statsforecast.models import AutoETS

    series = OpenSeries(_latest(history), horizon_days)
    steps = series.cells(coming=True)[0].size
    model = AutoETS(season_length=series.season_lengths[0])
    return series.as_days(model.forecast(y=series.values, h=steps)["mean"])


def statsforecast_mstl(history: History, horizon_days: int) -> np.ndarray:
    """MSTL with the day and the week as seasons, AutoETS for the trend."""
    from statsforecast.models import MSTL, AutoETS

    series = OpenSeries(_latest(history), horizon_days)
    steps = series.cells(coming=True)[0].size
    model = MSTL(season_length=list(series.season_lengths), trend_forecaster=AutoETS(model="ZZN"))
    return series.as_days(model.forecast(y=series.values, h=steps)["mean"])


def prophet(history: History, horizon_days: int) -> np.ndarray:
    """Prophet with multiplicative daily and weekly seasons, and the holidays."""
    import pandas as pd

    logging.disable(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
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
    logging.disable(logging.NOTSET)
    return series.as_days(predicted)


def mlforecast_lightgbm(history: History, horizon_days: int) -> np.ndarray:
    """Boosted trees on weekly lags, time of day, weekday, day of month and holiday."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
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


def _latest(history: History, *, days: int = LONG_FIT_DAYS) -> History:
    return history.since(max(0, history.days - days))


PEERS: dict[str, tuple[str, Callable[[History, int], np.ndarray]]] = {
    "statsforecast AutoETS": ("statsforecast", statsforecast_autoets),
    "statsforecast MSTL": ("statsforecast", statsforecast_mstl),
    "prophet": ("prophet", prophet),
    "mlforecast + LightGBM": ("mlforecast", mlforecast_lightgbm),
}
