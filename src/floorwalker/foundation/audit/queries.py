"""Reads of the audit log."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.permissions import PERMISSIONS
from floorwalker.foundation.audit.models import AuditRecord

ROWS_PER_PAGE = 50
EXPORT_ROWS_MAX = 100_000


@dataclass(frozen=True)
class Search:
    """What an auditor looks for; what is empty holds nothing back."""

    who: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Change:
    """One fact before and after; "" where there was none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditRow:
    """One record."""

    at: datetime
    who: str
    action: str
    subject: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class AuditPage:
    """The records found, newest first, a page at a time."""

    rows: tuple[AuditRow, ...]
    page_obj: Page[AuditRecord]


def audit_page(actor: Actor, *, search: Search, number: str) -> AuditPage:
    """Return the records that this actor may see and looks for."""
    page_obj = Paginator(_found(actor, search), ROWS_PER_PAGE).get_page(number)
    return AuditPage(tuple(_row(record) for record in page_obj), page_obj)


def audit_lines(actor: Actor, *, search: Search) -> Iterator[tuple[str, ...]]:
    """Return the same records as cells of a table, the newest first, with their heads."""
    found = _found(actor, search)[:EXPORT_ROWS_MAX]  # refuses now, not at the first line
    return _lines(found)


def _lines(found: QuerySet[AuditRecord]) -> Iterator[tuple[str, ...]]:
    yield ("at", "who", "account", "action", "subject_type", "subject_id", "before", "after")
    for record in found.iterator(chunk_size=1000):
        yield (
            record.at.isoformat(),
            record.actor_name,
            str(record.user_id or ""),
            record.action,
            record.subject_type,
            record.subject_id,
            _words(record.before),
            _words(record.after),
        )


def _found(actor: Actor, search: Search) -> QuerySet[AuditRecord]:
    actor.require("see_audit")
    records = AuditRecord.objects.order_by("-at", "-pk")
    reading = [grant for grant in actor.grants if grant.role in PERMISSIONS["see_audit"]]
    if all(grant.site_id is not None for grant in reading):
        records = records.filter(site__in=[grant.site_id for grant in reading])
    if search.who:
        records = records.filter(actor_name__icontains=search.who)
    if search.action:
        records = records.filter(action__icontains=search.action)
    for word in search.subject.split():
        records = records.filter(Q(subject_type__icontains=word) | Q(subject_id=word))
    if search.since:
        records = records.filter(at__gte=_midnight(search.since))
    if search.until:
        records = records.filter(at__lt=_midnight(search.until + timedelta(days=1)))
    return records


def _midnight(day: date) -> datetime:
    """Return when a day begins on the clock that the page shows."""
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def _row(record: AuditRecord) -> AuditRow:
    before, after = _facts(record.before), _facts(record.after)
    changes = tuple(
        Change(name, _words(before.get(name)), _words(after.get(name)))
        for name in dict.fromkeys((*before, *after))
    )
    subject = f"{record.subject_type} {record.subject_id}"
    return AuditRow(record.at, record.actor_name, record.action, subject, changes)


def _facts(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _words(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
