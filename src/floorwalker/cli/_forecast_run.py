"""The work of `floorwalker forecast`: read, forecast every queue, keep what is to be shown."""

import sys
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import numpy as np

from floorwalker.adapters.forecast_peers import installed_methods
from floorwalker.adapters.plain_csv import IntervalFile, QueueCounts, read_intervals
from floorwalker.engines.forecast import (
    METHODS,
    ORIGINS_TO_PICK,
    Backtest,
    Forecast,
    History,
    backtest,
    forecast,
)
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.public_holidays import (
    are_public_holidays_known,
    public_holidays,
)

SHORT_HISTORY_DAYS = 28
PAUSE_DAYS_TOLD = 7  # a shorter pause may be a weekend
PAUSE_DAYS_MAX = 400  # between the last day known and the first one wanted


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line."""

    minutes: int
    horizon_days: int
    first_day: date | None
    zone: ZoneInfo | None
    country: str | None
    province: str | None
    with_backtest: bool


@dataclass(frozen=True)
class QueueReport:
    """One queue: its past, its forecast and, if asked for, how good such forecasts were."""

    queue: str
    history: History
    forecast: Forecast
    backtest: Backtest | None
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ForecastReport:
    """Everything the command has to show."""

    wish: Wish
    first_day: date
    source_minutes: int
    rows_left_out: int
    queues: tuple[QueueReport, ...]


def run_forecasts(path: Path, *, wish: Wish, show_progress: bool) -> ForecastReport:
    """Read the file and forecast each of its queues.

    Raises:
        BadInputError: the file cannot be used as asked.
    """
    before = None if wish.first_day is None else datetime.combine(wish.first_day, time.min)
    file = read_intervals(path, minutes=wish.minutes, zone=wish.zone, before=before)
    first_day = wish.first_day or _day_after(file)
    _check_contacts(file, path=path, first_day=first_day)
    holidays = holidays_of(file, wish=wish, first_day=first_day)
    queues = []
    with click.progressbar(
        file.queues,
        label="Forecasting",
        file=sys.stderr,
        hidden=not show_progress,
    ) as bar:
        for counts in bar:
            history = history_before(first_day, counts=counts, holidays=holidays)
            queues.append(_queue_report(counts, history=history, wish=wish))
    return ForecastReport(wish, first_day, file.source_minutes, file.rows_left_out, tuple(queues))


def _day_after(file: IntervalFile) -> date:
    return max(_end(counts) for counts in file.queues)


def _end(counts: QueueCounts) -> date:
    return counts.offered.first_day + timedelta(days=counts.offered.days)


def _check_contacts(file: IntervalFile, *, path: Path, first_day: date) -> None:
    if not any(np.nansum(counts.offered.values) > 0 for counts in file.queues):
        raise BadInputError(f"no contact lies before {first_day}.", where=path.name)
    pause = (first_day - _day_after(file)).days
    if pause > PAUSE_DAYS_MAX:
        raise BadInputError(
            f"the last day is {pause} days before --from {first_day}; "
            f"at most {PAUSE_DAYS_MAX} can be bridged.",
            where=path.name,
        )


def holidays_of(file: IntervalFile, *, wish: Wish, first_day: date) -> frozenset[date]:
    """Return the public holidays that were asked for, of all years that the forecast looks at."""
    if wish.country is None:
        return frozenset()
    country, province = wish.country.upper(), wish.province or ""
    if not are_public_holidays_known(country, province):
        raise BadInputError(
            f"no public holidays are known for {country} {province}".rstrip() + ".",
            next_step="Use codes such as CA and QC (ISO 3166).",
        )
    first_year = min(counts.offered.first_day for counts in file.queues).year
    last_year = (first_day + timedelta(days=wish.horizon_days)).year
    return public_holidays(country, province, years=range(first_year, last_year + 1))


def history_before(day: date, *, counts: QueueCounts, holidays: frozenset[date]) -> History:
    """Return the queue's past up to `day`, unknown where the file ends earlier."""
    days = (day - counts.offered.first_day).days
    aht = None if counts.aht_seconds is None else _with_days(counts.aht_seconds.values, days=days)
    return History(
        first_day=counts.offered.first_day,
        minutes=counts.offered.minutes,
        counts=_with_days(counts.offered.values, days=days),
        aht_seconds=aht,
        holidays=holidays,
    )


def _with_days(values: np.ndarray, *, days: int) -> np.ndarray:
    missing = max(0, days - values.shape[0])
    return np.pad(values[:days], ((0, missing), (0, 0)), constant_values=np.nan)


def _queue_report(counts: QueueCounts, *, history: History, wish: Wish) -> QueueReport:
    return QueueReport(
        queue=counts.queue,
        history=history,
        forecast=forecast(history, horizon_days=wish.horizon_days),
        backtest=_judged(history) if wish.with_backtest else None,
        warnings=(*counts.warnings, *_warnings(counts, history=history)),
    )


def _judged(history: History) -> Backtest:
    """Compare our model with the plain methods and with the libraries that are installed."""
    methods = {**METHODS, **installed_methods()}
    return backtest(history, origins=ORIGINS_TO_PICK, methods=methods)


def _warnings(counts: QueueCounts, *, history: History) -> list[str]:
    warnings = []
    known_days = int((~np.isnan(history.counts)).any(axis=1).sum())
    if known_days < SHORT_HISTORY_DAYS:
        warnings.append(f"Days known: {known_days}. With so few, the bands are wide on purpose.")
    pause = history.days - counts.offered.days
    if pause >= PAUSE_DAYS_TOLD:
        warnings.append(f"Nothing is known of the last {pause} days before the forecast.")
    return warnings
