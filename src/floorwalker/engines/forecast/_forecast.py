"""From one queue's history to expected counts with their spread, for each coming interval."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from floorwalker.engines.forecast._cleaning import holiday_flags
from floorwalker.engines.forecast._handle_time import handle_time_outlook
from floorwalker.engines.forecast._history import (
    HORIZON_DAYS_MAX,
    BoolArray,
    FloatArray,
    History,
)
from floorwalker.engines.forecast._methods import (
    Method,
    day_model_times_profile,
    expectation,
    foreseen,
    latest,
)
from floorwalker.engines.forecast._negative_binomial import negative_binomial_quantiles
from floorwalker.engines.forecast._special_days import SpecialEffect, teaching
from floorwalker.engines.forecast._spread import (
    ORIGINS,
    day_factor_cv,
    dispersion_by_day,
    past_forecasts,
)

QUANTILE_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Forecast:
    """What is expected of one queue, on the local wall clock.

    Attributes:
        first_day: the local date of row 0, the day after the history.
        minutes: length of an interval.
        mean: expected contacts, shape (days, slots); 0 outside the opening hours.
        quantiles: counts at `QUANTILE_LEVELS`, shape (days, slots, 5).
        aht_seconds: expected handling time, shape (days, slots); None when none was given.
        dispersion: `a` of each day; an interval's variance is mean + a mean², shape (days,).
        day_factor_cv: relative error that all intervals of a day share (for simulations).
        open_slots: whether the queue is open, shape (7, slots), Monday first.
        special: what was done about each coming day that was marked by hand.
    """

    first_day: date
    minutes: int
    mean: FloatArray
    quantiles: FloatArray
    aht_seconds: FloatArray | None
    dispersion: FloatArray
    day_factor_cv: float
    open_slots: BoolArray
    special: tuple[SpecialEffect, ...]


def forecast(
    history: History, *, horizon_days: int, method: Method = day_model_times_profile
) -> Forecast:
    """Forecast the days after a history: the day model times the course of the day, with quantiles.

    Another `method` gives the means instead (`by_lead_week` puts several together); its spread is
    learned the same way, from its own past forecasts. Opening hours, handle times and the extra
    spread of holidays are ours. It must have something to say of every interval, as those of
    `by_lead_week` do.

    The spread comes from forecasting again as on up to eight earlier Mondays (or whichever weekday
    the history ends on) and comparing with what came. Design and measurements:
    docs/reference/forecast.md.

    Raises:
        ValueError: the history, the horizon (1 to 400 days) or the method cannot be used.
    """
    if not 1 <= horizon_days <= HORIZON_DAYS_MAX:
        raise ValueError(f"horizon_days is {horizon_days}; it must be 1 to {HORIZON_DAYS_MAX}.")
    recent = latest(teaching(history))
    expected = expectation(recent, horizon_days=horizon_days)
    mean = foreseen(method, history=recent, horizon_days=horizon_days)
    if np.isnan(mean).any():
        raise ValueError("the method has nothing to say of some intervals; see by_lead_week.")
    made = past_forecasts(recent, method=method, horizon_days=horizon_days, origins=ORIGINS)
    dispersion = dispersion_by_day(recent, made=made, horizon_days=horizon_days)
    is_holiday = holiday_flags(recent, days=recent.days + horizon_days)[recent.days :]
    dispersion = np.where(is_holiday, dispersion + expected.holiday_variance, dispersion)
    dispersion = dispersion + expected.special_variance
    return Forecast(
        first_day=recent.next_day,
        minutes=recent.minutes,
        mean=mean,
        quantiles=negative_binomial_quantiles(
            mean, dispersion=dispersion[:, None], levels=QUANTILE_LEVELS
        ),
        aht_seconds=handle_time_outlook(recent, horizon_days=horizon_days),
        dispersion=dispersion,
        day_factor_cv=day_factor_cv(recent, made=made),
        open_slots=expected.open_slots,
        special=expected.special,
    )
