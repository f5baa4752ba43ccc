"""Spreadsheets from strangers, read as rows of text.

An XLSX file is a ZIP of XML: both can be bombs. Sizes are checked in the ZIP's own directory
before anything is unpacked, entity tricks are refused by defusedxml (which openpyxl uses when it
is installed), and what the sheet claims about its size is ignored.
"""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext

from floorwalker.foundation.errors import BadInputError

UNPACKED_BYTES_MAX = 200 * 1024 * 1024
PACKED_RATIO_MAX = 200
PARTS_MAX = 2_000
ROWS_MAX = 200_000
COLUMNS_MAX = 200


def is_xlsx(path: Path) -> bool:
    """Tell by its first bytes and its parts whether the file is a workbook."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.NameToInfo


def sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells as text) of the first sheet.

    Raises:
        BadInputError: the file is broken, or unpacks to more than a list of people could need.
    """
    _check_sizes(path)
    number = 0
    try:
        for number, values in _values(path):
            cells = [_text(value) for value in values]
            if any(cells):
                yield number, cells
    except Exception as error:  # noqa: BLE001 - a broken workbook fails in any way its XML allows
        raise BadInputError(
            gettext("this workbook cannot be read (%(error)s).") % {"error": type(error).__name__},
            where=path.name,
            next_step=gettext("Open it in a spreadsheet and save it again, or save it as CSV."),
        ) from None
    if number > ROWS_MAX:
        rows = number_format(ROWS_MAX, force_grouping=True)
        what = gettext("the sheet has more than %(rows)s rows.") % {"rows": rows}
        raise BadInputError(what, where=path.name)


def _values(path: Path) -> Iterator[tuple[int, tuple[object, ...]]]:
    import openpyxl

    with path.open("rb") as file:  # by its path, openpyxl would judge the file by its name
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=COLUMNS_MAX, values_only=True)
        yield from enumerate(islice(rows, ROWS_MAX + 1), start=1)


def _check_sizes(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    bomb = unpacked > 10 * 1024 * 1024 and unpacked / packed > PACKED_RATIO_MAX
    if len(parts) > PARTS_MAX or unpacked > UNPACKED_BYTES_MAX or bomb:
        raise BadInputError(
            gettext("the workbook unpacks to %(size)s MB; it was not opened.")
            % {"size": number_format(round(unpacked / 1e6), force_grouping=True)},
            where=path.name,
            next_step=gettext("Save only the sheet that is needed, or save it as CSV."),
        )


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime() | date() | time():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).strip()
