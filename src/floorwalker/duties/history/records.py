"""What the history duty asks of a file, free of any file format and of the database.

    a file → Detection (how it is read; a person may override it)
           → Chunks of ContactRow or IntervalRow (or AgentRow), plus RejectedRow
           → QualityReport (what was found, and how much it matters)

Moments are UTC. A number that the file does not tell is `None`, never zero.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all). It may raise to stop the reading."""


class FileKind(StrEnum):
    """What one row of the file is."""

    INTERVALS = "intervals"
    CONTACTS = "contacts"
    AGENTS = "agents"


class Layout(StrEnum):
    """A file whose columns mean something that their names alone do not tell."""

    PLAIN = "plain"
    ANONYMOUS_BANK = "anonymous_bank"


class Outcome(StrEnum):
    """How a contact that was offered to a queue left it."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"


class ZoneSource(StrEnum):
    """How we know the zone of the file's clock."""

    IN_THE_DATA = "in the data"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Choices:
    """What a person says about a file; everything left `None` or empty is detected.

    `columns` names the column of each field that should not be found by its header (an empty name:
    the file has no such column); `file_name` is the name people know the file by, where it lies
    under another one.
    """

    zone_name: str
    file_name: str = ""
    kind: FileKind | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: str | None = None
    queue_name: str | None = None


@dataclass(frozen=True)
class Detection:
    """How a file is read: shown to a person before anything is stored."""

    file_name: str
    kind: FileKind
    layout: Layout
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    columns: Mapping[str, str]
    date_order: str
    zone_name: str
    zone_source: ZoneSource
    decimal_comma: bool
    interval_minutes: int | None
    queue_name: str
    size_bytes: int
    notes: tuple[str, ...] = ()
    first_rows: tuple[tuple[str, ...], ...] = ()
    has_ranges: bool = False


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact that was offered to a queue."""

    line: int
    queue: str
    arrived_at: datetime
    wait_seconds: int | None
    outcome: Outcome
    handle_seconds: int | None
    agent: str
    reference: str
    channel: str


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One queue's additive sums over one interval."""

    line: int
    queue: str
    starts_at: datetime
    offered: int
    answered: int | None
    abandoned: int | None
    short_abandoned: int | None
    wait_seconds: int | None
    handle_seconds: int | None


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a weekday (0 = Monday) in local minutes of the day."""

    weekday: int
    starts_minute: int
    ends_minute: int


@dataclass(frozen=True, slots=True)
class AgentRow:
    """One person as an agents file tells them; skills are (name, level 1-5) pairs."""

    line: int
    name: str
    email: str
    team: str
    skills: tuple[tuple[str, int], ...]
    languages: tuple[str, ...]
    contract_hours_min: float | None
    contract_hours_max: float | None
    availability: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was left out, and why."""

    line: int
    reason: str
    detail: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Chunk:
    """A bounded number of good rows, in file order; only one of the three is filled."""

    contacts: tuple[ContactRow, ...] = ()
    intervals: tuple[IntervalRow, ...] = ()
    agents: tuple[AgentRow, ...] = ()


@dataclass(frozen=True)
class Flag:
    """Something odd in rows that were kept (or are missing), with the size of its effect.

    `rows` are rows or intervals touched; `share_of_volume` and `share_of_handle_time` say how
    much of the file's contacts and handle time they carry (0..1; `None`: cannot be told).
    """

    code: str
    rows: int
    share_of_volume: float | None = None
    share_of_handle_time: float | None = None
    detail: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class QualityReport:
    """What was found in a file; every number refers to the whole file as read."""

    rows_read: int
    rows_kept: int
    rejected: Mapping[str, int]
    set_aside: Mapping[str, int]
    first_rejects: tuple[RejectedRow, ...]
    queues: tuple[str, ...]
    agents: int
    starts_at: datetime | None
    ends_at: datetime | None
    interval_minutes: int | None
    intervals_present: int
    intervals_missing: int
    volume: int
    handle_seconds: int
    flags: tuple[Flag, ...]
    complete: bool = True

    @property
    def rows_rejected(self) -> int:
        """Rows that could not be used, whatever the reason."""
        return sum(self.rejected.values())

    @property
    def rows_set_aside(self) -> int:
        """Rows that are right but are no history of a queue (ended before it, for example)."""
        return sum(self.set_aside.values())

    def with_flag(self, flag: Flag) -> "QualityReport":
        """Return the report with one more flag."""
        return replace(self, flags=(*self.flags, flag))

    def as_json(self) -> dict[str, Any]:
        """Return the report in JSON's own types."""
        return jsonable(self)


def jsonable(record: Any) -> dict[str, Any]:
    """Return a frozen record of this module in JSON's own types."""
    return {name: _plain(value) for name, value in asdict(record).items()}


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(part) for key, part in value.items()}
        case tuple() | list():
            return [_plain(part) for part in value]
        case _:
            return value
