"""`floorwalker rehearse`: play a roster against a forecast and tell the service to expect."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorwalker.cli._progress_bar import ProgressBar
from floorwalker.cli._service_cells import COLUMNS, service_cells
from floorwalker.foundation.errors import BadInputError

if TYPE_CHECKING:
    from floorwalker.adapters.problem_files.rehearsal import QueuePromise, RehearsalProblem
    from floorwalker.engines.simulate import QueueService, Rehearsal

BOOKING = (
    "Everything about a contact is booked in the interval in which it arrived; busy and staffed "
    "time when it passes."
)
MEASURES = (
    "service_level = answered within the threshold / offered; asa_seconds = mean wait of the "
    "answered; abandonment = abandoned / offered; occupancy = busy / staffed time of the people "
    "who serve the queue, on any queue."
)
INTERVALS = "low and high bound a 95 % interval for the mean; null: too few contacts to tell."


@click.command()
@click.argument(
    "problem_file", metavar="PROBLEM.json", type=click.Path(path_type=Path), required=False
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a problem and stop.")
def command(problem_file: Path | None, as_json: bool, schema: bool) -> None:  # noqa: FBT001 - click passes by name
    """Play the roster of PROBLEM.json many times, with everyone there and with people missing.

    Targets are reported, not judged: the exit code is 0 also when they are missed.
    """
    from floorwalker.adapters.problem_files.rehearsal import (
        RehearsalProblem,
        centre_of,
        read_problem,
    )

    if schema:
        click.echo(json.dumps(RehearsalProblem.model_json_schema(), indent=2))
        return
    if problem_file is None:
        raise click.UsageError("Missing argument 'PROBLEM.json'.")
    from floorwalker.engines.simulate import rehearse

    problem = read_problem(problem_file)
    try:
        centre = centre_of(problem)
    except ValueError as error:
        raise BadInputError(f"{error}.", where=problem_file.name) from None
    with ProgressBar("Rehearsing", shown=sys.stderr.isatty() and not as_json) as bar:
        rehearsal = rehearse(
            centre,
            seed=problem.seed,
            replications=problem.replications,
            missing=problem.missing,
            progress=bar.progress,
        )
    if as_json:
        click.echo(json.dumps(_answer(problem, rehearsal), allow_nan=False))
    else:
        _print_tables(problem, rehearsal)


def _answer(problem: "RehearsalProblem", rehearsal: "Rehearsal") -> dict[str, object]:
    starts = [start.isoformat() for start in problem.starts()]
    dates = [day.isoformat() for day in problem.dates()]

    def spans(service: "QueueService") -> dict[str, object]:
        return {
            "week": asdict(service.week),
            "days": [
                {"date": day} | asdict(part) for day, part in zip(dates, service.days, strict=True)
            ],
            "intervals": [
                {"start": start} | asdict(part)
                for start, part in zip(starts, service.intervals, strict=True)
            ],
        }

    return {
        "start": problem.start.isoformat(),
        "interval_minutes": problem.interval_minutes,
        "replications": rehearsal.replications,
        "seed": problem.seed,
        "contacts_played": rehearsal.contacts,
        "confidence": 0.95,
        "notes": [BOOKING, MEASURES, INTERVALS],
        "scenarios": [
            {
                "missing": scenario.missing,
                "all_queues": spans(scenario.overall),
                "queues": [
                    {
                        "queue": queue.name,
                        "target": {
                            "service_level": queue.service_level,
                            "within_seconds": queue.within_seconds,
                        },
                    }
                    | spans(service)
                    for queue, service in zip(problem.queues, scenario.queues, strict=True)
                ],
            }
            for scenario in rehearsal.scenarios
        ],
    }


def _print_tables(problem: "RehearsalProblem", rehearsal: "Rehearsal") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console()
    dates = [day.isoformat() for day in problem.dates()]
    for queue, *services in zip(
        problem.queues, *(scenario.queues for scenario in rehearsal.scenarios), strict=True
    ):
        table = Table(
            title=_title(queue),
            title_justify="left",
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            padding=(0, 1, 0, 0),
        )
        for name in ("missing", "when", *COLUMNS):
            table.add_column(name, justify="left" if name == "when" else "right", no_wrap=True)
        for scenario, service in zip(rehearsal.scenarios, services, strict=True):
            for when, part in (*zip(dates, service.days, strict=True), ("all", service.week)):
                table.add_row(str(scenario.missing), when, *service_cells(part))
            table.add_section()
        console.print(table)
    console.print(
        f"{rehearsal.replications} replications, seed {problem.seed}; ± is half of the 95 % "
        "interval; – means too few contacts to tell. --json gives every interval.",
        highlight=False,
    )


def _title(queue: "QueuePromise") -> str:
    return f"{queue.name} (target {queue.service_level:.0%} within {queue.within_seconds:g} s)"
