"""People from a CSV or a spreadsheet: `billing:3; english:5`, `09:00-17:00`, contract hours."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext

from floorwalker.adapters.intake._moments import clock_seconds
from floorwalker.adapters.intake._numbers import number
from floorwalker.adapters.intake._rejects import RowError
from floorwalker.adapters.intake._rows import Cells
from floorwalker.duties.history.fields import AVAILABILITY
from floorwalker.duties.history.records import AgentRow, Window

LEVEL_DEFAULT = 3
LEVEL_MAX = 5
PARTS_MAX = 50
HOURS_PER_WEEK_MAX = 80
DAY_MINUTES = 1440
UNTIL_MINUTE_MAX = 36 * 60

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_OFF = ("", "-", "off", "no", "x", "none", "repos", "non", "0")
_ALL_DAY = ("all", "any", "yes", "oui", "24h", "tout", "1")


def agent_row(cells: Sequence[str], *, line: int, by: Cells, seen: set[str]) -> AgentRow:
    """Turn cells into a person.

    Raises:
        RowError: no name, an odd e-mail address, level, hours or window, or a person named twice.
    """
    name = by.name(cells, "name") or _full_name(cells, by=by)
    email = by.name(cells, "email").lower()
    if not name and not email:
        raise RowError("missing_value", gettext("neither name nor e-mail"))
    if email and not _EMAIL.match(email):
        raise RowError("bad_email", gettext("%(cell)s is no e-mail address"), cell=repr(email))
    key = email or name.lower()
    if key in seen:
        raise RowError("duplicate", gettext("%(who)s came before"), who=key)
    seen.add(key)
    least, most = _contract(cells, by=by)
    return AgentRow(
        line=line,
        name=name or email.partition("@")[0],
        email=email,
        team=by.name(cells, "team"),
        skills=tuple(_skill(part) for part in _parts(by.text(cells, "skills"))),
        languages=tuple(_parts(by.text(cells, "languages"))),
        contract_hours_min=least,
        contract_hours_max=most,
        availability=tuple(
            window
            for weekday, field in enumerate(AVAILABILITY)
            for window in _windows(by.text(cells, field), weekday=weekday)
        ),
    )


def _full_name(cells: Sequence[str], *, by: Cells) -> str:
    return f"{by.name(cells, 'first_name')} {by.name(cells, 'last_name')}".strip()


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"[;,/|]", text) if part.strip()]
    if len(parts) > PARTS_MAX:
        raise RowError("too_large", gettext("%(count)s entries in one cell"), count=len(parts))
    return parts


def _skill(part: str) -> tuple[str, int]:
    name, _, level_text = part.partition(":")
    if not level_text.strip():
        return name.strip(), LEVEL_DEFAULT
    if not level_text.strip().isdecimal() or not 1 <= int(level_text) <= LEVEL_MAX:
        raise RowError(
            "bad_level",
            gettext("%(cell)s: levels are 1 to %(most)s"),
            cell=repr(part),
            most=LEVEL_MAX,
        )
    return name.strip(), int(level_text)


def _contract(cells: Sequence[str], *, by: Cells) -> tuple[float | None, float | None]:
    both = by.text(cells, "contract_hours")
    low, dash, high = both.partition("-")
    least = _hours(by.text(cells, "contract_hours_min") or low)
    most = _hours(by.text(cells, "contract_hours_max") or (high if dash else low))
    if least is not None and most is not None and least > most:
        raise RowError(
            "bad_hours",
            gettext("at least %(least)s and at most %(most)s hours"),
            least=f"{least:g}",
            most=f"{most:g}",
        )
    return least, most


def _hours(text: str) -> float | None:
    hours = number(
        text.strip().lower().rstrip("h "), field="contract hours", decimal_comma="," in text
    )
    if hours is not None and hours > HOURS_PER_WEEK_MAX:
        raise RowError("bad_hours", gettext("%(hours)s hours a week"), hours=f"{hours:g}")
    return hours


def _windows(text: str, *, weekday: int) -> list[Window]:
    if text.lower() in _OFF:
        return []
    if text.lower() in _ALL_DAY:
        return [Window(weekday, 0, DAY_MINUTES)]
    starts, dash, ends = text.replace("–", "-").partition("-")
    if not dash:
        raise RowError("bad_window", gettext("%(cell)s: write 09:00-17:00"), cell=repr(text[:40]))
    start, end = clock_seconds(starts) // 60, clock_seconds(ends) // 60
    if end <= start:
        end += DAY_MINUTES
    if end > UNTIL_MINUTE_MAX:
        raise RowError(
            "bad_window", gettext("%(cell)s ends after noon of the next day"), cell=repr(text[:40])
        )
    return [Window(weekday, start, end)]
