"""What `<roster-grid>` shows and what a change is answered with: the server's half of the contract.

Minutes are counted from a day's local midnight as time really passes, so a spring day is 1,380
minutes long and a shift of eight hours is always 480. `GridDay.clock_shifts` tells the browser how
to write such a minute as clock time; the browser does no other time arithmetic.
docs/dev/ui.md shows the JSON.
"""

from dataclasses import dataclass, is_dataclass
from datetime import date
from typing import Any, Literal

from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

ActivityKind = Literal["work", "break", "lunch", "meeting", "training", "off"]
Severity = Literal["hard", "soft"]


@dataclass(frozen=True)
class ClockShift:
    """From this elapsed minute on, the clock shows that many minutes more (or less)."""

    from_minute: int
    offset_minutes: int


@dataclass(frozen=True)
class GridDay:
    """One column: the part of a local day that is drawn."""

    starts_on: date
    label: str
    start_minute: int
    end_minute: int
    clock_shifts: tuple[ClockShift, ...] = ()


@dataclass(frozen=True)
class GridPerson:
    """One row."""

    id: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class GridActivity:
    """A stretch inside a shift that is not ordinary work."""

    kind: ActivityKind
    label: str
    start_minute: int
    end_minute: int


@dataclass(frozen=True)
class GridShift:
    """One bar. `version` comes back with a change, so that nobody overwrites a newer one."""

    id: str
    person_id: str
    starts_on: date
    start_minute: int
    end_minute: int
    version: int
    label: str = ""
    is_locked: bool = False
    activities: tuple[GridActivity, ...] = ()


@dataclass(frozen=True)
class CoverageInterval:
    """People needed and people scheduled in one stretch of one day."""

    starts_on: date
    start_minute: int
    minutes: int
    required: float
    scheduled: float


@dataclass(frozen=True)
class QueueCoverage:
    """The coverage of one queue (or planning group)."""

    queue: str
    name: str
    intervals: tuple[CoverageInterval, ...]


@dataclass(frozen=True)
class BrokenRule:
    """A rule that the roster breaks after the change, as a sentence for people."""

    sentence: str
    person: str = ""
    severity: Severity = "hard"


@dataclass(frozen=True)
class Predicted:
    """A number that the change moves, 0..1 before and after; None where it is not known."""

    label: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class RosterGrid:
    """All that the element draws first."""

    days: tuple[GridDay, ...]
    people: tuple[GridPerson, ...]
    shifts: tuple[GridShift, ...]
    coverage: tuple[QueueCoverage, ...] = ()
    snap_minutes: int = 15
    shortest_shift_minutes: int = 60

    def as_json(self) -> dict[str, Any]:
        """Return plain values for `json_script` or `JsonResponse`."""
        plain: dict[str, Any] = _plain(self)
        return plain


@dataclass(frozen=True)
class ChangeAnswer:
    """The answer to a change or an undo.

    `shift` is the shift as it now is on the server: after a refusal too, when another person
    changed it meanwhile. `coverage` may leave out intervals and queues that did not move. An answer
    without `undo_token` cannot be undone. `notice` speaks when nothing was refused but something
    matters.
    """

    ok: bool
    reason: str = ""
    notice: str = ""
    shift: GridShift | None = None
    broken_rules: tuple[BrokenRule, ...] = ()
    coverage: tuple[QueueCoverage, ...] = ()
    predicted: Predicted | None = None
    undo_token: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain values for `JsonResponse`."""
        plain: dict[str, Any] = _plain(self)
        return plain


def grid_element(
    grid: RosterGrid, *, element_id: str, change_url: str, undo_url: str
) -> SafeString:
    """Draw the element with its data and its words in the reader's language."""
    return format_html(
        '<roster-grid id="{id}" data-source="{id}-data" data-words="{id}-words"'
        ' data-change-url="{change}" data-undo-url="{undo}"></roster-grid>{data}{words}',
        id=element_id,
        change=change_url,
        undo=undo_url,
        data=json_script(grid.as_json(), f"{element_id}-data"),
        words=json_script(_words(), f"{element_id}-words"),
    )


def _plain(value: Any) -> Any:
    """Return plain values; `asdict` would copy each number too, which takes four times as long."""
    if is_dataclass(value):
        return {name: _plain(item) for name, item in vars(value).items()}
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return value.isoformat() if isinstance(value, date) else value


def _words() -> dict[str, str]:
    """Return every sentence the element can say; {braces} are filled in the browser."""
    return {
        "grid": _("Roster by person"),
        "person": _("Person"),
        "help": _(
            "Arrow left and right move the shift, with Shift they move its end, with Alt they "
            "move it to another day. Enter saves at once, Escape takes the change back, "
            "Control+Z undoes."
        ),
        "undo": _("Undo"),
        "shift": _("{person}, {day}, {start} to {end}"),
        "locked": _("locked"),
        "moved": _("{start} to {end}"),
        "saving": _("Saving…"),
        "saved": _("Saved: {person}, {day}, {start} to {end}."),
        "undone": _("Undone: {person}, {day}, {start} to {end}."),
        "nothing_to_undo": _("There is nothing to undo."),
        "cancelled": _("Change taken back."),
        "refused": _("Not changed: {reason}"),
        "unreachable": _("Not changed: the server did not answer. Try again in a moment."),
        "no_rules_broken": _("No rule is broken."),
        "rule_hard": _("Broken rule"),
        "rule_soft": _("Wish not met"),
        "predicted": _("{label}: {before} before, {after} after"),
        "unknown": _("not known"),
        "coverage": _("Scheduled against required"),
        "short": _("{hours} h short"),
        "over": _("{hours} h over"),
        "interval": _("{queue}, {day} {start}: {scheduled} scheduled, {required} required"),
    }
