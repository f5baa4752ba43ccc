"""The file of `floorwalker staff`: expected contacts per interval."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from floorwalker.foundation.errors import BadInputError

DEFAULT_INTERVAL_MINUTES = 30.0
DAY_MINUTES = 24 * 60.0


class Line(NamedTuple):
    """One line of the file."""

    where: str
    queue: str | None
    start: str
    moment: datetime
    offered: float
    aht_seconds: float
    deferred_hours: float  # agent-hours of work that may be done in idle time


def read_lines(file: Path, *, deferred: bool = False) -> list[Line]:
    """Return the lines of the file, each checked; with their deferred work if asked."""
    from floorwalker.adapters.plain_csv import read_rows

    lines = []
    required = ("start", "offered", "aht_seconds", *(("deferred_hours",) if deferred else ()))
    for row in read_rows(file, required=required):
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
                deferred_hours=row.number("deferred_hours") if deferred else 0.0,
            )
        )
    if not lines:
        raise BadInputError(
            "the file has a header and no rows.",
            where=file.name,
            next_step="Add one line per interval.",
        )
    return lines


def spacing_minutes(lines: list[Line]) -> tuple[float, str]:
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
