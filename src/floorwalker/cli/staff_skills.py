"""`floorwalker staff-skills`: agents per group for several types of contact, at the least cost."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorwalker.cli._problem_command import file_or_schema, takes_a_problem
from floorwalker.cli._text_table import text_table
from floorwalker.foundation.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from floorwalker.adapters.problem_files.skills import SkillsFile
    from floorwalker.engines.simulate import Estimate, SkillStaffing

VERDICTS = {True: "met", False: "missed", None: "cannot tell"}
MEASURES = (
    "service_level = answered within the threshold / offered; abandonment = abandoned / offered; "
    "asa_seconds = mean wait of the answered."
)
INTERVALS = (
    "low and high bound a 95 % interval; is_met is null where one end meets the targets and the "
    "other does not."
)
SEARCH = "A local search: adding one or two agents anywhere saves no more elsewhere than they cost."


@click.command("staff-skills")
@takes_a_problem
def command(problem_file: Path | None, as_json: bool, schema: bool) -> None:  # noqa: FBT001 - click passes by name
    """Staff the groups of PROBLEM.json so that every type meets its targets at the least cost.

    Found by simulation, and validated by at least a million other contacts.
    """
    from floorwalker.adapters.problem_files.skills import SkillsFile, read_problem

    file = file_or_schema(problem_file, schema=schema, model=SkillsFile)
    if file is None:
        return
    from floorwalker.engines.simulate import staff_skills

    asked, problem = read_problem(file)
    try:
        staffing = staff_skills(problem, seed=asked.seed, told=_teller(as_json=as_json))
    except ValueError as error:
        raise BadInputError(
            f"{error}.", where=file.name, next_step="Raise agents_max or lower a target."
        ) from None
    if as_json:
        click.echo(json.dumps(_answer(asked, staffing), allow_nan=False))
    else:
        _print_tables(asked, staffing)


def _teller(*, as_json: bool) -> "Callable[[int, float], None] | None":
    """Tell how far the search is, on a terminal."""
    if as_json or not sys.stderr.isatty():
        return None

    def tell(tried: int, lowest: float) -> None:
        found = "" if lowest == float("inf") else f", lowest cost {lowest:g}"
        click.echo(f"\r{tried} staffings tried{found}   ", err=True, nl=False)

    return tell


def _answer(file: "SkillsFile", staffing: "SkillStaffing") -> dict[str, object]:
    return {
        "agents": {
            group.name: count for group, count in zip(file.groups, staffing.agents, strict=True)
        },
        "cost": staffing.cost,
        "types": [
            {"type": kind.name} | asdict(service)
            for kind, service in zip(file.types, staffing.types, strict=True)
        ],
        "contacts_validated": staffing.contacts,
        "staffings_tried": staffing.tried,
        "seed": file.seed,
        "confidence": 0.95,
        "notes": [MEASURES, INTERVALS, SEARCH],
    }


def _print_tables(file: "SkillsFile", staffing: "SkillStaffing") -> None:
    from rich.console import Console

    console = Console()
    groups = text_table("group", "agents", "cost", words=("group",))
    for group, count in zip(file.groups, staffing.agents, strict=True):
        groups.add_row(group.name, str(count), f"{count * group.cost:g}")
    groups.add_section()
    groups.add_row("all", str(sum(staffing.agents)), f"{staffing.cost:g}")
    types = text_table("type", "in time", "target", "give up", "ASA s", "", words=("type", ""))
    for kind, service in zip(file.types, staffing.types, strict=True):
        types.add_row(
            kind.name,
            _share(service.service_level),
            f"{kind.service_level:.1%} in {kind.within_seconds:g} s",
            _share(service.abandonment),
            f"{service.asa_seconds.mean:.1f}",
            VERDICTS[service.is_met],
        )
    console.print(groups)
    console.print(types)
    console.print(
        f"Validated by {staffing.contacts:,} contacts, seed {file.seed}; {staffing.tried} "
        "staffings tried; ± is half of the 95 % interval.",
        highlight=False,
    )


def _share(estimate: "Estimate") -> str:
    return f"{estimate.mean:.1%} ±{50 * (estimate.high - estimate.low):.2f}"
