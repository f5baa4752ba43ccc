"""`floorwalker rehearse`: play a roster against a forecast and tell the service to expect."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorwalker.cli._problem_command import file_or_schema, takes_a_problem
from floorwalker.cli._progress_bar import ProgressBar
from floorwalker.cli._service_cells import BOOKING, COLUMNS, INTERVALS, MEASURES, service_cells
from floorwalker.cli._text_table import text_table
from floorwalker.foundation.errors import BadInputError

if TYPE_CHECKING:
    from floorwalker.adapters.problem_files.rehearsal import QueuePromise, RehearsalProblem
    from floorwalker.engines.simulate import QueueService, Rehearsal


@click.command()
@takes_a_problem
def command(problem_file: Path | None, as_json: bool, schema: bool) -> None:  # noqa: FBT001 - click passes by name
    """Play the roster of PROBLEM.json many times, with everyone there and with people missing.

    Targets are reported, not judged: the exit code is 0 also when they are missed.
    """
    from floorwalker.adapters.problem_files.rehearsal import (
        RehearsalProblem,
        centre_of,
        read_problem,
    )

    file = file_or_schema(problem_file, schema=schema, model=RehearsalProblem)
    if file is None:
        return
    from floorwalker.config.parallel import cores
    from floorwalker.engines.simulate import rehearse

    problem = read_problem(file)
    try:
        centre = centre_of(problem)
    except ValueError as error:
        raise BadInputError(f"{error}.", where=file.name) from None
    with ProgressBar("Rehearsing", shown=sys.stderr.isatty() and not as_json) as bar:
        rehearsal = rehearse(
            centre,
            seed=problem.seed,
            replications=problem.replications,
            missing=problem.missing,
            progress=bar.progress,
            run=cores(),
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
    from rich.console import Console

    console = Console()
    dates = [day.isoformat() for day in problem.dates()]
    for queue, *services in zip(
        problem.queues, *(scenario.queues for scenario in rehearsal.scenarios), strict=True
    ):
        table = text_table("missing", "when", *COLUMNS, words=("when",), title=_title(queue))
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
