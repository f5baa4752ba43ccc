"""Dates and times as telephone systems write them, turned into UTC.

Day and month are told apart by the data: one day above 12 decides; if there is none, the order
that keeps the file's dates closest together. Text without an offset is a clock on the wall of the
file's zone, so one hour a year happens twice and one never (PEP 495).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from floorwalker.adapters.intake._rejects import RowError
from floorwalker.foundation.errors import BadInputError

ORDERS = ("ymd", "dmy", "mdy", "epoch")
YEAR_MIN, YEAR_MAX = 1970, 2100
CENTURY_TURNS_AT = 70
CACHED_TEXTS_MAX = 200_000
DAY_SECONDS = 86_400

_EPOCH = re.compile(r"\d{10}(\.\d+)?\Z|\d{13}\Z")
_PARTED = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})\Z")
_COMPACT = re.compile(r"\d{6}\Z|\d{8}\Z")
_OFFSET = re.compile(r"(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)\Z")
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:hH](\d{2})?(?:[:m](\d{2})(?:[.,]\d+)?)?)?\s*([ap])?\.?m?\.?\Z", re.I
)
_COMPACT_CLOCK = re.compile(r"(\d{1,2})(\d{2})\Z")
_RANGE = re.compile(r"\s+(?:-|–|to|à|a)\s+\S.*\Z")

Value = TypeVar("Value")


@dataclass(frozen=True)
class Order:
    """How a file writes its dates, and what was not certain about it."""

    code: str
    has_offset: bool
    notes: tuple[str, ...] = ()


class Moment(NamedTuple):
    """An instant with its local day and second of the day.

    `repeats_after_seconds` is not zero when the wall clock shows this time again later;
    `is_repeat` when an offset in the data says that this is that later time.
    """

    at: datetime
    day: date
    second: int
    repeats_after_seconds: int
    is_repeat: bool = False


def order_of(texts: Iterable[str], *, name: str, chosen: str | None = None) -> Order:
    """Tell how dates are written from a sample of them.

    Raises:
        BadInputError: they are no dates, or some carry an offset and some do not.
    """
    cells = [text.strip() for text in texts if text.strip()]
    dates, offsets = [], []
    for cell in cells:
        day_text, rest = _halves(cell)
        dates.append(day_text)
        offsets.append(_offset_of(rest)[1] is not None)
    readable = sum(bool(_PARTED.match(d) or _COMPACT.match(d) or _EPOCH.match(d)) for d in dates)
    if not cells or readable < len(cells) / 2:
        shown = cells[0] if cells else ""
        raise BadInputError(
            f"the time column holds {shown[:40]!r}, which is no date that we can read.",
            where=name,
            next_step="Write dates as 2026-11-21 08:30, or choose another column as the time.",
        )
    if sum(map(bool, map(_EPOCH.match, dates))) > len(dates) / 2:
        return Order("epoch", has_offset=True)
    if len(set(offsets)) > 1:
        raise BadInputError(
            "some times carry a zone offset and some do not, so their order cannot be known.",
            where=name,
            next_step="Export the file with an offset on every time, or on none.",
        )
    code, notes = (chosen, ()) if chosen else _day_month_order(dates)
    return Order(code, has_offset=offsets[0], notes=notes)


class MomentReader:
    """Turns texts of one file into moments; remembers days and clock texts it has seen."""

    def __init__(self, order: Order, *, zone: ZoneInfo) -> None:
        self._order = order
        self._zone = zone
        self._days: dict[str, date] = {}
        self._clocks: dict[str, tuple[int, int | None]] = {}
        self._offsets: dict[date, int | None] = {}

    def read(self, text: str) -> Moment:
        """Return the moment that the text tells.

        Raises:
            RowError: it is no time, or one that the zone's clock never shows.
            BadInputError: its offset is missing where the others have one, or the reverse.
        """
        if self._order.code == "epoch":
            return self._from_utc(_epoch_moment(text))
        day_text, clock_text = _halves(text)
        day = self._day(day_text)
        second, offset = self._clock(clock_text)
        if second >= DAY_SECONDS:
            day, second = day + timedelta(days=1), second - DAY_SECONDS
        if (offset is not None) is not self._order.has_offset:
            raise BadInputError(
                f"{text!r} and the other times do not agree on carrying a zone offset.",
                next_step="Export the file with an offset on every time, or on none.",
            )
        if offset is not None:
            return self._from_utc(_midnight(day) + timedelta(seconds=second - offset))
        return self.at_local(day, second=second)

    def at_local(self, day: date, *, second: int) -> Moment:
        """Return the first moment at which the zone's clock shows this; it must show it."""
        offset = self._offset_all_day(day)
        if offset is not None:
            return Moment(_midnight(day) + timedelta(seconds=second - offset), day, second, 0)
        wall = datetime.combine(day, datetime.min.time()) + timedelta(seconds=second)
        first = _seconds(wall.replace(tzinfo=self._zone).utcoffset())
        later = _seconds(wall.replace(tzinfo=self._zone, fold=1).utcoffset())
        if later > first:
            raise RowError("no_such_time", f"{wall} does not exist in {self._zone.key}")
        return Moment(
            _midnight(day) + timedelta(seconds=second - first), day, second, first - later
        )

    def _from_utc(self, at: datetime) -> Moment:
        offset = self._offset_all_day(at.date())
        if offset is None or not 0 <= _second_of(at) + offset < DAY_SECONDS:
            local = at.astimezone(self._zone)
            return Moment(at, local.date(), _second_of(local), 0, is_repeat=local.fold == 1)
        return Moment(at, at.date(), _second_of(at) + offset, 0)

    def _day(self, text: str) -> date:
        known = self._days.get(text)
        if known is None:
            known = _date_of(text, order=self._order.code)
            _remember(self._days, text, known)
        return known

    def _clock(self, text: str) -> tuple[int, int | None]:
        known = self._clocks.get(text)
        if known is None:
            bare, offset = _offset_of(text)
            known = clock_seconds(bare), offset
            _remember(self._clocks, text, known)
        return known

    def _offset_all_day(self, day: date) -> int | None:
        """Return the zone's offset if it is the same all that day (in UTC too), else `None`."""
        if day not in self._offsets:
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=self._zone)
            around = {
                _seconds((noon + timedelta(hours=hours)).utcoffset())
                for hours in (-24, -12, 0, 12, 24)
            }
            self._offsets[day] = around.pop() if len(around) == 1 else None
        return self._offsets[day]


def clock_seconds(text: str) -> int:
    """Return the second of the day that a clock text such as `8:05`, `17h30` or `5:30 pm` tells."""
    text = text.strip()
    if not text:
        return 0
    compact = _COMPACT_CLOCK.match(text)
    match = _CLOCK.match(text)
    if compact and not match:
        return _checked_clock(int(compact[1]), int(compact[2]), 0, text=text)
    if not match:
        raise RowError("bad_time", f"{text[:40]!r} is no time of day")
    hour, half = int(match[1]), (match[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise RowError("bad_time", f"{text!r} is no time of day")
        hour = hour % 12 + (12 if half == "p" else 0)
    return _checked_clock(hour, int(match[2] or 0), int(match[3] or 0), text=text)


def looks_like_date(text: str) -> bool:
    """Tell whether the text starts with a written date (a header cell should not)."""
    return bool(_PARTED.match(_halves(text)[0]))


def _checked_clock(hour: int, minute: int, second: int, *, text: str) -> int:
    total = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 60 or total > DAY_SECONDS:
        raise RowError("bad_time", f"{text!r} is no time of day")
    return total


def _halves(text: str) -> tuple[str, str]:
    text = text.strip()
    space = text.find(" ")
    if space < 0:
        space = text.find("T")
    if space < 0:
        return text, ""
    rest = text[space + 1 :]
    return text[:space], _RANGE.sub("", rest) if " " in rest else rest


def _offset_of(clock_text: str) -> tuple[str, int | None]:
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
    shown = "month/day/year" if code == "mdy" else "day/month/year"
    return code, (f"Day and month cannot be told apart for certain; read as {shown}.",)


def _compact_order(texts: list[str]) -> str:
    def readable(code: str) -> int:
        return sum(_is_date(text, order=code) for text in texts)

    return max(("ymd", "dmy", "mdy"), key=readable)


def _span_days(texts: list[str], *, order: str) -> int:
    days = [_date_of(text, order=order) for text in set(texts) if _is_date(text, order=order)]
    return (max(days) - min(days)).days if days else 0


def _is_date(text: str, *, order: str) -> bool:
    try:
        _date_of(text, order=order)
    except RowError:
        return False
    return True


def _date_of(text: str, *, order: str) -> date:
    match = _PARTED.match(text)
    if match:
        parts = list(match.groups())
    elif _COMPACT.match(text):
        wide = len(text) - 4
        cuts = {"ymd": (wide, wide + 2), "dmy": (2, 4), "mdy": (2, 4)}[order]
        parts = [text[: cuts[0]], text[cuts[0] : cuts[1]], text[cuts[1] :]]
    else:
        raise RowError("bad_time", f"{text[:40]!r} is no date")
    numbers = dict(zip(order, map(int, parts), strict=True))
    year = numbers["y"]
    if len(parts[order.index("y")]) <= 2:
        year += 2000 if year < CENTURY_TURNS_AT else 1900
    try:
        day = date(year, numbers["m"], numbers["d"])
    except ValueError:
        raise RowError("bad_time", f"{text!r} is no date") from None
    if not YEAR_MIN < day.year < YEAR_MAX:
        raise RowError("bad_time", f"the year of {text!r} is not between {YEAR_MIN} and {YEAR_MAX}")
    return day


def _epoch_moment(text: str) -> datetime:
    if not _EPOCH.match(text.strip()):
        raise RowError("bad_time", f"{text[:40]!r} is no count of seconds since 1970")
    seconds = float(text) if len(text.strip().partition(".")[0]) == 10 else float(text) / 1000
    return datetime.fromtimestamp(int(seconds), tz=UTC)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _second_of(at: datetime) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _seconds(offset: timedelta | None) -> int:
    return int(offset.total_seconds()) if offset is not None else 0


def _remember(cache: dict[str, Value], text: str, value: Value) -> None:
    if len(cache) >= CACHED_TEXTS_MAX:
        cache.clear()
    cache[text] = value
