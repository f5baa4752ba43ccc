"""From a queue's stored history to a forecast of the days ahead, with its back-test."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from floorwalker.duties.history.queries import queue_history
from floorwalker.duties.scheduling.ports import forecast_methods
from floorwalker.duties.scheduling.stages.choosing_methods import week_methods
from floorwalker.duties.scheduling.stages.requiring import target_of
from floorwalker.duties.scheduling.stages.special_days import told, with_calendar
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK
from floorwalker.duties.scheduling.week_methods import WeekMethod
from floorwalker.engines.forecast import (
    HORIZON_DAYS_MAX,
    ORIGINS_TO_PICK,
    QUANTILE_LEVELS,
    Forecast,
    backtest,
    by_lead_week,
    forecast,
    remembered,
)
from floorwalker.engines.timegrid import DayMatrix, unfold
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Site

INTERVAL_MINUTES = 30
HORIZON_DAYS = 4 * DAYS_PER_WEEK
HANDLE_SECONDS_LEAST = 1.0

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class ForecastRow:
    """One interval of a draft."""

    starts_at: datetime
    mean: float
    quantiles: tuple[float, ...]
    aht_seconds: float

    def as_columns(self) -> dict[str, Any]:
        """Return the columns of a `ForecastInterval`."""
        names = [f"p{round(level * 100):02d}" for level in QUANTILE_LEVELS]
        return {
            "starts_at": self.starts_at,
            "mean": self.mean,
            "aht_seconds": self.aht_seconds,
            **dict(zip(names, self.quantiles, strict=True)),
        }


@dataclass(frozen=True)
class ForecastDraft:
    """A forecast of one queue that is not stored yet."""

    site_id: int
    queue_id: int
    first_day: date
    days: int
    interval_minutes: int
    method: str
    day_factor_cv: float
    history_from: date
    history_until: date
    backtest: dict[str, Any]
    special_days: list[dict[str, Any]]
    week_methods: tuple[WeekMethod, ...]
    rows: tuple[ForecastRow, ...]


def forecast_site(
    site: Site, *, week_starts_on: date, today: date, progress: Progress
) -> tuple[ForecastDraft, ...]:
    """Forecast every active queue of a site, as far as the end of the week and four weeks at least.

    Days from the week on are not looked at: a past week is forecast as it would have been. Nor is
    today, of which a part may be told already.

    Raises:
        BadInputError: there is no queue, or one has no history before the week.
    """
    queues = list(site.queues.filter(is_active=True).select_related("site"))
    if not queues:
        raise BadInputError(
            _("there is no queue to forecast."),
            next_step=_("Import a file of your contacts first."),
        )
    drafts = []
    for done, queue in enumerate(queues):
        tell = partial(_tell, progress, name=queue.name, done=done, queues=len(queues))
        drafts.append(
            forecast_queue(queue, week_starts_on=week_starts_on, today=today, progress=tell)
        )
    return tuple(drafts)


def _tell(progress: Progress, share: float, *, name: str, done: int, queues: int) -> None:
    progress(100 * (done + share) / queues, name)


def forecast_queue(
    queue: Queue,
    *,
    week_starts_on: date,
    today: date,
    progress: Callable[[float], None] | None = None,
) -> ForecastDraft:
    """Forecast one queue from the days before the week that are over.

    Every method forecasts earlier weeks again; each lead week is then forecast with the one picked,
    or with the one that a planner chose. `progress` is told a share of 1.
    """
    last_day = week_starts_on - timedelta(days=1)
    history = queue_history(queue, minutes=INTERVAL_MINUTES, last_day=last_day)
    yesterday = today - timedelta(days=1)
    if history.next_day == today + timedelta(days=1):
        history = queue_history(queue, minutes=INTERVAL_MINUTES, last_day=yesterday)
    until_week_ends = (week_starts_on - history.next_day).days + DAYS_PER_WEEK
    if until_week_ends > HORIZON_DAYS_MAX:
        raise BadInputError(
            _("the history of %(queue)s ends on %(day)s, more than a year before the week planned.")
            % {"queue": queue.name, "day": history.next_day - timedelta(days=1)},
            next_step=_("Import newer history, or plan an earlier week."),
        )
    days = max(HORIZON_DAYS, until_week_ends)
    history = with_calendar(history, queue, days=days)
    methods = remembered(forecast_methods())
    try:
        judged = backtest(history, origins=ORIGINS_TO_PICK, methods=methods, progress=progress)
        weeks = week_methods(queue.pk, judged=judged, methods=methods)
        by_week = by_lead_week([week.method for week in weeks], methods=methods)
        made = forecast(history, horizon_days=days, method=by_week)
    except ValueError as error:
        raise BadInputError(
            _("nothing is left of the history of %(queue)s to learn from.") % {"queue": queue.name},
            next_step=_("Look at its special days and opening hours, or import more history."),
        ) from error
    return ForecastDraft(
        site_id=queue.site_id,
        queue_id=queue.pk,
        first_day=made.first_day,
        days=days,
        interval_minutes=made.minutes,
        method=weeks[0].method,
        day_factor_cv=made.day_factor_cv,
        history_from=history.first_day,
        history_until=history.next_day - timedelta(days=1),
        backtest=asdict(judged),
        special_days=told(made, history.holidays),
        week_methods=weeks,
        rows=_rows(queue, made),
    )


def _rows(queue: Queue, made: Forecast) -> tuple[ForecastRow, ...]:
    """Return every real interval; those outside the opening hours expect nothing."""
    zone = queue.site.tzinfo
    columns = [made.mean, *np.moveaxis(made.quantiles, 2, 0), _handle_seconds(queue, made)]
    unfolded = [
        unfold(DayMatrix(made.first_day, made.minutes, values), zone=zone) for values in columns
    ]
    starts = unfolded[0][0]
    mean, *quantiles, aht = (values for _starts, values in unfolded)
    return tuple(
        ForecastRow(
            starts_at=start.astimezone(UTC),
            mean=float(mean[i]),
            quantiles=tuple(float(values[i]) for values in quantiles),
            aht_seconds=float(aht[i]),
        )
        for i, start in enumerate(starts)
    )


def _handle_seconds(queue: Queue, made: Forecast) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the expected handle time, the queue's default where the history tells none."""
    default = float(target_of(queue).handle_seconds_default)
    if made.aht_seconds is None:
        return np.full(made.mean.shape, default)
    known = np.where(np.isnan(made.aht_seconds), default, made.aht_seconds)
    return np.maximum(known, HANDLE_SECONDS_LEAST)
