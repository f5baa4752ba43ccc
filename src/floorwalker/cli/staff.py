"""`floorwalker staff`: agents needed per interval, from a CSV file of expected contacts."""

import json
from pathlib import Path
from typing import Any

import click

from floorwalker.cli._finite_range import FiniteRange
from floorwalker.cli._staff_file import DAY_MINUTES, read_lines
from floorwalker.cli._staff_run import Wishes, staffed
from floorwalker.foundation.errors import BadInputError


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--service-level",
    type=FiniteRange(0, 0.999_999),
    required=True,
    help="Share to answer in time, 0 to 0.999999.",
)
@click.option("--within", type=FiniteRange(0), required=True, help="In time: seconds.")
@click.option(
    "--patience",
    type=FiniteRange(0, min_open=True),
    help="Mean seconds until a waiting caller gives up (Erlang A). Without it nobody does "
    "(Erlang C).",
)
@click.option(
    "--shrinkage",
    type=FiniteRange(0, 1, max_open=True),
    default=0.0,
    show_default=True,
    help="Share of paid time not available for contacts.",
)
@click.option(
    "--interval",
    type=FiniteRange(0, DAY_MINUTES, min_open=True),
    help="Minutes per interval. Without it, the spacing of the starts.",
)
@click.option(
    "--occupancy-max",
    type=FiniteRange(0.01, 1),
    default=1.0,
    show_default=True,
    help="Largest share of their time that agents may be busy.",
)
@click.option(
    "--asa-max",
    type=FiniteRange(0, min_open=True),
    help="Largest mean wait of answered contacts, seconds.",
)
@click.option(
    "--abandonment-max",
    type=FiniteRange(0, 1, min_open=True),
    help="Largest share of contacts that give up.",
)
@click.option("--fractions", is_flag=True, help="Tell also the exact number, as a fraction.")
@click.option(
    "--modified-load",
    type=click.Choice(["mean", "max"]),
    help="For calls that outlast their interval: staff the mean or the maximum of the agents busy "
    "in each interval, with what is left of the one before.",
)
@click.option(
    "--blend",
    type=click.Choice(["finish", "interrupt"]),
    help="The same people do the file's deferred_hours in their idle time: work that is finished "
    "once it was begun, or put down when a contact arrives.",
)
@click.option(
    "--day-factor-cv",
    type=FiniteRange(0, 1, min_open=True),
    help="How much whole days are busier or calmer than told (0.05 is 5 %): prints what certainty "
    "costs.",
)
@click.option(
    "--risk",
    type=FiniteRange(0, 1, min_open=True, max_open=True),
    multiple=True,
    help="With --day-factor-cv: staff for this share of days. May be repeated.",
)
@click.option(
    "--floor",
    type=FiniteRange(0, 1, min_open=True, max_open=True),
    help="With --day-factor-cv: the service level no day should fall below. Without it, 5 points "
    "below --service-level.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    file: Path,
    as_json: bool,  # noqa: FBT001 - click passes by name
    **wishes: Any,
) -> None:
    """Agents needed per interval for FILE, a CSV with start, offered and aht_seconds.

    A queue column is passed through; --blend reads deferred_hours too. Each interval is staffed by
    itself, in steady state, unless --modified-load is given.
    """
    asked = Wishes(**wishes)
    if asked.day_factor_cv is None and (asked.risk or asked.floor is not None):
        raise click.UsageError("--risk and --floor say nothing without --day-factor-cv.")
    lines = read_lines(file, deferred=asked.blend is not None)
    try:
        answer = staffed(lines, asked=asked)
    except ValueError as error:
        raise BadInputError(f"{error}.", where=file.name) from None
    if as_json:
        click.echo(json.dumps(answer, allow_nan=False))
    else:
        from floorwalker.cli._staff_table import print_answer

        print_answer(answer)
