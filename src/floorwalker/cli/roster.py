"""`floorwalker roster`: from a problem file to a week for everybody, judged and with its gap."""

import json
import sys
from pathlib import Path

import click

from floorwalker.cli import EXIT_RULES_BROKEN
from floorwalker.cli._finite_range import FiniteRange

SECONDS_DEFAULT = 10.0
SECONDS_MAX = 86_400.0
ITERATIONS_MAX = 100_000_000


@click.command("roster")
@click.argument("path", metavar="PROBLEM.json", required=False, type=click.Path(path_type=Path))
@click.option(
    "--seconds",
    type=FiniteRange(0, SECONDS_MAX),
    help=f"Time to improve the roster. Default: {SECONDS_DEFAULT:g}; with --iterations, no limit.",
)
@click.option(
    "--iterations",
    type=click.IntRange(0, ITERATIONS_MAX),
    help="Steps to improve the roster. Without --seconds the answer is the same at every run.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="For the dice.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a problem and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def command(
    *,
    path: Path | None,
    seconds: float | None,
    iterations: int | None,
    seed: int,
    schema: bool,
    as_json: bool,
) -> None:
    """Roster the agents of PROBLEM.json: shifts, lunches and breaks that keep every rule.

    An independent checker judges the result. Exit code 4 means that a rule is broken, which
    happens only when an agent's own rules cannot all hold; the answer names them. Ctrl-C stops
    and prints the best roster so far.
    """
    if schema:
        from floorwalker.adapters.problem_files.roster import roster_problem_schema

        click.echo(json.dumps(roster_problem_schema(), indent=2))
        return
    if path is None:
        raise click.UsageError("Name a problem file, or ask for --schema.")
    from floorwalker.cli._roster_run import run_roster

    if seconds is None and iterations is None:
        seconds = SECONDS_DEFAULT
    report = run_roster(
        path,
        seconds=seconds,
        iterations=ITERATIONS_MAX if iterations is None else iterations,
        seed=seed,
        show_progress=sys.stderr.isatty(),
    )
    if as_json:
        from floorwalker.cli._roster_json import as_json_text

        click.echo(as_json_text(report))
    else:
        from floorwalker.cli._roster_table import print_tables

        print_tables(report)
    if report.broken_rules or report.solution.conflicts:
        sys.exit(EXIT_RULES_BROKEN)
