"""Read a file into temporary tables: nothing that others can see until it is merged.

Temporary tables belong to the connection, so a cancelled or killed import leaves nothing behind.
"""

import gzip
import io
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from floorwalker.duties.history.ports import HistoryFiles
from floorwalker.duties.history.records import (
    AgentRow,
    ContactRow,
    Detection,
    FileKind,
    IntervalRow,
    Outcome,
    Progress,
    QualityReport,
)

REJECTS_IN_MEMORY_BYTES = 4 * 1024 * 1024

_TABLES = {
    FileKind.CONTACTS: """
        CREATE TEMPORARY TABLE history_staged (
            line bigint, queue text, arrived_at timestamptz, wait_seconds int, is_answered boolean,
            handle_seconds int, agent_name text, reference text)""",
    FileKind.INTERVALS: """
        CREATE TEMPORARY TABLE history_staged (
            line bigint, queue text, starts_at timestamptz, offered int, answered int,
            abandoned int, short_abandoned int, wait_seconds bigint, handle_seconds bigint)""",
}


@dataclass(frozen=True)
class Staged:
    """A file that was read to its end: rows in `history_staged` (agents: here), and the rest."""

    report: QualityReport
    rejects_gzip: bytes
    agents: tuple[AgentRow, ...]


def stage(
    files: HistoryFiles, path: Path, *, detection: Detection, progress: Progress | None
) -> Staged:
    """Read the whole file into `history_staged`.

    Raises:
        BadInputError: the file as a whole cannot be used.
    """
    agents: list[AgentRow] = []
    with (
        tempfile.SpooledTemporaryFile(REJECTS_IN_MEMORY_BYTES) as packed,
        connection.cursor() as cursor,
    ):
        cursor.execute("DROP TABLE IF EXISTS history_staged")
        with (
            gzip.open(packed, "wb", compresslevel=5) as rejects_binary,
            io.TextIOWrapper(rejects_binary, encoding="utf-8", newline="") as rejects,
        ):
            reading = files.read(path, detection=detection, progress=progress, rejects=rejects)
            if detection.kind is FileKind.AGENTS:
                for chunk in reading.chunks():
                    agents += chunk.agents
            else:
                cursor.execute(_TABLES[detection.kind])
                # One COPY a chunk: between them `progress` may write through this connection.
                for chunk in reading.chunks():
                    with cursor.copy("COPY history_staged FROM STDIN") as copy:
                        for values in _values(chunk.contacts or chunk.intervals):
                            copy.write_row(values)
                cursor.execute("ANALYZE history_staged")
        packed.seek(0)
        return Staged(reading.report(), packed.read(), tuple(agents))


def forget_staged() -> None:
    """Drop what was staged."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS history_staged, history_staged_queue")


def _values(rows: Iterable[ContactRow | IntervalRow]) -> Iterable[tuple[Any, ...]]:
    for row in rows:
        match row:
            case ContactRow():
                yield (
                    row.line,
                    row.queue,
                    row.arrived_at,
                    row.wait_seconds,
                    row.outcome is Outcome.ANSWERED,
                    row.handle_seconds,
                    row.agent,
                    row.reference,
                )
            case IntervalRow():
                yield (
                    row.line,
                    row.queue,
                    row.starts_at,
                    row.offered,
                    row.answered,
                    row.abandoned,
                    row.short_abandoned,
                    row.wait_seconds,
                    row.handle_seconds,
                )
