"""What is odd about the rows that were kept, collected while they stream by, in bounded memory.

Volumes go into a grid of local days by queue; what needs the whole file (bursts, gaps, outlier
days) is judged from that grid at the end, in `_grid_flags`.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext

from floorwalker.adapters.intake._moments import Moment
from floorwalker.adapters.intake._rejects import RowError
from floorwalker.duties.history.records import ContactRow, Flag, IntervalRow, Outcome
from floorwalker.foundation.errors import BadInputError

QUEUES_MAX = 2_000
AGENTS_MAX = 50_000
GRID_DAYS_MAX = 60_000
FINGERPRINTS_MAX = 500_000
EXAMPLES = 5
CONTACT_GRID_MINUTES = 30
SHORT_SERVICE_SECONDS = 10
LONG_SERVICE_SECONDS = 3600
SHORT_SHARE_ODD = 0.15
SHORT_SERVICES_ODD = 20
OUT_OF_ORDER = timedelta(days=1)
ABSENT = -1


class Effect(NamedTuple):
    """How much of the file a row carries."""

    volume: int
    handle_seconds: int


@dataclass
class _Mark:
    rows: int = 0
    volume: int = 0
    handle_seconds: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass
class _AgentTally:
    services: int = 0
    short: int = 0


class Collector:
    """Sums, marks and the volume grid of one pass over one file."""

    def __init__(self, *, interval_minutes: int | None) -> None:
        self.interval_minutes = interval_minutes or CONTACT_GRID_MINUTES
        self.rows_kept = 0
        self.volume = 0
        self.handle_seconds = 0
        self.starts_at: datetime | None = None
        self.ends_at: datetime | None = None
        self.agents: dict[str, _AgentTally] = {}
        self.days: dict[str, dict[date, array[int]]] = {}
        self.grid_is_complete = True
        self._grid_days = 0
        self._marks: dict[str, _Mark] = {}
        self._newest: dict[str, datetime] = {}
        self._doubled_seen: set[tuple[str, date, int]] = set()
        self._repeats_seen: set[tuple[str, datetime]] = set()
        self._fingerprints: set[int] = set()

    def contact(self, row: ContactRow, *, moment: Moment, sequence: str) -> None:
        """Take in a contact; `sequence` names what the file is sorted within."""
        effect = Effect(volume=1, handle_seconds=row.handle_seconds or 0)
        cells = self._day(row.queue, moment.day)
        if cells is not None:
            slot = moment.second // (60 * self.interval_minutes)
            cells[slot] = max(cells[slot], 0) + 1
        if moment.repeats_after_seconds:
            self.mark("doubled_hour", effect, line=row.line)
        self._contact_marks(row, effect=effect)
        self._take(row.arrived_at, effect=effect, sequence=sequence, line=row.line)

    def interval(self, row: IntervalRow, *, moment: Moment) -> IntervalRow:
        """Take in an interval; the second pass of a doubled hour is moved to its own instant.

        Raises:
            RowError: this queue and interval were in the file before.
        """
        slot = moment.second // (60 * self.interval_minutes)
        effect = Effect(volume=row.offered, handle_seconds=row.handle_seconds or 0)
        if moment.repeats_after_seconds:
            row = self._doubled(row, moment=moment, slot=slot, effect=effect)
        cells = self._day(row.queue, moment.day)
        if cells is not None:
            second_pass = moment.is_repeat or row.starts_at != moment.at
            if second_pass and (row.queue, row.starts_at) in self._repeats_seen:
                raise _repeated(row.offered, row=row)
            if second_pass:
                self._repeats_seen.add((row.queue, row.starts_at))
            if cells[slot] != ABSENT and not second_pass:
                raise _repeated(cells[slot], row=row)
            cells[slot] = row.offered + (max(0, cells[slot]) if second_pass else 0)
        if row.answered is not None and row.answered > row.offered:
            self.mark("more_answered_than_offered", effect, line=row.line)
        self._take(row.starts_at, effect=effect, sequence=row.queue, line=row.line)
        return row

    def mark(self, code: str, effect: Effect, *, line: int, detail: str = "") -> None:
        """Count one row under a flag; the first ones are its examples."""
        mark = self._marks.setdefault(code, _Mark())
        mark.rows += 1
        mark.volume += effect.volume
        mark.handle_seconds += effect.handle_seconds
        if len(mark.examples) < EXAMPLES:
            place = gettext("line %(line)s") % {"line": line}
            mark.examples.append(f"{place}: {detail}" if detail else place)

    def row_flags(self) -> Iterable[Flag]:
        """Yield what rows were marked with, and the agents who often end a service at once."""
        for code, mark in sorted(self._marks.items()):
            yield Flag(
                code=code,
                rows=mark.rows,
                share_of_volume=_share(mark.volume, self.volume),
                share_of_handle_time=_share(mark.handle_seconds, self.handle_seconds),
                examples=tuple(mark.examples),
            )
        odd = {
            name: tally
            for name, tally in self.agents.items()
            if tally.short >= max(SHORT_SERVICES_ODD, SHORT_SHARE_ODD * tally.services)
        }
        if odd:
            short = sum(tally.short for tally in odd.values())
            by_share = sorted(odd.items(), key=lambda item: -item[1].short / item[1].services)
            yield Flag(
                code="agents_ending_calls",
                rows=short,
                share_of_volume=_share(short, self.volume),
                examples=tuple(
                    gettext("%(name)s: %(short)s of %(services)s")
                    % {"name": name, "short": tally.short, "services": tally.services}
                    for name, tally in by_share[:10]
                ),
            )

    def _contact_marks(self, row: ContactRow, *, effect: Effect) -> None:
        if row.outcome is Outcome.ANSWERED:
            if not row.agent:
                self.mark("answered_without_agent", effect, line=row.line)
            if row.handle_seconds is not None:
                self._service_marks(row, seconds=row.handle_seconds, effect=effect)
        told = (row.reference, row.queue, row.arrived_at, row.wait_seconds, row.handle_seconds)
        fingerprint = hash((*told, row.agent))
        if fingerprint in self._fingerprints:
            self.mark("duplicate_contact", effect, line=row.line)
        elif len(self._fingerprints) < FINGERPRINTS_MAX:
            self._fingerprints.add(fingerprint)

    def _service_marks(self, row: ContactRow, *, seconds: int, effect: Effect) -> None:
        if seconds < SHORT_SERVICE_SECONDS:
            self.mark("short_service", effect, line=row.line, detail=f"{seconds} s")
        if seconds > LONG_SERVICE_SECONDS:
            self.mark("long_service", effect, line=row.line, detail=f"{seconds} s")
        if row.agent:
            tally = self.agents.get(row.agent)
            if tally is None:
                _check_count(len(self.agents), at_most=AGENTS_MAX, what=gettext("agents"))
                tally = self.agents[row.agent] = _AgentTally()
            tally.services += 1
            tally.short += seconds < SHORT_SERVICE_SECONDS

    def _doubled(
        self, row: IntervalRow, *, moment: Moment, slot: int, effect: Effect
    ) -> IntervalRow:
        key = (row.queue, moment.day, slot)
        self.mark("doubled_hour", effect, line=row.line)
        if key not in self._doubled_seen:
            self._doubled_seen.add(key)
            return row
        later = moment.at + timedelta(seconds=moment.repeats_after_seconds)
        return IntervalRow(row.line, row.queue, later, row.offered, row.answered, row.abandoned,
                           row.short_abandoned, row.wait_seconds, row.handle_seconds)  # fmt: skip

    def _take(self, at: datetime, *, effect: Effect, sequence: str, line: int) -> None:
        self.rows_kept += 1
        self.volume += effect.volume
        self.handle_seconds += effect.handle_seconds
        if self.starts_at is None or at < self.starts_at:
            self.starts_at = at
        if self.ends_at is None or at > self.ends_at:
            self.ends_at = at
        newest = self._newest.get(sequence)
        if newest is None or at > newest:
            self._newest[sequence] = at
        elif at < newest - OUT_OF_ORDER:
            behind = gettext("%(time)s behind") % {"time": newest - at}
            self.mark("late_rows", effect, line=line, detail=behind)

    def _day(self, queue: str, day: date) -> "array[int] | None":
        days = self.days.get(queue)
        if days is None:
            _check_count(len(self.days), at_most=QUEUES_MAX, what=gettext("queues"))
            days = self.days[queue] = {}
        cells = days.get(day)
        if cells is None:
            if self._grid_days >= GRID_DAYS_MAX:
                self.grid_is_complete = False
                return None
            self._grid_days += 1
            cells = days[day] = array("i", [ABSENT]) * (1440 // self.interval_minutes)
        return cells


def _repeated(known: int, *, row: IntervalRow) -> RowError:
    if known == row.offered:
        return RowError(
            "duplicate", gettext("this queue and interval came before, with the same number")
        )
    return RowError(
        "conflict",
        gettext("this queue and interval came before with %(known)s instead of %(offered)s"),
        known=known,
        offered=row.offered,
    )


def _check_count(count: int, *, at_most: int, what: str) -> None:
    if count >= at_most:
        raise BadInputError(
            gettext("the file names more than %(most)s %(what)s.")
            % {"most": number_format(at_most, force_grouping=True), "what": what},
            next_step=gettext("Look at the column that is read as %(what)s.") % {"what": what},
        )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
