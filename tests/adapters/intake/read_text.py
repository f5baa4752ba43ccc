"""Write a small file, detect it, read it: what every test of the intake does."""

import io
from dataclasses import dataclass
from pathlib import Path

from floorwalker.adapters import intake
from floorwalker.duties.history.records import (
    AgentRow,
    Choices,
    ContactRow,
    Detection,
    IntervalRow,
    QualityReport,
)

TORONTO = Choices(zone_name="America/Toronto")


@dataclass(frozen=True)
class Read:
    detection: Detection
    rows: list
    report: QualityReport
    rejects: str

    def flag(self, code: str):
        return next((flag for flag in self.report.flags if flag.code == code), None)


def read_text(
    folder: Path, text: str | bytes, *, choices: Choices = TORONTO, name: str = "file.csv"
) -> Read:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_path(path, choices=choices)


def read_path(path: Path, *, choices: Choices = TORONTO) -> Read:
    detection = intake.detect(path, choices=choices)
    rejects = io.StringIO()
    reading = intake.read(path, detection=detection, rejects=rejects)
    rows: list[ContactRow | IntervalRow | AgentRow] = []
    for chunk in reading.chunks():
        rows += [*chunk.contacts, *chunk.intervals, *chunk.agents]
    return Read(detection, rows, reading.report(), rejects.getvalue())
