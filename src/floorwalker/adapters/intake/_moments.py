"""Dates and times as telephone systems write them, turned into UTC.

Text without an offset is a clock on the wall of the file's zone, so one hour a year happens twice
and one never (PEP 495).
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from floorwalker.adapters.intake._dates import EPOCH, Order, date_of, halves, offset_of
from floorwalker.adapters.intake._rejects import RowError
from floorwalker.foundation.errors import BadInputError

CACHED_TEXTS_MAX = 200_000
DAY_SECONDS = 86_400

_CLOCK = re.compile(
    r"(\d{1,2})(?:[:hH](\d{2})?(?:[:m](\d{2})(?:[.,]\d+)?)?)?\s*([ap])?\.?m?\.?\Z", re.I
)
_COMPACT_CLOCK = re.compile(r"(\d{1,2})(\d{2})\Z")

Value = TypeVar("Value")


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
        day_text, clock_text = halves(text)
        day = self._day(day_text)
        second, offset = self._clock(clock_text)
        if second >= DAY_SECONDS:
            day, second = day + timedelta(days=1), second - DAY_SECONDS
        if (offset is not None) is not self._order.has_offset:
            raise BadInputError(
                gettext("%(time)s and the other times do not agree on carrying a zone offset.")
                % {"time": repr(text)},
                next_step=gettext("Export the file with an offset on every time, or on none."),
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
            raise RowError(
                "no_such_time",
                gettext("%(time)s does not exist in %(zone)s"),
                time=wall,
                zone=self._zone.key,
            )
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
            known = date_of(text, order=self._order.code)
            _remember(self._days, text, known)
        return known

    def _clock(self, text: str) -> tuple[int, int | None]:
        known = self._clocks.get(text)
        if known is None:
            start = text.partition("-")[0] if self._order.has_ranges else text
            bare, offset = offset_of(start)
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
        raise RowError("bad_time", gettext("%(cell)s is no time of day"), cell=repr(text[:40]))
    hour, half = int(match[1]), (match[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise RowError("bad_time", gettext("%(cell)s is no time of day"), cell=repr(text))
        hour = hour % 12 + (12 if half == "p" else 0)
    return _checked_clock(hour, int(match[2] or 0), int(match[3] or 0), text=text)


def _checked_clock(hour: int, minute: int, second: int, *, text: str) -> int:
    total = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 60 or total > DAY_SECONDS:
        raise RowError("bad_time", gettext("%(cell)s is no time of day"), cell=repr(text))
    return total


def _epoch_moment(text: str) -> datetime:
    if not EPOCH.match(text.strip()):
        raise RowError(
            "bad_time", gettext("%(cell)s is no count of seconds since 1970"), cell=repr(text[:40])
        )
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
