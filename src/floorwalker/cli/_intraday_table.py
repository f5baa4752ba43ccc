"""The day in progress as tables for a person: the rest of the day, before and after the update."""

from rich.console import Console
from rich.table import Table

from floorwalker.cli._intraday_run import IntradayQueue, IntradayReport, IntradayRow

STANDS = {
    "first_hour": "less than an hour of today's opening time is known",
    "few_days": "too few past days to learn from",
    "did_not_help": "on the past days such an update did not help",
    "nothing_left": "the queue does not open any more today",
}


def print_intraday(report: IntradayReport) -> None:
    """Print the rest of every queue's day, and what it rests on."""
    console = Console()
    for queue in report.queues:
        if any(row.morning > 0 for row in queue.rows):
            console.print(_table(queue, report=report))
        console.print(_verdict(queue), markup=False)
        for warning in queue.warnings:
            console.print(f"Note: {warning}", markup=False)
    if report.staffing is not None:
        console.print(
            "Old: the agents that the morning forecast asks for; new: those that the update asks "
            f"for. In time: answered within {report.staffing.within_seconds:g} seconds.",
            markup=False,
        )
    for name in report.queues_left_out:
        console.print(f"Queue {name} began today: nothing to forecast it from.", markup=False)
    if report.rows_left_out:
        console.print(
            f"{report.rows_left_out:,} rows from {report.known_until:%Y-%m-%d %H:%M} on "
            "were not used.",
            markup=False,
        )


def _table(queue: IntradayQueue, *, report: IntradayReport) -> Table:
    day = f"{report.known_until:%a %Y-%m-%d}"
    table = Table(title=f"Queue {queue.queue}: the rest of {day}", title_style="bold")
    headings = ["From", "Morning", "Now", "5 %", "95 %"]
    if report.staffing is not None:
        headings += ["Agents, old", "Agents, new", "In time, old", "In time, new"]
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "From" else "right")
    for row in queue.rows:
        if row.morning > 0:
            table.add_row(*_cells(row))
    total = sum(row.morning for row in queue.rows), sum(row.mean for row in queue.rows)
    table.add_section()
    table.add_row("Rest", *(f"{contacts:,.0f}" for contacts in total))
    return table


def _cells(row: IntradayRow) -> list[str]:
    cells = [
        f"{row.start:%H:%M}",
        f"{row.morning:,.1f}",
        f"{row.mean:,.1f}",
        f"{row.quantiles[0]:,}",
        f"{row.quantiles[-1]:,}",
    ]
    if row.staffed is not None:
        cells += [
            f"{row.staffed.agents_morning:,}",
            f"{row.staffed.agents:,}",
            f"{row.staffed.service_level_morning:.0%}",
            f"{row.staffed.service_level:.0%}",
        ]
    return cells


def _verdict(queue: IntradayQueue) -> str:
    update = queue.update
    so_far = (
        f"So far {update.observed_so_far:,.0f} contacts, {update.expected_so_far:,.0f} expected."
    )
    if update.verdict != "updated":
        return f"{so_far} It stays with the morning forecast: {STANDS[update.verdict]}."
    return (
        f"{so_far} The rest is taken at {update.factor:.3f} times the morning forecast: slope "
        f"{update.slope_day:.2f} on the day so far and {update.slope_latest:.2f} on its last two "
        f"hours, {update.certainty_ratio:.0%} sure. On {update.past_days} past days this took "
        f"{update.saved_ratio:.0%} off the error."
    )
