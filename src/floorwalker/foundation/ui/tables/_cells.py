"""One value, three ways: as words on the page, as text of a CSV file, as a cell of a workbook."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from floorwalker.foundation.ui.tables._columns import Column, Kind
from floorwalker.foundation.ui.written import duration_text, number_text, percent_text

NOTHING = "–"
SECONDS_PER_DAY = 86_400
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def words_of(value: object) -> str:
    """Return a value as plain words; several are joined."""
    if value is None:
        return ""
    return "; ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


def cell_words(column: Column, value: Any) -> str:
    """Write a value for the page, in the reader's language and on the site's clock."""
    if value is None:
        return NOTHING
    match column.kind:
        case Kind.NUMBER:
            return number_text(value, decimals=column.decimals)
        case Kind.PERCENT:
            return percent_text(value, decimals=column.decimals)
        case Kind.DURATION:
            return duration_text(value)
        case Kind.MOMENT:
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        case Kind.DAY:
            return date_format(value, "SHORT_DATE_FORMAT")
        case _:
            return words_of(value)


def csv_cell(column: Column, value: Any) -> str:
    """Write a value for other programs: numbers with a point, times by ISO 8601 with their zone.

    Text that a spreadsheet would compute gets an apostrophe in front.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if column.kind.is_number or isinstance(value, date):
        return str(value)
    return harmless(words_of(value))


def workbook_cell(column: Column, value: Any) -> str | float | date | None:
    """Return what a workbook stores: numbers, days, and moments on the site's clock."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, date):
        return value
    if column.kind is Kind.DURATION:
        return float(value) / SECONDS_PER_DAY
    return float(value) if column.kind.is_number else words_of(value)


def harmless(text: str) -> str:
    """Return the text with an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
