"""The quality report of a file before it is stored, and readings kept as JSON made whole again."""

from pathlib import Path
from typing import Any

from floorwalker.duties.history.fields import groups_without_column
from floorwalker.duties.history.ports import HistoryFiles
from floorwalker.duties.history.records import (
    Choices,
    Detection,
    FileKind,
    Layout,
    ZoneSource,
)
from floorwalker.foundation.errors import BadInputError

PREVIEW_BYTES = 8 * 1024 * 1024


def preview_report(files: HistoryFiles, path: Path, *, detection: Detection) -> dict[str, Any]:
    """Read the file (of a large one, the beginning) and return its report as JSON.

    A file that cannot be stored as it is read now has a `problem` in it: perhaps another column
    mapping helps. Without a column that is needed nothing can be read: the report is empty.
    """
    if lacks_columns(detection):
        return {}
    bytes_max = PREVIEW_BYTES if detection.size_bytes > PREVIEW_BYTES else None
    reading = files.read(path, detection=detection, bytes_max=bytes_max)
    problem = ""
    try:
        for _ in reading.chunks():
            pass
    except BadInputError as error:
        problem = str(error)
    return {**reading.report().as_json(), "problem": problem}


def lacks_columns(detection: Detection) -> bool:
    """Tell whether a needed column is not known yet."""
    return bool(groups_without_column(detection.kind, columns=detection.columns))


def detection_from(stored: dict[str, Any]) -> Detection:
    """Return the detection that was kept as JSON."""
    return Detection(
        **{
            **stored,
            "kind": FileKind(stored["kind"]),
            "layout": Layout(stored["layout"]),
            "zone_source": ZoneSource(stored["zone_source"]),
            "header": tuple(stored["header"]),
            "notes": tuple(stored["notes"]),
            "first_rows": tuple(tuple(row) for row in stored["first_rows"]),
        }
    )


def choices_from(stored: dict[str, Any]) -> Choices:
    """Return the choices that were kept as JSON."""
    kind = stored.get("kind")
    return Choices(**{**stored, "kind": FileKind(kind) if kind else None})
