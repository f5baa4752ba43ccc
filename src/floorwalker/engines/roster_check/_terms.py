"""What the checker judges, in whole minutes from local midnight at the start of the first day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DAY_MINUTES = 1440


@dataclass(frozen=True)
class Span:
    """A stretch of time, the end not included."""

    start_minute: int
    end_minute: int


@dataclass(frozen=True)
class Break:
    """A break as it was planned."""

    name: str
    start_minute: int
    end_minute: int
    paid: bool


@dataclass(frozen=True)
class Shift:
    """A shift as it was planned; it belongs to the day it starts on."""

    start_minute: int
    end_minute: int
    template: str
    breaks: tuple[Break, ...] = ()

    @property
    def day(self) -> int:
        """Index of the day it starts on."""
        return self.start_minute // DAY_MINUTES

    @property
    def length_minutes(self) -> int:
        """From start to end, breaks included."""
        return self.end_minute - self.start_minute

    @property
    def paid_minutes(self) -> int:
        """Its length without the unpaid breaks."""
        unpaid = sum(b.end_minute - b.start_minute for b in self.breaks if not b.paid)
        return self.length_minutes - unpaid


@dataclass(frozen=True)
class NeededBreak:
    """A break that shifts of some lengths must hold, its start told from the shift's start."""

    name: str
    minutes: int
    paid: bool
    earliest_start_minutes: int
    latest_start_minutes: int
    shift_minutes_min: int = 0
    shift_minutes_max: int = DAY_MINUTES


@dataclass(frozen=True)
class AllowedShift:
    """A template: the starts (minutes of the day), lengths and breaks its shifts may have."""

    earliest_start_minutes: int
    latest_start_minutes: int
    start_step_minutes: int
    lengths_minutes: tuple[int, ...]
    breaks: tuple[NeededBreak, ...] = ()
    breaks_apart_minutes: int = 0


@dataclass(frozen=True)
class Person:
    """Somebody and the rules of their week; the names match the rules' names.

    `availability` None is always; `templates` None is all of them.
    """

    queues: tuple[int, ...]
    paid_minutes_min: int
    paid_minutes_max: int
    shift_minutes_min: int = 0
    shift_minutes_max: int = DAY_MINUTES
    shifts_max: int = 14
    days_off_min: int = 0
    consecutive_days_max: int = 14
    rest_minutes_min: int = 0
    templates: tuple[str, ...] | None = None
    availability: tuple[Span, ...] | None = None
    leave: tuple[Span, ...] = ()
    last_shift_end_minute: int | None = None
    days_worked_run: int = 0
    pinned: tuple[Shift, ...] = ()


@dataclass(frozen=True)
class Terms:
    """Everything a roster is judged against.

    Attributes:
        need: Agents needed, shape (queues, intervals); fractions allowed.
        people: By name.
        templates: By name.
    """

    days: int
    interval_minutes: int
    need: NDArray[np.float64]
    people: dict[str, Person]
    templates: dict[str, AllowedShift]


@dataclass(frozen=True)
class BrokenRule:
    """One broken rule, as values from which a sentence can be made in any language.

    Attributes:
        rule: Name of the rule, which is that of the function that found it.
        detail: Which way it is broken, where a rule can be broken in several.
        at_minute: Where in the week, or None when it is the week as a whole.
        found: What the roster has, in `unit`.
        limit: What the rule allows, in `unit`.
        subject: The break or template concerned, else empty.
    """

    rule: str
    agent: str
    detail: str
    at_minute: int | None
    found: float
    limit: float
    unit: str
    subject: str = ""

    @property
    def by(self) -> float:
        """How far beyond the limit."""
        return abs(self.found - self.limit)


def broken_at(
    shift: Shift,
    rule: str,
    agent: str,
    detail: str,
    found: float,
    limit: float,
    subject: str = "",
    *,
    unit: str = "minutes",
) -> BrokenRule:
    """A rule broken by this shift."""
    return BrokenRule(rule, agent, detail, shift.start_minute, found, limit, unit, subject)
