"""How a file writes its dates: the order of day, month and year, and whether zones are told.

Day and month are told apart by the data: one day above 12 decides; if there is none, the order
that keeps the file's dates closest together.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from floorwalker.adapters.intake._rejects import RowError
from floorwalker.foundation.errors import BadInputError

YEAR_MIN, YEAR_MAX = 1970, 2100
CENTURY_TURNS_AT = 70
OFFSETS_MAX = 3  # a zone has two; more in one file are ends of ranges such as 08:00-08:30

EPOCH = re.compile(r"\d{10}(\.\d+)?\Z|\d{13}\Z")
_PARTED = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})\Z")
_COMPACT = re.compile(r"\d{6}\Z|\d{8}\Z")
_OFFSET = re.compile(r"(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)\Z")
_RANGE = re.compile(r"\s+(?:-|–|to|à|a)\s+\S.*\Z")


@dataclass(frozen=True)
class Order:
    """How a file writes its dates, and what was not certain about it.

    `has_ranges`: the clock is written as 08:00-08:30, which is no offset.
    """

    code: str
    has_offset: bool
    has_ranges: bool = False
    notes: tuple[str, ...] = ()


def order_of(texts: Iterable[str], *, name: str, chosen: str | None = None) -> Order:
    """Tell how dates are written from a sample of them.

    Raises:
        BadInputError: they are no dates, or some carry an offset and some do not.
    """
    cells = [text.strip() for text in texts if text.strip()]
    dates, offsets = [], []
    for cell in cells:
        day_text, rest = halves(cell)
        dates.append(day_text)
        offsets.append(offset_of(rest)[1])
    readable = sum(bool(_PARTED.match(d) or _COMPACT.match(d) or EPOCH.match(d)) for d in dates)
    if not cells or readable < len(cells) / 2:
        shown = cells[0] if cells else ""
        raise BadInputError(
            gettext("the time column holds %(cell)s, which is no date that we can read.")
            % {"cell": repr(shown[:40])},
            where=name,
            next_step=gettext(
                "Write dates as 2026-11-21 08:30, or choose another column as the time."
            ),
        )
    if sum(map(bool, map(EPOCH.match, dates))) > len(dates) / 2:
        return Order("epoch", has_offset=True)
    code, notes = (chosen, ()) if chosen else _day_month_order(dates)
    if len(set(offsets)) > OFFSETS_MAX:
        return Order(code, has_offset=False, has_ranges=True, notes=notes)
    if None in offsets and len(set(offsets)) > 1:
        raise BadInputError(
            gettext(
                "some times carry a zone offset and some do not, so their order cannot be known."
            ),
            where=name,
            next_step=gettext("Export the file with an offset on every time, or on none."),
        )
    return Order(code, has_offset=offsets[0] is not None, notes=notes)


def looks_like_date(text: str) -> bool:
    """Tell whether the text starts with a written date (a header cell should not)."""
    return bool(_PARTED.match(halves(text)[0]))


def date_of(text: str, *, order: str) -> date:
    """Return the date that the text tells in this order; two-digit years are 1970 to 2069."""
    match = _PARTED.match(text)
    if match:
        parts = list(match.groups())
    elif _COMPACT.match(text):
        wide = len(text) - 4
        cuts = {"ymd": (wide, wide + 2), "dmy": (2, 4), "mdy": (2, 4)}[order]
        parts = [text[: cuts[0]], text[cuts[0] : cuts[1]], text[cuts[1] :]]
    else:
        raise RowError("bad_time", gettext("%(cell)s is no date"), cell=repr(text[:40]))
    numbers = dict(zip(order, map(int, parts), strict=True))
    year = numbers["y"]
    if len(parts[order.index("y")]) <= 2:
        year += 2000 if year < CENTURY_TURNS_AT else 1900
    try:
        day = date(year, numbers["m"], numbers["d"])
    except ValueError:
        raise RowError("bad_time", gettext("%(cell)s is no date"), cell=repr(text)) from None
    if not YEAR_MIN < day.year < YEAR_MAX:
        raise RowError(
            "bad_time",
            gettext("the year of %(cell)s is not between %(first)s and %(last)s"),
            cell=repr(text),
            first=YEAR_MIN,
            last=YEAR_MAX,
        )
    return day


def halves(text: str) -> tuple[str, str]:
    """Cut a text into its date and its clock; a range keeps its start only."""
    text = text.strip()
    space = text.find(" ")
    if space < 0:
        space = text.find("T")
    if space < 0:
        return text, ""
    rest = text[space + 1 :]
    return text[:space], _RANGE.sub("", rest) if " " in rest else rest


def offset_of(clock_text: str) -> tuple[str, int | None]:
    """Return the clock text without its zone offset, and the offset in seconds, if it has one."""
    match = _OFFSET.search(clock_text)
    if not match:
        return clock_text, None
    bare = clock_text[: match.start()].strip()
    if match[1]:
        return bare, 0
    seconds = int(match[3]) * 3600 + int(match[4] or 0) * 60
    return bare, -seconds if match[2] == "-" else seconds


def _day_month_order(texts: list[str]) -> tuple[str, tuple[str, ...]]:
    parts = [match.groups() for text in set(texts) if (match := _PARTED.match(text))]
    if len(parts) < len(set(texts)) / 2:
        return _compact_order(texts), ()
    if any(len(first) == 4 or int(first) > 31 for first, _, _ in parts):
        return "ymd", ()
    day_first = sum(int(first) > 12 for first, _, _ in parts)
    month_first = sum(int(second) > 12 for _, second, _ in parts)
    if day_first or month_first:
        return ("dmy" if day_first >= month_first else "mdy"), ()
    spans = {code: _span_days(texts, order=code) for code in ("dmy", "mdy")}
    code = "mdy" if spans["mdy"] < spans["dmy"] else "dmy"
    shown = gettext("month/day/year") if code == "mdy" else gettext("day/month/year")
    note = gettext("Day and month cannot be told apart for certain; read as %(order)s.")
    return code, (note % {"order": shown},)


def _compact_order(texts: list[str]) -> str:
    def readable(code: str) -> int:
        return sum(_is_date(text, order=code) for text in texts)

    return max(("ymd", "dmy", "mdy"), key=readable)


def _span_days(texts: list[str], *, order: str) -> int:
    days = [date_of(text, order=order) for text in set(texts) if _is_date(text, order=order)]
    return (max(days) - min(days)).days if days else 0


def _is_date(text: str, *, order: str) -> bool:
    try:
        date_of(text, order=order)
    except RowError:
        return False
    return True
