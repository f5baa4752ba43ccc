"""Counts and durations as files write them: decimal commas, thousands marks, `h:mm:ss`."""

import math
import re
from collections.abc import Iterable

from django.utils.translation import gettext

from floorwalker.adapters.intake._rejects import RowError

COUNT_MAX = 10_000_000
CONTACT_SECONDS_MAX = 24 * 3600
WAIT_SECONDS_MAX = 7 * 24 * 3600

_COMMA_DECIMAL = re.compile(r"-?\d+,\d{1,2}\Z|-?\d{1,3}(?:[.  ]\d{3})+,\d+\Z")
_POINT_DECIMAL = re.compile(r"-?\d+\.\d+\Z|-?\d{1,3}(?:,\d{3})+\.\d+\Z")
_CLOCKED = re.compile(r"(-)?(?:(\d+):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?\Z")
_EMPTY = ("", "-", "n/a", "na", "null", "none")


def uses_decimal_comma(cells: Iterable[str]) -> bool:
    """Tell whether a file writes one and a half as `1,5`."""
    comma = point = 0
    for cell in cells:
        comma += bool(_COMMA_DECIMAL.match(cell))
        point += bool(_POINT_DECIMAL.match(cell))
    return comma > point


def number(text: str, *, field: str, decimal_comma: bool) -> float | None:
    """Return a finite number that is not negative; `None` for an empty cell.

    Raises:
        RowError: it is no number, or below zero.
    """
    try:
        value = float(text)
    except ValueError:
        if text.lower() in _EMPTY:
            return None
        value = _marked_number(text, field=field, decimal_comma=decimal_comma)
    if math.isnan(value):
        return None
    if not math.isfinite(value):
        raise RowError(
            "bad_number", gettext("%(field)s is %(cell)s"), field=field, cell=repr(text[:40])
        )
    if value < 0:
        raise RowError("negative", gettext("%(field)s is %(cell)s"), field=field, cell=text)
    return value


def count(text: str, *, field: str, decimal_comma: bool) -> int | None:
    """Return a whole number of contacts; `None` for an empty cell.

    Raises:
        RowError: it is no whole number, below zero, or more than any centre sees.
    """
    value = number(text, field=field, decimal_comma=decimal_comma)
    if value is None:
        return None
    if value != int(value):
        raise RowError(
            "bad_number",
            gettext("%(field)s is %(cell)s, not a whole number"),
            field=field,
            cell=text,
        )
    if value > COUNT_MAX:
        raise RowError("too_large", gettext("%(field)s is %(cell)s"), field=field, cell=text)
    return int(value)


def seconds(
    text: str, *, field: str, decimal_comma: bool, seconds_max: float = CONTACT_SECONDS_MAX
) -> float | None:
    """Return a duration given in seconds or as `m:ss` or `h:mm:ss`; `None` for an empty cell.

    Raises:
        RowError: it is no duration, below zero, or longer than `seconds_max`.
    """
    match = _CLOCKED.match(text)
    if match:
        if match[1]:
            raise RowError("negative", gettext("%(field)s is %(cell)s"), field=field, cell=text)
        value: float | None = int(match[2] or 0) * 3600.0 + int(match[3]) * 60 + int(match[4])
    else:
        value = number(text, field=field, decimal_comma=decimal_comma)
    if value is not None and value > seconds_max:
        raise RowError(
            "absurd_duration",
            gettext("%(field)s is %(cell)s, more than %(hours)s hours"),
            field=field,
            cell=text,
            hours=f"{seconds_max / 3600:g}",
        )
    return value


def _marked_number(text: str, *, field: str, decimal_comma: bool) -> float:
    bare = re.sub(r"[  '’]", "", text)
    bare = bare.replace(".", "").replace(",", ".") if decimal_comma else bare.replace(",", "")
    try:
        return float(bare)
    except ValueError:
        raise RowError(
            "bad_number", gettext("%(field)s is %(cell)s"), field=field, cell=repr(text[:40])
        ) from None
