"""Find out how a file is to be read, so that a person can look at it before anything is stored."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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


def detect(path: Path, *, choices: Choices) -> Detection:
    """Say how the file will be read: kind, columns, dates, zone, grid.

    Raises:
        BadInputError: it is missing, empty, binary, or its columns do not tell what they are.
    """
    zone = _zone(choices.zone_name)
    name = choices.file_name or path.name
    table = _sheet(path) if _xlsx.is_xlsx(path) else _text_table(path)
    _check_header(table, name=name)
    layout = _header.layout_of(table.header)
    kind, columns = _kind_and_columns(table, layout=layout, choices=choices, name=name)
    order, minutes, notes = _dates.Order("ymd", has_offset=False), None, list[str]()
    if kind is not FileKind.AGENTS:
        texts = [text for text in _moment_texts(table, columns) if text]
        order = _dates.order_of(texts, name=name, chosen=choices.date_order)
        notes += order.notes
    if kind is FileKind.INTERVALS:
        minutes = _interval_minutes(texts, order=order, zone=zone)
        if minutes is None:
            minutes = INTERVAL_MINUTES_DEFAULT
            notes.append(f"Too few rows to see the interval; {minutes} minutes is assumed.")
    zone_source = ZoneSource.IN_THE_DATA if order.has_offset else ZoneSource.ASSUMED
    if kind is not FileKind.AGENTS and zone_source is ZoneSource.ASSUMED:
        notes.append(f"The times carry no zone; they are read as the clock of {choices.zone_name}.")
    if "queue" not in columns and kind is not FileKind.AGENTS and not choices.queue_name:
        notes.append(f"There is no queue column; all rows go to the queue {Path(name).stem!r}.")
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
            f"there is no time zone {name!r}.", next_step="Zones look like America/Toronto."
        ) from None


def _text_table(path: Path) -> _Table:
    sampled = _text.sample(path)
    delimiter = _text.delimiter_of(sampled)
    try:
        header = _text.split_line(sampled.header_line, delimiter=delimiter)
    except RowError as error:
        raise BadInputError(f"{error.detail}.", where=f"{path.name}, line 1") from None
    if not any(line.strip() for line in sampled.lines):
        raise BadInputError("there is no row below the header.", where=path.name)
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
        raise BadInputError("the first sheet is empty.", where=path.name)
    header = rows[0][: _used(rows[0])]
    body = tuple(tuple(padded(row, width=len(header))) for row in rows[1:])
    return _Table(XLSX, XLSX, tuple(header), body)


def _check_header(table: _Table, *, name: str) -> None:
    if len(table.header) > COLUMNS_MAX:
        raise BadInputError(f"the header has more than {COLUMNS_MAX} columns.", where=name)
    repeated = [column for column, times in Counter(table.header).items() if times > 1 and column]
    if repeated:
        raise BadInputError(
            f"two columns are called {repeated[0]!r}.", where=name, next_step="Rename one of them."
        )
    if any(_dates.looks_like_date(cell) for cell in table.header):
        raise BadInputError(
            "the first line holds data, not column names.",
            where=f"{name}, line 1",
            next_step="Add a header line, for example: time,queue,offered,answered,aht_seconds",
        )


def _kind_and_columns(
    table: _Table, *, layout: Layout, choices: Choices, name: str
) -> tuple[FileKind, dict[str, str]]:
    if layout is Layout.ANONYMOUS_BANK and not choices.columns:
        return FileKind.CONTACTS, dict(_anonymous_bank.COLUMNS)
    kind = choices.kind or _header.kind_of(table.header, chosen=choices.columns)
    if kind is None:
        raise BadInputError(
            f"these columns do not tell what the file is: {', '.join(table.header)[:300]}.",
            where=f"{name}, line 1",
            next_step="Name them, for example: --map 'Start=time' --map 'Calls=offered'.",
        )
    columns = _header.columns_of(table.header, kind=kind, chosen=choices.columns, name=name)
    _check_required(kind, columns=columns, name=name)
    return kind, columns


def _check_required(kind: FileKind, *, columns: Mapping[str, str], name: str) -> None:
    needed = {
        FileKind.INTERVALS: (("time", "date"), ("offered",)),
        FileKind.CONTACTS: (("time", "date"), _header.PER_CONTACT),
        FileKind.AGENTS: (("name", "last_name", "email"),),
    }[kind]
    for fields in needed:
        if not any(field in columns for field in fields):
            raise BadInputError(
                f"no column holds {' or '.join(fields)}; found {', '.join(columns) or 'none'}.",
                where=f"{name}, line 1",
                next_step=f"Name one, for example: --map 'COLUMN={fields[0]}'.",
            )


def _moment_texts(table: _Table, columns: Mapping[str, str]) -> Iterator[str]:
    parts = [
        table.header.index(columns[field])
        for field in ("time", "date", "clock")
        if field in columns
    ]
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
