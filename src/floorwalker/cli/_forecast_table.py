"""The forecast as tables for a person: contacts per day, and how good such forecasts were."""

from datetime import timedelta

import numpy as np
from rich.console import Console
from rich.table import Table

from floorwalker.cli._forecast_run import ForecastReport, QueueReport
from floorwalker.engines.forecast import (
    OWN_METHOD,
    Backtest,
    Forecast,
    Pick,
    negative_binomial_quantiles,
    picks,
)

METHOD_TITLES = {
    OWN_METHOD: "this forecast",
    "mean_of_last_4": "mean of last 4 weeks",
    "mean_of_last_8": "mean of last 8 weeks",
    "seasonal_naive": "same as last week",
}


def print_tables(report: ForecastReport) -> None:
    """Print every queue's days and, when known, its accuracy beside plain methods."""
    console = Console()
    for queue in report.queues:
        console.print(_days_table(queue))
        if queue.backtest is not None:
            _print_accuracy(queue.backtest, console=console)
        for warning in queue.warnings:
            console.print(f"Note: {warning}", markup=False)
    if report.rows_left_out:
        console.print(
            f"{report.rows_left_out:,} rows from {report.first_day} on were not used.", markup=False
        )


def _days_table(queue: QueueReport) -> Table:
    result = queue.forecast
    totals = result.mean.sum(axis=1)
    low, high = _day_band(result, totals=totals)
    table = Table(title=f"Queue {queue.queue}: contacts expected per day", title_style="bold")
    for heading in ("Day", "Expected", "5 %", "95 %", "Busiest interval"):
        table.add_column(heading, justify="left" if heading == "Day" else "right")
    for index, total in enumerate(totals):
        day = result.first_day + timedelta(days=index)
        table.add_row(
            f"{day:%a %Y-%m-%d}",
            f"{total:,.0f}",
            f"{low[index]:,.0f}",
            f"{high[index]:,.0f}",
            _busiest(result, day=index) if total > 0 else "closed",
        )
    return table


def _day_band(result: Forecast, *, totals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    shared = np.full(totals.size, result.day_factor_cv**2)
    band = negative_binomial_quantiles(totals, dispersion=shared, levels=(0.05, 0.95))
    return band[:, 0], band[:, 1]


def _busiest(result: Forecast, *, day: int) -> str:
    slot = int(result.mean[day].argmax())
    minute = slot * result.minutes
    return f"{minute // 60:02d}:{minute % 60:02d}  {result.mean[day, slot]:,.0f}"


def _print_accuracy(backtest: Backtest, *, console: Console) -> None:
    if not backtest.scores:
        console.print("Too little history to tell how good such forecasts have been.")
        return
    weeks = sorted({score.lead_week for score in backtest.scores})
    table = Table(
        title=f"Error per interval (WAPE) by weeks ahead, {backtest.origins} earlier forecasts"
    )
    table.add_column("Method", no_wrap=True)
    for week in weeks:
        table.add_column(f"week {week}", justify="right")
    errors = {(s.method, s.lead_week): s.wape_ratio for s in backtest.scores}
    for method in dict.fromkeys(score.method for score in backtest.scores):
        cells = [
            f"{errors[method, week]:.1%}" if (method, week) in errors else "" for week in weeks
        ]
        table.add_row(METHOD_TITLES.get(method, method), *cells)
    table.add_row("chance alone", *(f"{ratio:.1%}" for ratio in backtest.noise_floor_ratio))
    table.add_row("best by more than noise", *(_picked(pick) for pick in picks(backtest)))
    console.print(table)


def _picked(pick: Pick) -> str:
    """Return the method that is better than ours, or whether ours is the best."""
    if pick.verdict == "other_is_better":
        return METHOD_TITLES.get(pick.method, pick.method)
    return {"own_is_better": "this forecast", "cannot_tell": "cannot tell"}.get(pick.verdict, "")
