"""The page of one import: how the file is read, what was found, what can be done next."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from floorwalker.duties.history._storing import PERMISSIONS
from floorwalker.duties.history.choices import ImportState
from floorwalker.duties.history.models import Import
from floorwalker.duties.history.preview import detection_from, lacks_columns
from floorwalker.duties.history.quality_words import (
    DATE_ORDER_WORDS,
    FIELD_WORDS,
    FLAG_WORDS,
    REASON_WORDS,
)
from floorwalker.duties.history.records import Detection, FileKind
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError


@dataclass(frozen=True)
class CountedReason:
    """A reason for leaving rows out, and how many."""

    words: str | Promise
    rows: int


@dataclass(frozen=True)
class FlagRow:
    """A flag in words, with the size of its effect in percent."""

    words: str | Promise
    rows: int
    volume_percent: float | None
    handle_time_percent: float | None
    detail: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class RejectRow:
    """One rejected row."""

    line: int
    words: str | Promise
    detail: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ImportPage:
    """Everything the page of one import shows."""

    id: int
    file_name: str
    kind_label: str
    state: str
    state_label: str
    by: str
    at: datetime
    job_id: int | None
    detection: Detection
    choices: dict[str, Any]
    columns: tuple[tuple[str, str | Promise], ...]
    date_order: str | Promise
    problem: str
    is_whole: bool
    lacks_columns: bool
    rows_read: int
    rows_kept: int
    rows_rejected: int
    rows_set_aside: int
    starts_at: datetime | None
    ends_at: datetime | None
    queues: tuple[str, ...]
    intervals_missing: int
    reasons: tuple[CountedReason, ...]
    flags: tuple[FlagRow, ...]
    rejects: tuple[RejectRow, ...]
    result: dict[str, Any] = field(default_factory=dict)
    is_waiting: bool = False
    may_confirm: bool = False


def import_page(actor: Actor, *, import_id: int) -> ImportPage:
    """Return the page of one import.

    Raises:
        NotFoundError: there is no such import.
        NotPermittedError: this actor may not see the history of its site.
    """
    import_ = Import.objects.filter(pk=import_id).first()
    if import_ is None:
        raise NotFoundError(_("there is no such import."))
    actor.require("see_history", site_id=import_.site_id)
    waiting = import_.state == ImportState.UPLOADED
    permission = PERMISSIONS[FileKind(import_.kind)]
    detection, report = detection_from(import_.detection), import_.report or {}
    rejected, aside = report.get("rejected", {}), report.get("set_aside", {})
    return ImportPage(
        id=import_.pk,
        file_name=import_.file_name,
        kind_label=import_.get_kind_display(),
        state=import_.state,
        state_label=import_.get_state_display(),
        by=import_.created_by_name,
        at=import_.created_at,
        job_id=import_.job_id,
        detection=detection,
        choices=import_.choices,
        columns=_columns(detection),
        date_order=DATE_ORDER_WORDS[detection.date_order],
        problem=report.get("problem", ""),
        is_whole=report.get("complete", True),
        lacks_columns=lacks_columns(detection),
        rows_read=report.get("rows_read", 0),
        rows_kept=report.get("rows_kept", 0),
        rows_rejected=sum(rejected.values()),
        rows_set_aside=sum(aside.values()),
        starts_at=_moment(report.get("starts_at")),
        ends_at=_moment(report.get("ends_at")),
        queues=tuple(report.get("queues", ())),
        intervals_missing=report.get("intervals_missing", 0),
        reasons=tuple(_reason(code, rows) for code, rows in {**rejected, **aside}.items()),
        flags=tuple(_flag(flag) for flag in report.get("flags", ())),
        rejects=tuple(_reject(row) for row in report.get("first_rejects", ())[:20]),
        result=import_.result or {},
        is_waiting=waiting,
        may_confirm=waiting and actor.may(permission, site_id=import_.site_id),
    )


def _columns(detection: Detection) -> tuple[tuple[str, str | Promise], ...]:
    """Return each column of the file with what it is read as (empty: it is not used)."""
    fields = {column: FIELD_WORDS.get(name, name) for name, column in detection.columns.items()}
    return tuple((column, fields.get(column, "")) for column in detection.header)


def _reason(code: str, rows: int) -> CountedReason:
    return CountedReason(REASON_WORDS.get(code, code), rows)


def _flag(flag: dict[str, Any]) -> FlagRow:
    return FlagRow(
        words=FLAG_WORDS.get(flag["code"], flag["code"]),
        rows=flag["rows"],
        volume_percent=_percent(flag["share_of_volume"]),
        handle_time_percent=_percent(flag["share_of_handle_time"]),
        detail=flag["detail"],
        examples=tuple(flag["examples"]),
    )


def _reject(row: dict[str, Any]) -> RejectRow:
    words = REASON_WORDS.get(row["reason"], row["reason"])
    return RejectRow(row["line"], words, row["detail"], tuple(row["cells"]))


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
