"""What a file of lost time tells: day, cause, minutes, and since when it was known."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from floorwalker.adapters.lost_time._lines import Line, read_lines
from floorwalker.duties.scheduling.records import LostTimeFile, LostTimeRow
from floorwalker.foundation.errors import BadInputError

SECONDS_PER_MINUTE = 60
MINUTES_MAX = 10_000_000  # of a day: 7,000 people around the clock


def read_lost_time(path: Path, *, file_name: str = "") -> LostTimeFile:
    """Read a CSV with the columns day, cause and minutes.

    Optional are known_on (empty: on the day itself), person, team, and paid_minutes: the paid time
    of all people on that day, alike on each of its lines. A line that has paid_minutes and no
    minutes only tells that. `file_name` is the name by which people know the file, where it lies
    under another one.

    Raises:
        BadInputError: the file cannot be used.
    """
    losses: list[LostTimeRow] = []
    paid: dict[date, int] = {}
    for line in _lines(path, file_name, required=("day", "cause", "minutes")):
        day = line.day("day")
        if line.text("paid_minutes"):
            _note_paid(paid, line, day)
        if line.text("minutes") or not line.text("paid_minutes"):
            seconds = _seconds(line, "minutes")
            losses += [_loss(line, day, seconds)] if seconds else []
    return LostTimeFile(tuple(losses), paid)


def read_paid_time(path: Path) -> dict[date, int]:
    """Read a CSV with the columns day and paid_minutes; return seconds by day.

    Raises:
        BadInputError: the file cannot be used.
    """
    paid: dict[date, int] = {}
    for line in _lines(path, path.name, required=("day", "paid_minutes")):
        _note_paid(paid, line, line.day("day"))
    return paid


def _lines(path: Path, file_name: str, *, required: Sequence[str]) -> Iterator[Line]:
    line, name = None, file_name or path.name
    for line in read_lines(path, name=name, required=required):
        yield line
    if line is None:
        raise BadInputError(
            _("the file has a header and no lines."),
            where=name,
            next_step=_("Add one line for each day and cause."),
        )


def _loss(line: Line, day: date, seconds: int) -> LostTimeRow:
    cause, person, team = (line.text(column) for column in ("cause", "person", "team"))
    if not cause:
        raise BadInputError(_("the cause is empty."), where=line.where)
    if person and team:
        raise BadInputError(
            _("both a person and a team are named."),
            where=line.where,
            next_step=_("Name the person alone: the team is known."),
        )
    known_on = line.day("known_on") if line.text("known_on") else day
    return LostTimeRow(line.where, day, cause, seconds, known_on, person, team)


def _note_paid(paid: dict[date, int], line: Line, day: date) -> None:
    seconds = _seconds(line, "paid_minutes")
    if paid.setdefault(day, seconds) != seconds:
        raise BadInputError(
            _("the paid minutes of %(day)s differ from an earlier line.") % {"day": day},
            where=line.where,
            next_step=_("Tell the paid minutes of all people alike on each line of a day."),
        )


def _seconds(line: Line, column: str) -> int:
    return round(line.number(column, at_most=MINUTES_MAX) * SECONDS_PER_MINUTE)
