"""One pass over a file in bounded memory: good rows out in chunks, bad rows to the reject log."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import gettext

from floorwalker.adapters.intake import _agents, _anonymous_bank, _rows, _text, _xlsx
from floorwalker.adapters.intake._dates import Order
from floorwalker.adapters.intake._detect import XLSX, padded
from floorwalker.adapters.intake._grid_flags import GridFindings, grid_findings
from floorwalker.adapters.intake._moments import MomentReader
from floorwalker.adapters.intake._quality import Collector, Effect
from floorwalker.adapters.intake._rejects import RejectLog, RowError, SetAside
from floorwalker.duties.history.quality_words import REASON_WORDS
from floorwalker.duties.history.records import (
    AgentRow,
    Chunk,
    ContactRow,
    Detection,
    FileKind,
    IntervalRow,
    Layout,
    Outcome,
    Progress,
    QualityReport,
    ZoneSource,
)
from floorwalker.foundation.errors import BadInputError

CHUNK_ROWS = 10_000
REJECTED_SHARE_MAX = 0.5

Record = ContactRow | IntervalRow | AgentRow


class FileReading:
    """One pass over one file, as its detection says; `report` is final when `chunks` has ended."""

    def __init__(
        self,
        path: Path,
        *,
        detection: Detection,
        progress: Progress | None,
        rejects: TextIO | None,
        bytes_max: int | None,
    ) -> None:
        self._path = path
        self._detection = detection
        self._progress = progress
        self._bytes_max = bytes_max
        self._collector = Collector(interval_minutes=detection.interval_minutes)
        self._rejects = RejectLog(rejects, header=detection.header)
        self._set_aside: Counter[str] = Counter()
        self._agents = 0
        self._parse = self._parser()

    def chunks(self) -> Iterator[Chunk]:
        """Yield the good rows, at most `CHUNK_ROWS` at a time.

        Raises:
            BadInputError: no row, or less than half of them, can be used; or zones are mixed.
        """
        records: list[Record] = []
        for line, cells in self._cells():
            record = self._record(cells, line=line)
            if record is not None:
                records.append(record)
                if len(records) >= CHUNK_ROWS:
                    yield self._chunk(records)
                    records = []
        self._check_enough()
        if records:
            yield self._chunk(records)

    def report(self) -> QualityReport:
        """Return what was found so far."""
        seen, grid = self._collector, self._grid()
        return QualityReport(
            rows_read=self._kept() + self._rejects.counts.total() + self._set_aside.total(),
            rows_kept=self._kept(),
            rejected=dict(self._rejects.counts),
            set_aside=dict(self._set_aside),
            first_rejects=tuple(self._rejects.first),
            queues=tuple(sorted(seen.days)),
            agents=self._agents or len(seen.agents),
            starts_at=seen.starts_at,
            ends_at=seen.ends_at,
            interval_minutes=self._detection.interval_minutes,
            intervals_present=grid.intervals_present,
            intervals_missing=grid.intervals_missing,
            volume=seen.volume,
            handle_seconds=seen.handle_seconds,
            flags=(*grid.flags, *seen.row_flags()),
            complete=seen.grid_is_complete and self._bytes_max is None,
        )

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, cells) of the rows below the header that have as many cells as it."""
        width = len(self._detection.header)
        if self._detection.encoding == XLSX:
            rows = _xlsx.sheet_rows(self._path)
            next(rows, None)
            for line, cells in rows:
                yield from self._checked(padded(cells, width=width), line=line, width=width)
            return
        lines = _text.numbered_lines(
            self._path,
            encoding=self._detection.encoding,
            progress=self._progress,
            bytes_max=self._bytes_max,
        )
        past_header = False
        for line, text in lines:
            if text is None or "\0" in text:
                reason = "line_too_long" if text is None else "not_text"
                self._rejects.add(RowError(reason), line=line, cells=())
            elif text and not text.isspace():
                if not past_header:
                    past_header = True
                    continue
                try:
                    cells = _text.split_line(text, delimiter=self._detection.delimiter)
                except RowError as error:
                    self._rejects.add(error, line=line, cells=(text,))
                    continue
                yield from self._checked(cells, line=line, width=width)

    def _checked(
        self, cells: list[str], *, line: int, width: int
    ) -> Iterator[tuple[int, list[str]]]:
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) == width:
            yield line, cells
        else:
            detail = gettext("%(cells)s cells where the header has %(columns)s")
            error = RowError("wrong_columns", detail, cells=len(cells), columns=width)
            self._rejects.add(error, line=line, cells=cells)

    def _record(self, cells: Sequence[str], *, line: int) -> Record | None:
        try:
            return self._parse(cells, line)
        except RowError as error:
            self._rejects.add(error, line=line, cells=cells)
        except SetAside as aside:
            self._set_aside[aside.reason] += 1
        except BadInputError as error:
            where = error.where or gettext("%(file)s, line %(line)s") % {
                "file": self._detection.file_name,
                "line": line,
            }
            raise BadInputError(error.what, where=where, next_step=error.next_step) from None
        return None

    def _parser(self) -> Callable[[Sequence[str], int], Record]:
        detection, collector = self._detection, self._collector
        by, queue = _rows.Cells(detection), detection.queue_name
        if detection.kind is FileKind.AGENTS:
            people: set[str] = set()

            def agent(cells: Sequence[str], line: int) -> Record:
                row = _agents.agent_row(cells, line=line, by=by, seen=people)
                self._agents += 1
                return row

            return agent
        order = Order(
            detection.date_order,
            has_offset=detection.zone_source is ZoneSource.IN_THE_DATA,
            has_ranges=detection.has_ranges,
        )
        moments = MomentReader(order, zone=ZoneInfo(detection.zone_name))
        if detection.layout is Layout.ANONYMOUS_BANK:
            return lambda cells, line: _anonymous_bank.parse(
                cells, line=line, moments=moments, collector=collector, queue=queue
            )
        text_of, minutes = _rows.moment_text(detection), detection.interval_minutes or 1

        def interval(cells: Sequence[str], line: int) -> Record:
            moment = moments.read(text_of(cells))
            row = _rows.interval_row(
                cells, line=line, moment=moment, by=by, minutes=minutes, queue=queue
            )
            return collector.interval(row, moment=moment)

        def contact(cells: Sequence[str], line: int) -> Record:
            moment = moments.read(text_of(cells))
            row = _rows.contact_row(
                cells, line=line, moment=moment, by=by, clocks=moments, queue=queue
            )
            collector.contact(row, moment=moment, sequence=row.queue)
            if row.outcome is Outcome.ABANDONED and (row.agent and by.has("outcome")):
                collector.mark("abandoned_with_agent", Effect(1, 0), line=line)
            return row

        return interval if detection.kind is FileKind.INTERVALS else contact

    def _chunk(self, records: Sequence[Record]) -> Chunk:
        match records[0]:
            case ContactRow():
                return Chunk(contacts=tuple(r for r in records if isinstance(r, ContactRow)))
            case IntervalRow():
                return Chunk(intervals=tuple(r for r in records if isinstance(r, IntervalRow)))
            case _:
                return Chunk(agents=tuple(r for r in records if isinstance(r, AgentRow)))

    def _check_enough(self) -> None:
        rejected, kept = self._rejects.counts, self._kept()
        if kept and rejected.total() <= REJECTED_SHARE_MAX * (kept + rejected.total()):
            return
        if not rejected:
            raise BadInputError(
                gettext("the file has a header and no rows."), where=self._detection.file_name
            )
        reason, times = rejected.most_common(1)[0]
        first = next(row for row in self._rejects.first if row.reason == reason)
        raise BadInputError(
            gettext(
                "%(rejected)s of %(all)s rows cannot be used; the reason for %(times)s of them:"
                " %(reason)s (line %(line)s: %(detail)s)."
            )
            % {
                "rejected": number_format(rejected.total(), force_grouping=True),
                "all": number_format(kept + rejected.total(), force_grouping=True),
                "times": number_format(times, force_grouping=True),
                "reason": REASON_WORDS.get(reason, reason),
                "line": first.line,
                "detail": first.detail or reason,
            },
            where=self._detection.file_name,
            next_step=gettext("Check which column is read as what; nothing was stored."),
        )

    def _kept(self) -> int:
        return self._agents or self._collector.rows_kept

    def _grid(self) -> GridFindings:
        if self._detection.kind is FileKind.AGENTS:
            return GridFindings(0, 0, ())
        return grid_findings(
            self._collector.days,
            interval_minutes=self._collector.interval_minutes,
            per_contact=self._detection.kind is FileKind.CONTACTS,
            volume=self._collector.volume,
            zone=ZoneInfo(self._detection.zone_name),
        )
