"""All rows that were asked for as a file: CSV sent while it is read, or a workbook.

Both hold `ROWS_MAX` rows at most. The answer is sent when the page's language and clock are no
longer set, so each batch sets them again.
"""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from floorwalker.foundation.ui.tables._cells import csv_cell, harmless, workbook_cell
from floorwalker.foundation.ui.tables._columns import Column, Kind
from floorwalker.foundation.ui.tables._rows import FoundRows

ROWS_MAX = 100_000
BOM = "\ufeff"
"""Spreadsheets read UTF-8 only behind it."""
SHEET_NAME_LETTERS_MAX = 31
CELL_LETTERS_MAX = 32_767
WORKBOOK_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = {Kind.TEXT: 28, Kind.BADGE: 16, Kind.MOMENT: 18}
_USUAL_WIDTH = 13


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def csv_file(name: str, columns: Sequence[Column], found: FoundRows) -> StreamingHttpResponse:
    """Return the rows as a CSV file; they are read while it is sent."""
    lines = _csv_lines(
        columns,
        found,
        heads=[str(column.label) for column in columns],
        language=translation.get_language() or "en",
        zone=timezone.get_current_timezone(),
    )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def workbook_file(name: str, columns: Sequence[Column], found: FoundRows) -> HttpResponseBase:
    """Return the rows as a workbook, written to the disk first: a workbook cannot be streamed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(name[:SHEET_NAME_LETTERS_MAX])
        _write_heads(sheet, columns, bold=book.add_format({"bold": True}))
        formats = [book.add_format({"num_format": _number_format(c)}) for c in columns]
        _write_rows(sheet, columns, found, formats=formats)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=WORKBOOK_KIND
    )


def _csv_lines(
    columns: Sequence[Column],
    found: FoundRows,
    *,
    heads: Sequence[str],
    language: str,
    zone: tzinfo,
) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([harmless(head) for head in heads])
    batches = found.batches(rows_max=ROWS_MAX)
    while True:
        with translation.override(language), timezone.override(zone):
            batch = next(batches, None)
            if batch is None:
                return
            lines = [
                writer.writerow([csv_cell(column, column.value_of(row)) for column in columns])
                for row in batch
            ]
        yield "".join(lines)


def _write_heads(sheet: Worksheet, columns: Sequence[Column], *, bold: Format) -> None:
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(column.kind, _USUAL_WIDTH))
        sheet.write_string(0, number, str(column.label), bold)
    sheet.freeze_panes(1, 0)


def _write_rows(
    sheet: Worksheet, columns: Sequence[Column], found: FoundRows, *, formats: Sequence[Format]
) -> None:
    row_number = 0
    for batch in found.batches(rows_max=ROWS_MAX):
        for row in batch:
            row_number += 1
            for number, (column, shown) in enumerate(zip(columns, formats, strict=True)):
                value = workbook_cell(column, column.value_of(row))
                _write_cell(sheet, row_number, number, value, shown)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, shown: Format) -> None:
    if isinstance(value, str):  # text stays text, whatever it begins with
        sheet.write_string(row, column, value[:CELL_LETTERS_MAX])
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, shown)
    elif value is not None:
        sheet.write_number(row, column, value, shown)


def _number_format(column: Column) -> str:
    decimals = f".{'0' * column.decimals}" if column.decimals else ""
    return {
        Kind.NUMBER: f"#,##0{decimals}",
        Kind.PERCENT: f"0{decimals}%",
        Kind.DURATION: "[h]:mm:ss",
        Kind.MOMENT: "yyyy-mm-dd hh:mm",
        Kind.DAY: "yyyy-mm-dd",
    }.get(column.kind, "@")
