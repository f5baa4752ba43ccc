"""`floorwalker staff`: agents needed per interval, from a CSV file of expected contacts."""

import json
from dataclasses import asdict
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from floorwalker.cli._finite_range import FiniteRange
from floorwalker.foundation.errors import BadInputError

if TYPE_CHECKING:
    from floorwalker.engines.staffing import Requirement

DEFAULT_INTERVAL_MINUTES = 30.0
DAY_MINUTES = 24 * 60.0
MEASURES = ("service_level", "asa_seconds", "abandonment", "occupancy")
SHARES = ("service_level", "abandonment", "occupancy")
SHORT_NAMES = {
    "aht_seconds": "AHT s",
    "service_level": "in time",
    "asa_seconds": "ASA s",
    "abandonment": "give up",
    "occupancy": "busy",
}


class Line(NamedTuple):
    """One line of the file."""

    where: str
    queue: str | None
    start: str
    moment: datetime
    offered: float
    aht_seconds: float


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
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    file: Path,
    service_level: float,
    within: float,
    patience: float | None,
    shrinkage: float,
    interval: float | None,
    occupancy_max: float,
    asa_max: float | None,
    abandonment_max: float | None,
    as_json: bool,  # noqa: FBT001 - click passes by name
) -> None:
    """Agents needed per interval for FILE, a CSV with start, offered and aht_seconds.

    A queue column is passed through. Each interval is staffed by itself, in steady state.
    """
    from floorwalker.engines.staffing import ServiceTarget, Workload, requirement

    lines = _read(file)
    minutes, note = (interval, None) if interval else _spacing_minutes(lines)
    target = ServiceTarget(
        service_level=service_level,
        within_seconds=within,
        occupancy_max=occupancy_max,
        asa_seconds_max=asa_max,
        abandonment_max=abandonment_max,
    )
    try:
        needed = requirement(
            Workload(
                offered=[line.offered for line in lines],
                aht_seconds=[line.aht_seconds for line in lines],
                interval_seconds=60 * minutes,
            ),
            target=target,
            patience_seconds=patience,
            shrinkage=shrinkage,
        )
    except ValueError as error:
        raise BadInputError(f"{error}.", where=file.name) from None
    assumptions: dict[str, object] = {
        "model": "Erlang C" if patience is None else "Erlang A",
        "service_level_of": target.of,
        **{name: value for name, value in asdict(target).items() if name != "of"},
        "patience_seconds": patience,
        "shrinkage": shrinkage,
        "interval_minutes": minutes,
        "note": note,
    }
    rows = _rows(lines, needed)
    if as_json:
        click.echo(json.dumps({"assumptions": assumptions, "rows": rows}, allow_nan=False))
    else:
        _print_table(rows, assumptions=assumptions)


def _read(file: Path) -> list[Line]:
    from floorwalker.adapters.plain_csv import read_rows

    lines = []
    for row in read_rows(file, required=("start", "offered", "aht_seconds")):
        offered = row.number("offered")
        # A closed interval often has an empty handle time; nothing is offered, so none is needed.
        aht = row.number("aht_seconds") if offered or row.text("aht_seconds") else 0.0
        if offered and not aht:
            raise BadInputError(
                "aht_seconds is 0 where contacts are offered; it must be above 0.", where=row.where
            )
        lines.append(
            Line(
                where=row.where,
                queue=row.text("queue") if "queue" in row.cells else None,
                start=row.text("start"),
                moment=row.moment("start"),
                offered=offered,
                aht_seconds=aht,
            )
        )
    if not lines:
        raise BadInputError(
            "the file has a header and no rows.",
            where=file.name,
            next_step="Add one line per interval.",
        )
    return lines


def _spacing_minutes(lines: list[Line]) -> tuple[float, str]:
    """Return the smallest step between the starts of one queue, else the default with a note."""
    moments: dict[str | None, set[datetime]] = {}
    for line in lines:
        if (line.moment.tzinfo is None) != (lines[0].moment.tzinfo is None):
            raise BadInputError(
                "some starts have a time zone and some have none.",
                where=line.where,
                next_step="Write all of them in one way.",
            )
        moments.setdefault(line.queue, set()).add(line.moment)
    steps = [
        (later - earlier).total_seconds() / 60
        for own in moments.values()
        for earlier, later in pairwise(sorted(own))
    ]
    if steps and min(steps) <= DAY_MINUTES:
        return min(steps), "interval_minutes is the smallest step between the starts."
    return (
        DEFAULT_INTERVAL_MINUTES,
        "interval_minutes is assumed: the starts do not tell. Set it with --interval.",
    )


def _rows(lines: list[Line], needed: "Requirement") -> list[dict[str, object]]:
    rows = []
    for index, line in enumerate(lines):
        row: dict[str, object] = {} if line.queue is None else {"queue": line.queue}
        row |= {"start": line.start, "offered": line.offered, "aht_seconds": line.aht_seconds}
        row |= {"agents": int(needed.agents[index]), "scheduled": int(needed.scheduled[index])}
        row |= {measure: float(getattr(needed, measure)[index]) for measure in MEASURES}
        rows.append(row)
    return rows


def _print_table(rows: list[dict[str, object]], *, assumptions: dict[str, object]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=0)
    for name in rows[0]:
        is_text = name in ("queue", "start")
        table.add_column(
            SHORT_NAMES.get(name, name), justify="left" if is_text else "right", no_wrap=True
        )
    for row in rows:
        table.add_row(*(_cell(name, value) for name, value in row.items()))
    console = Console()
    console.print(table)
    for name, value in assumptions.items():
        if value is not None:
            console.print(f"{name.replace('_', ' ')}: {value}", highlight=False)


def _cell(name: str, value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    if name in SHARES:
        return f"{value:.1%}"
    return f"{value:.1f}"
