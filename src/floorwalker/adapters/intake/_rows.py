"""One row of cells into one record: intervals and contacts of the plain layout."""

import math
from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext

from floorwalker.adapters.intake import _numbers
from floorwalker.adapters.intake._moments import Moment, MomentReader
from floorwalker.adapters.intake._rejects import RowError
from floorwalker.duties.history.fields import MOMENT_PARTS
from floorwalker.duties.history.records import ContactRow, Detection, IntervalRow, Outcome

NAME_CHARACTERS_MAX = 120

_ANSWERED_WORDS = (
    "agent, answered, answer, handled, connected, completed, complete, completeagent, "
    "completecaller, served, success, yes, y, true, 1, repondu, répondu, traité, traite"
)
_ABANDONED_WORDS = (
    "hang, hangup, hang up, abandon, abandoned, abd, abandonné, abandonne, lost, missed, "
    "no answer, noanswer, unanswered, no, n, false, 0, perdu, exitwithtimeout, raccroché"
)
OUTCOMES: Mapping[str, Outcome] = {
    **dict.fromkeys(_ANSWERED_WORDS.split(", "), Outcome.ANSWERED),
    **dict.fromkeys(_ABANDONED_WORDS.split(", "), Outcome.ABANDONED),
}


class Cells:
    """Reads the mapped cells of a row by field name."""

    def __init__(self, detection: Detection) -> None:
        header = list(detection.header)
        self._at = {field: header.index(column) for field, column in detection.columns.items()}
        self._comma = detection.decimal_comma

    def has(self, *fields: str) -> bool:
        """Tell whether any of the fields has a column."""
        return any(field in self._at for field in fields)

    def text(self, cells: Sequence[str], field: str) -> str:
        """Return the cell of a field; empty when it has no column."""
        index = self._at.get(field)
        return "" if index is None else cells[index]

    def name(self, cells: Sequence[str], field: str) -> str:
        """Return a cell that names something, of a length that a name may have."""
        text = self.text(cells, field)
        if len(text) > NAME_CHARACTERS_MAX:
            raise RowError(
                "too_large",
                gettext("%(field)s has %(count)s characters"),
                field=field,
                count=len(text),
            )
        return text

    def count(self, cells: Sequence[str], field: str) -> int | None:
        """Return a number of contacts, or `None`."""
        text = self.text(cells, field)
        return _numbers.count(text, field=field, decimal_comma=self._comma) if text else None

    def seconds(
        self, cells: Sequence[str], field: str, *, at_most: float = _numbers.CONTACT_SECONDS_MAX
    ) -> float | None:
        """Return a duration, or `None`."""
        text = self.text(cells, field)
        if not text:
            return None
        return _numbers.seconds(text, field=field, decimal_comma=self._comma, seconds_max=at_most)

    def seconds_sum(
        self, cells: Sequence[str], fields: Sequence[str], *, at_most: float
    ) -> float | None:
        """Return the sum of the durations that are told; `None` when none is."""
        parts = [self.seconds(cells, field, at_most=at_most) for field in fields]
        told = [part for part in parts if part is not None]
        return sum(told) if told else None


def moment_text(detection: Detection) -> Callable[[Sequence[str]], str]:
    """Return the function that puts a row's date and clock cells together."""
    header = list(detection.header)
    fields = [field for field in MOMENT_PARTS if field in detection.columns]
    parts = [header.index(detection.columns[field]) for field in fields]
    if len(parts) == 1:
        only = parts[0]
        return lambda cells: cells[only]
    return lambda cells: " ".join(cells[index] for index in parts)


def interval_row(
    cells: Sequence[str], *, line: int, moment: Moment, by: Cells, minutes: int, queue: str
) -> IntervalRow:
    """Turn cells into one queue's sums over one interval.

    Raises:
        RowError: a number is missing, negative or absurd, or the time is off the grid.
    """
    if moment.second % (minutes * 60):
        clock = f"{moment.second // 3600:02d}:{moment.second // 60 % 60:02d}"
        raise RowError(
            "off_grid",
            gettext("%(clock)s is not the start of a %(minutes)s-minute interval"),
            clock=clock,
            minutes=minutes,
        )
    offered = by.count(cells, "offered")
    if offered is None:
        raise RowError("missing_value", gettext("%(field)s is empty"), field="offered")
    answered = by.count(cells, "answered")
    handled = offered if answered is None else answered
    handle = _work_seconds(cells, by=by, handled=handled)
    wait = by.seconds(cells, "wait_seconds", at_most=math.inf)
    if wait is None and (mean_wait := by.seconds(cells, "asa_seconds")) is not None:
        wait = mean_wait * handled
    if wait is not None and wait > _numbers.WAIT_SECONDS_MAX * max(1, offered):
        raise RowError(
            "absurd_duration",
            gettext("%(seconds)s seconds of waiting for %(contacts)s contacts"),
            seconds=round(wait),
            contacts=offered,
        )
    return IntervalRow(
        line=line,
        queue=_queue(cells, by=by, queue=queue),
        starts_at=moment.at,
        offered=offered,
        answered=answered,
        abandoned=by.count(cells, "abandoned"),
        short_abandoned=by.count(cells, "short_abandoned"),
        wait_seconds=None if wait is None else round(wait),
        handle_seconds=None if handle is None else round(handle),
    )


def contact_row(
    cells: Sequence[str],
    *,
    line: int,
    moment: Moment,
    by: Cells,
    clocks: MomentReader,
    queue: str,
) -> ContactRow:
    """Turn cells into one contact.

    Raises:
        RowError: its outcome is unknown, or a duration is negative or absurd.
    """
    answered_at, ended_at = _later(cells, "answered_at", by=by, clocks=clocks, moment=moment), None
    if by.has("ended_at"):
        ended_at = _later(cells, "ended_at", by=by, clocks=clocks, moment=moment)
    wait = by.seconds(cells, "wait_seconds", at_most=_numbers.WAIT_SECONDS_MAX)
    if wait is None and answered_at is not None:
        wait = answered_at
    handle = by.seconds(cells, "handle_seconds")
    if handle is None:
        handle = by.seconds_sum(
            cells,
            ("talk_seconds", "hold_seconds", "acw_seconds"),
            at_most=_numbers.CONTACT_SECONDS_MAX,
        )
    if handle is None and answered_at is not None and ended_at is not None:
        handle = ended_at - answered_at
        if handle < 0:
            raise RowError("ends_before_start", gettext("the contact ends before it was answered"))
    outcome = _outcome(
        by.text(cells, "outcome"), by=by, handle=handle, agent=by.text(cells, "agent")
    )
    return ContactRow(
        line=line,
        queue=_queue(cells, by=by, queue=queue),
        arrived_at=moment.at,
        wait_seconds=None if wait is None else round(wait),
        outcome=outcome,
        handle_seconds=round(handle)
        if handle is not None and outcome is Outcome.ANSWERED
        else None,
        agent=by.name(cells, "agent"),
        reference=by.name(cells, "reference"),
        channel=by.name(cells, "channel").lower(),
    )


def _work_seconds(cells: Sequence[str], *, by: Cells, handled: int) -> float | None:
    handle = by.seconds_sum(cells, ("handle_seconds",), at_most=math.inf)
    if handle is None:
        parts = ("talk_seconds", "hold_seconds", "acw_seconds")
        handle = by.seconds_sum(cells, parts, at_most=math.inf)
    if handle is None:
        mean = by.seconds(cells, "aht_seconds")
        handle = None if mean is None else mean * handled
    if handle is not None and handle > _numbers.CONTACT_SECONDS_MAX * max(1, handled):
        raise RowError(
            "absurd_duration",
            gettext("%(seconds)s seconds of work for %(contacts)s contacts"),
            seconds=round(handle),
            contacts=handled,
        )
    return handle


def _outcome(text: str, *, by: Cells, handle: float | None, agent: str) -> Outcome:
    if by.has("outcome"):
        known = OUTCOMES.get(text.lower())
        if known is None:
            raise RowError(
                "unknown_outcome",
                gettext("%(field)s is %(cell)s"),
                field="outcome",
                cell=repr(text[:40]),
            )
        return known
    return Outcome.ANSWERED if agent or handle else Outcome.ABANDONED


def _queue(cells: Sequence[str], *, by: Cells, queue: str) -> str:
    name = queue or by.name(cells, "queue")
    if not name:
        raise RowError("missing_value", gettext("%(field)s is empty"), field="queue")
    return name


def _later(
    cells: Sequence[str], field: str, *, by: Cells, clocks: MomentReader, moment: Moment
) -> float | None:
    """Return how many seconds after its arrival something happened to the contact."""
    text = by.text(cells, field)
    if not text:
        return None
    seconds = (clocks.read(text).at - moment.at).total_seconds()
    if seconds < 0:
        raise RowError(
            "ends_before_start",
            gettext("%(field)s %(time)s is before the arrival"),
            field=field,
            time=text,
        )
    if seconds > _numbers.WAIT_SECONDS_MAX:
        raise RowError(
            "absurd_duration",
            gettext("%(field)s %(time)s is %(hours)s hours after the arrival"),
            field=field,
            time=text,
            hours=round(seconds / 3600),
        )
    return seconds
