"""The answer of `floorwalker roster` for a person: the week by agent, then what is amiss."""

from datetime import timedelta

import click
from rich.console import Console
from rich.table import Table

from floorwalker.cli._roster_json import local_time, paid_hours
from floorwalker.cli._roster_run import RosterReport

DAY_MINUTES = 1440
RANGES_SHOWN = 20


def print_tables(report: RosterReport) -> None:
    """Print the roster, the broken rules, the shortage and the gap."""
    Console().print(_week(report))
    _print_broken(report)
    _print_shortage(report)
    solution = report.solution
    click.echo(
        f"Cost {solution.cost:.2f} weighted agent-hours; no roster can cost less than "
        f"{solution.bound:.2f}: a gap of {solution.gap_ratio:.1%}, "
        f"or {solution.gap_of_workload_ratio:.2%} of the workload."
    )


def _week(report: RosterReport) -> Table:
    table = Table("Agent")
    for day in range(report.problem.days):
        table.add_column(f"{report.problem.first_day + timedelta(days=day):%a %d}")
    table.add_column("Hours", justify="right")
    for agent, shifts in zip(report.problem.agents, report.solution.shifts, strict=True):
        cells = [""] * report.problem.days
        for shift in shifts:
            times = [local_time(report, m)[11:16] for m in (shift.start_minute, shift.end_minute)]
            cells[shift.start_minute // DAY_MINUTES] = "-".join(times)
        hours = sum(paid_hours(shift) for shift in shifts)
        table.add_row(agent.name, *cells, f"{hours:g}")
    return table


def _print_broken(report: RosterReport) -> None:
    for conflict in report.solution.conflicts:
        rules = ", ".join(conflict.rules)
        click.echo(f"{conflict.agent}: these rules cannot all hold: {rules}.")
        if conflict.mended_by:
            click.echo(f"  Dropping one of these mends it: {', '.join(conflict.mended_by)}.")
        if conflict.dropped is None:
            click.echo("  Only the pinned shifts are rostered.")
    for broken in report.broken_rules:
        place = "" if broken.at_minute is None else f" at {local_time(report, broken.at_minute)}"
        what = " ".join(part for part in (broken.rule, broken.detail, broken.subject) if part)
        sizes = f"{broken.found:g} against {broken.limit:g} {broken.unit}"
        click.echo(f"{broken.agent}{place}: broken rule: {what} ({sizes}).")


def _print_shortage(report: RosterReport) -> None:
    covered = report.coverage
    click.echo(
        f"Short {covered.short_hours:.1f} agent-hours, over {covered.over_hours:.1f}, "
        f"of {report.solution.workload_hours:.1f} needed."
    )
    worst = sorted(report.shortage, key=lambda short: -short.hours_short)
    for short in worst[:RANGES_SHOWN]:
        queue = report.problem.queues[short.queue].name
        start, end = (local_time(report, m) for m in (short.start_minute, short.end_minute))
        click.echo(
            f"  {queue}: {start[:16]} to {end[11:16]}, up to {short.agents_short_max:.1f} agents, "
            f"{short.hours_short:.1f} agent-hours."
        )
    if len(worst) > RANGES_SHOWN:
        click.echo(f"  … and {len(worst) - RANGES_SHOWN} shorter stretches (all with --json).")
