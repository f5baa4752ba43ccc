"""`floorwalker simulate`: play a centre of types and groups, and tell the service to expect."""

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
    from floorwalker.adapters.problem_files.simulation import SimulationProblem
    from floorwalker.engines.simulate import QueueService, Scenario

CALLED_BACK = "called_back = share of the answered who did not wait on the line."


@click.command()
@takes_a_problem
def command(problem_file: Path | None, as_json: bool, schema: bool) -> None:  # noqa: FBT001 - click passes by name
    """Play the centre of PROBLEM.json many times: types of contacts, groups of agents, routing.

    Targets are reported, not judged: the exit code is 0 also when they are missed.
    """
    from floorwalker.adapters.problem_files.simulation import (
        SimulationProblem,
        centre_of,
        read_problem,
    )

    file = file_or_schema(problem_file, schema=schema, model=SimulationProblem)
    if file is None:
        return
    from floorwalker.config.parallel import cores
    from floorwalker.engines.simulate import rehearse

    problem = read_problem(file)
    try:
        centre = centre_of(problem)
    except ValueError as error:
        raise BadInputError(f"{error}.", where=file.name) from None
    with ProgressBar("Simulating", shown=sys.stderr.isatty() and not as_json) as bar:
        rehearsal = rehearse(
            centre,
            seed=problem.seed,
            replications=problem.replications,
            missing=[0],
            half_width_max=problem.half_width_max,
            progress=bar.progress,
            run=cores(),
        )
    (scenario,) = rehearsal.scenarios
    if as_json:
        played = {"replications": rehearsal.replications, "contacts_played": rehearsal.contacts}
        click.echo(json.dumps(_answer(problem, scenario, played=played), allow_nan=False))
    else:
        _print_table(problem, scenario, replications=rehearsal.replications)


def _answer(
    problem: "SimulationProblem", scenario: "Scenario", *, played: dict[str, int]
) -> dict[str, object]:
    def spans(service: "QueueService") -> dict[str, object]:
        return {
            "whole": asdict(service.week),
            "periods": [asdict(part) for part in service.intervals],
        }

    return {
        "period_minutes": problem.period_minutes,
        "seed": problem.seed,
        **played,
        "confidence": 0.95,
        "notes": [BOOKING, MEASURES, CALLED_BACK, INTERVALS],
        "all_types": spans(scenario.overall),
        "types": [
            {
                "type": kind.name,
                "target": {
                    "service_level": kind.service_level,
                    "within_seconds": kind.within_seconds,
                },
            }
            | spans(service)
            for kind, service in zip(problem.types, scenario.queues, strict=True)
        ],
    }


def _print_table(problem: "SimulationProblem", scenario: "Scenario", *, replications: int) -> None:
    from rich.console import Console

    console = Console()
    table = text_table("type", "within s", *COLUMNS, words=("type",))
    for kind, service in zip(problem.types, scenario.queues, strict=True):
        table.add_row(kind.name, f"{kind.within_seconds:g}", *service_cells(service.week))
    table.add_section()
    table.add_row("all", "", *service_cells(scenario.overall.week))
    console.print(table)
    console.print(
        f"{replications} replications, seed {problem.seed}; ± is half of the 95 % interval; "
        "– means too few contacts to tell. --json gives every period.",
        highlight=False,
    )
