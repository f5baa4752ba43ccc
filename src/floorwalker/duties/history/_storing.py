"""From a staged file to stored history: what the command line and the job have in common."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from floorwalker.duties.history._agents import merge_agents
from floorwalker.duties.history._merging import lock_history, merge_contacts, merge_intervals
from floorwalker.duties.history._staging import Staged, forget_staged
from floorwalker.duties.history.choices import ImportState
from floorwalker.duties.history.models import Import, RejectedRows
from floorwalker.duties.history.records import Detection, FileKind, Flag, jsonable
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.webhooks.outbox import emit

PERMISSIONS = {
    FileKind.INTERVALS: "import_history",
    FileKind.CONTACTS: "import_history",
    FileKind.AGENTS: "import_people",
}
"""What each kind of file needs; checked by every action that leads to storing it."""


@dataclass(frozen=True)
class Stored:
    """What came of an import."""

    import_id: int
    is_new: bool
    detection: dict[str, Any]
    report: dict[str, Any]
    result: dict[str, Any]


def fingerprint_of(detection: Detection, *, sha256: str) -> str:
    """Return what tells one reading of a content from any other."""
    reading = jsonable(detection)
    for shown_only in ("file_name", "notes", "first_rows", "size_bytes", "header"):
        del reading[shown_only]
    text = json.dumps([sha256, reading], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def done_before(import_: Import) -> Import | None:
    """Return the finished import of the same file read the same way, if there is one."""
    return (
        Import.objects.filter(
            site=import_.site, fingerprint=import_.fingerprint, state=ImportState.DONE
        )
        .exclude(pk=import_.pk)
        .first()
    )


def known_already(import_: Import, earlier: Import) -> Stored:
    """Return the outcome of an import that brings nothing."""
    if import_.pk is not None:
        import_.state = ImportState.NOTHING_NEW
        import_.save(update_fields=["state"])
    return Stored(earlier.pk, False, earlier.detection, earlier.report or {}, earlier.result or {})


def store(
    actor: Actor, import_: Import, *, staged: Staged, detection: Detection, at: datetime
) -> Stored:
    """Merge what was staged, in the caller's transaction; the loser of a race stores nothing."""
    lock_history(import_.site)
    earlier = done_before(import_)
    if earlier is not None:
        forget_staged()
        return known_already(import_, earlier)
    import_.save()
    report, result = staged.report, dict[str, Any]()
    match detection.kind:
        case FileKind.AGENTS:
            result = merge_agents(import_.site, staged.agents).as_json()
        case FileKind.CONTACTS:
            merged = merge_contacts(import_)
            result = merged.as_json()
            if merged.late_contacts:
                share = merged.late_contacts / max(1, report.volume)
                report = report.with_flag(Flag("late_data", merged.late_contacts, share))
        case FileKind.INTERVALS:
            result = merge_intervals(import_, minutes=detection.interval_minutes or 1).as_json()
    forget_staged()
    if staged.report.rows_rejected:
        RejectedRows.objects.create(of_import=import_, csv_gzip=staged.rejects_gzip)
    import_.report, import_.result = report.as_json(), result
    import_.state = ImportState.DONE
    import_.save()
    record(
        actor,
        "import_file",
        subject=import_,
        after={"file": import_.file_name, "sha256": import_.sha256, **result},
        at=at,
    )
    _tell(import_, staged, at=at)
    return Stored(import_.pk, True, import_.detection, import_.report, result)


def _tell(import_: Import, staged: Staged, *, at: datetime) -> None:
    data = {
        "site_id": import_.site_id,
        "import_id": import_.pk,
        "kind": import_.kind,
        "rows_kept": staged.report.rows_kept,
        "rows_rejected": staged.report.rows_rejected,
    }
    emit("import.finished", site_id=import_.site_id, data=data, at=at)
