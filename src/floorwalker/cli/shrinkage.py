"""`floorwalker shrinkage FILE`: what past absences tell about those to come. No database."""

import json
from pathlib import Path

import click

from floorwalker.cli._finite_range import FiniteRange

LEAD_DAYS_MAX = 365


@click.command("shrinkage")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--paid",
    type=click.Path(path_type=Path),
    help="A CSV with day and paid_minutes. Without it, FILE has a column paid_minutes.",
)
@click.option(
    "--lead",
    "lead_days",
    type=click.IntRange(1, LEAD_DAYS_MAX),
    default=14,
    show_default=True,
    help="Days ahead: from the last day of the file to the first day that is planned.",
)
@click.option(
    "--constant",
    type=FiniteRange(0, 0.9),
    default=0.12,
    show_default=True,
    help="The share to compare with, as typed in once.",
)
@click.option(
    "--people",
    type=FiniteRange(1),
    help="How many are on the roster, for the band. Without it, as many as usual.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    file: Path,
    paid: Path | None,
    lead_days: int,
    constant: float,
    people: float | None,
    as_json: bool,  # noqa: FBT001 - click passes by name
) -> None:
    """Shrinkage by cause and lead time from FILE, a CSV with day, cause, minutes and known_on.

    Told is the share of paid time that will be lost beyond what is known so many days ahead, for
    the seven days from then on, and how far off it would have been in the past.
    """
    from floorwalker.cli._database import set_up_django
    from floorwalker.cli._shrinkage_run import history_of, told

    set_up_django()  # for the words about the file
    history = history_of(file, paid=paid)
    answer = told(history, lead_days=lead_days, constant=constant, people=people)
    if as_json:
        click.echo(json.dumps(answer, allow_nan=False))
    else:
        from floorwalker.cli._shrinkage_table import print_answer

        print_answer(answer)
