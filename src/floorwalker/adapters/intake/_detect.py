"""Find out how a file is to be read, so that a person can look at it before anything is stored."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext

from floorwalker.adapters.intake import (
    _anonymous_bank,
    _dates,
    _header,
    _moments,
    _numbers,
    _text,
    _xlsx,
)
from floorwalker.adapters.intake._rejects import RowError
from floorwalker.duties.history.fields import MOMENT_PARTS, groups_without_column
from floorwalker.duties.history.records import (
    Choices,
    Detection,
    FileKind,
    Layout,
    ZoneSource,
)
from floorwalker.foundation.errors import BadInputError

SHOWN_ROWS = 10
SHEET_SAMPLE_ROWS = 500
COLUMNS_MAX = 500
XLSX = "xlsx"
INTERVAL_MINUTES_DEFAULT = 30
_DAY_MINUTES = 1440


@dataclass(frozen=True)
class _Table:
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def detect(path: Path, *, choices: Choices, may_lack_columns: bool = False) -> Detection:
    """Say how the file will be read: kind, columns, dates, zone, grid.

    Raises:
        BadInputError: it is missing, empty, binary, or its columns do not tell what they are
            (with `may_lack_columns` only when what a person chose cannot be).
    """
    zone = _zone(choices.zone_name)
    name = choices.file_name or path.name
    table = _table(path, name=name)
    _check_header(table, name=name)
    layout = _header.layout_of(table.header)
    kind, columns = _kind_and_columns(
        table, layout=layout, choices=choices, name=name, may_lack=may_lack_columns
    )
    columns, texts, order = _dated(
        table, columns, kind=kind, choices=choices, name=name, may_lack=may_lack_columns
    )
    minutes, notes = None, list(order.notes)
    if kind is FileKind.INTERVALS and texts:
        minutes = _interval_minutes(texts, order=order, zone=zone)
        if minutes is None:
            minutes = INTERVAL_MINUTES_DEFAULT
            note = gettext("Too few rows to see the interval; %(minutes)s minutes is assumed.")
            notes.append(note % {"minutes": minutes})
    zone_source = ZoneSource.IN_THE_DATA if order.has_offset else ZoneSource.ASSUMED
    if texts and zone_source is ZoneSource.ASSUMED:
        note = gettext("The times carry no zone; they are read as the clock of %(zone)s.")
        notes.append(note % {"zone": choices.zone_name})
    if "queue" not in columns and kind is not FileKind.AGENTS and not choices.queue_name:
        note = gettext("There is no queue column; all rows go to the queue %(queue)s.")
        notes.append(note % {"queue": repr(Path(name).stem)})
    return Detection(
        file_name=name,
        kind=kind,
        layout=layout,
        encoding=table.encoding,
        delimiter=table.delimiter,
        header=table.header,
        columns=columns,
        date_order=order.code,
        zone_name=choices.zone_name,
        zone_source=zone_source,
        decimal_comma=_numbers.uses_decimal_comma(cell for row in table.rows for cell in row),
        interval_minutes=minutes,
        queue_name=choices.queue_name or ("" if "queue" in columns else Path(name).stem),
        size_bytes=path.stat().st_size,
        notes=tuple(notes),
        first_rows=table.rows[:SHOWN_ROWS],
        has_ranges=order.has_ranges,
    )


def padded(cells: Sequence[str], *, width: int) -> list[str]:
    """Return a spreadsheet row with as many cells as the header; empty cells beyond it fall off."""
    return [*cells, *[""] * (width - len(cells))][: max(width, _used(cells))]


def _used(cells: Sequence[str]) -> int:
    return max((index + 1 for index, cell in enumerate(cells) if cell), default=0)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInputError(
            gettext("there is no time zone %(name)s.") % {"name": repr(name)},
            next_step=gettext("Zones look like America/Toronto."),
        ) from None


def _table(path: Path, *, name: str) -> _Table:
    """Read the beginning; an error speaks of the file by the name that people know it by."""
    try:
        return _sheet(path) if _xlsx.is_xlsx(path) else _text_table(path)
    except BadInputError as error:
        where = error.where.replace(path.name, name)
        raise BadInputError(error.what, where=where, next_step=error.next_step) from None


def _text_table(path: Path) -> _Table:
    sampled = _text.sample(path)
    delimiter = _text.delimiter_of(sampled)
    try:
        header = _text.split_line(sampled.header_line, delimiter=delimiter)
    except RowError as error:
        raise BadInputError(f"{error.detail}.", where=_first_line(path.name)) from None
    if not any(line.strip() for line in sampled.lines):
        raise BadInputError(gettext("there is no row below the header."), where=path.name)
    rows = tuple(tuple(row) for row in _split_rows(sampled.lines, delimiter=delimiter))
    return _Table(sampled.encoding, delimiter, tuple(header), rows)


def _split_rows(lines: Sequence[str], *, delimiter: str) -> Iterator[list[str]]:
    for line in lines:
        try:
            yield _text.split_line(line, delimiter=delimiter)
        except RowError:
            continue


def _sheet(path: Path) -> _Table:
    rows = [cells for _, cells in islice(_xlsx.sheet_rows(path), SHEET_SAMPLE_ROWS)]
    if not rows:
        raise BadInputError(gettext("the first sheet is empty."), where=path.name)
    header = rows[0][: _used(rows[0])]
    body = tuple(tuple(padded(row, width=len(header))) for row in rows[1:])
    return _Table(XLSX, XLSX, tuple(header), body)


def _check_header(table: _Table, *, name: str) -> None:
    if len(table.header) > COLUMNS_MAX:
        what = gettext("the header has more than %(most)s columns.") % {"most": COLUMNS_MAX}
        raise BadInputError(what, where=name)
    repeated = [column for column, times in Counter(table.header).items() if times > 1 and column]
    if repeated:
        raise BadInputError(
            gettext("two columns are called %(column)s.") % {"column": repr(repeated[0])},
            where=name,
            next_step=gettext("Rename one of them."),
        )
    if any(_dates.looks_like_date(cell) for cell in table.header):
        raise BadInputError(
            gettext("the first line holds data, not column names."),
            where=_first_line(name),
            next_step=gettext("Add a header line, for example: %(header)s")
            % {"header": "time,queue,offered,answered,aht_seconds"},
        )


def _kind_and_columns(
    table: _Table, *, layout: Layout, choices: Choices, name: str, may_lack: bool
) -> tuple[FileKind, dict[str, str]]:
    if layout is Layout.ANONYMOUS_BANK and not choices.columns:
        return FileKind.CONTACTS, dict(_anonymous_bank.COLUMNS)
    kind = choices.kind or _header.kind_of(table.header, chosen=choices.columns)
    if kind is None and not may_lack:
        raise BadInputError(
            gettext("these columns do not tell what the file is: %(columns)s.")
            % {"columns": ", ".join(table.header)[:300]},
            where=_first_line(name),
            next_step=gettext("Name them, for example: %(example)s.")
            % {"example": "--map 'Start=time' --map 'Calls=offered'"},
        )
    kind = kind or FileKind.INTERVALS
    columns = _header.columns_of(table.header, kind=kind, chosen=choices.columns, name=name)
    if not may_lack:
        _check_needed(kind, columns=columns, name=name)
    return kind, columns


def _first_line(name: str) -> str:
    return gettext("%(file)s, line %(line)s") % {"file": name, "line": 1}


def _check_needed(kind: FileKind, *, columns: Mapping[str, str], name: str) -> None:
    for fields in groups_without_column(kind, columns=columns):
        raise BadInputError(
            gettext("no column holds %(fields)s; found: %(found)s.")
            % {"fields": gettext(" or ").join(fields), "found": ", ".join(columns) or "–"},
            where=_first_line(name),
            next_step=gettext("Name one, for example: %(example)s.")
            % {"example": f"--map 'COLUMN={fields[0]}'"},
        )


def _dated(
    table: _Table,
    columns: dict[str, str],
    *,
    kind: FileKind,
    choices: Choices,
    name: str,
    may_lack: bool,
) -> tuple[dict[str, str], list[str], _dates.Order]:
    """Return the columns, the times in them and how those are written.

    Where columns may be lacking, one that only by its name is a time, and holds none, is dropped.
    """
    undated = _dates.Order("ymd", has_offset=False)
    if kind is FileKind.AGENTS or not {"time", "date"} & set(columns):
        return columns, [], undated
    texts = [text for text in _moment_texts(table, columns) if text]
    try:
        return columns, texts, _dates.order_of(texts, name=name, chosen=choices.date_order)
    except BadInputError as error:
        is_chosen = any(choices.columns.get(part) for part in MOMENT_PARTS)
        if is_chosen or not may_lack or not table.rows:
            raise
        others = {field: c for field, c in columns.items() if field not in MOMENT_PARTS}
        return others, [], replace(undated, notes=(error.what[:1].upper() + error.what[1:],))


def _moment_texts(table: _Table, columns: Mapping[str, str]) -> Iterator[str]:
    parts = [table.header.index(columns[field]) for field in MOMENT_PARTS if field in columns]
    for row in table.rows:
        if len(row) > max(parts):
            yield " ".join(row[index] for index in parts).strip()


def _interval_minutes(texts: Sequence[str], *, order: _dates.Order, zone: ZoneInfo) -> int | None:
    reader = _moments.MomentReader(order, zone=zone)
    seen, midnights_only = set(), True
    for text in texts[:20_000]:
        try:
            moment = reader.read(text)
        except RowError:
            continue
        seen.add(moment.at)
        midnights_only = midnights_only and moment.second == 0
    steps = Counter(int((b - a).total_seconds()) // 60 for a, b in pairwise(sorted(seen)))
    for minutes, _ in steps.most_common():
        if minutes >= _DAY_MINUTES and midnights_only:
            return _DAY_MINUTES
        if 0 < minutes < _DAY_MINUTES and _DAY_MINUTES % minutes == 0:
            return minutes
    return None
