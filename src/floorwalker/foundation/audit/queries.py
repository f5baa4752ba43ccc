"""Reads of the audit log."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.chain import body_sql
from floorwalker.foundation.audit.changes import Change, changes_of
from floorwalker.foundation.audit.choices import Side
from floorwalker.foundation.audit.deed_words import deed_words, deeds_named
from floorwalker.foundation.audit.models import AuditRecord, ChainLink, PersonalFact
from floorwalker.foundation.ui.tables import Rows, RowsInDatabase

PAGED_ROWS_MAX = 10_000
"""So many of the records found are counted and paged; whoever wants others asks for other days."""
EXPORT_ROWS_MAX = 100_000
_SUBJECT_AND_CHANGE = ("action", "subject_type", "subject_id", "before", "after")


@dataclass(frozen=True)
class Search:
    """What an auditor looks for; what is empty holds nothing back."""

    who: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class AuditRow:
    """One record."""

    id: int
    at: datetime
    who: str
    account_id: int | None
    token: str
    action: str
    deed: str
    subject_type: str
    subject_id: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    changes: tuple[Change, ...]

    @property
    def subject(self) -> str:
        """On what it was done."""
        return f"{self.subject_type} {self.subject_id}"

    @property
    def changes_said(self) -> tuple[str, ...]:
        """What differs, fact by fact."""
        return tuple(f"{change.name}: {change.before} → {change.after}" for change in self.changes)


def audit_rows(actor: Actor, *, search: Search) -> Rows:
    """Return the records that this actor may see and looks for, the newest first."""
    return RowsInDatabase(_found(actor, search), _row, count_max=PAGED_ROWS_MAX)


def records_before(
    actor: Actor, *, search: Search, before_id: int | None, count: int
) -> list[AuditRow]:
    """Return the newest records found, or those older than one of them, in the order written."""
    found = _found(actor, search).order_by("-pk")
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return [_row(record) for record in found[:count]]


def audit_lines(actor: Actor, *, search: Search) -> Iterator[tuple[str, ...]]:
    """Return the same records as cells of a table, the newest first, with their heads.

    The last columns let anybody verify the chain (docs/operations/verify_export.py).
    """
    body = RawSQL(body_sql(AuditRecord._meta.db_table), ())  # noqa: S611  # no text of others in it
    found = _found(actor, search).select_related("link").annotate(body=body)
    return _lines(found[:EXPORT_ROWS_MAX])  # refuses now, not at the first line


_CELLS = (
    *("at", "who", "account", "token", "action"),
    *("subject_type", "subject_id", "before", "after"),
)
_PROOF = ("chain", "sequence", "previous", "hash", "body", "personal")


def _lines(found: QuerySet[AuditRecord]) -> Iterator[tuple[str, ...]]:
    yield (*_CELLS, *_PROOF)
    for record in found.iterator(chunk_size=1000):
        yield (
            record.at.isoformat(),
            record.actor_name,
            str(record.user_id or ""),
            str(record.token or ""),
            record.action,
            record.subject_type,
            record.subject_id,
            _words(record.before),
            _words(record.after),
            *_proof(record),
        )


def _proof(record: AuditRecord) -> tuple[str, ...]:
    if not hasattr(record, "link"):
        return ("",) * len(_PROOF)  # of this very transaction: it is linked at the commit
    link: ChainLink = record.link
    body: str = record.body  # type: ignore[attr-defined]  # annotated
    beside = {
        f"{fact.side} {fact.name}": {"salt": bytes(fact.salt).hex(), "value": fact.value}
        for fact in record.personal_facts.all()
        if fact.salt is not None
    }
    place = (link.chain, str(link.sequence), bytes(link.previous).hex(), bytes(link.hash).hex())
    return (*place, body, json.dumps(beside, ensure_ascii=False))


def _found(actor: Actor, search: Search) -> QuerySet[AuditRecord]:
    actor.require("see_audit")
    records = AuditRecord.objects.select_related("token").order_by("-at", "-pk")
    records = records.prefetch_related("personal_facts")
    reading = actor.grants_for("see_audit")
    if all(grant.site_id is not None for grant in reading):
        records = records.filter(site__in=[grant.site_id for grant in reading])
    if search.who:
        names = PersonalFact.objects.filter(side=Side.ACTOR, value__icontains=search.who)
        records = records.filter(Exists(names.filter(record=OuterRef("pk"))))
    if search.action:
        named = deeds_named(search.action)
        records = records.filter(Q(action__icontains=search.action) | Q(action__in=named))
    for word in search.subject.split():
        records = records.filter(Q(subject_type__icontains=word) | Q(subject_id=word))
    if search.since:
        records = records.filter(at__gte=_midnight(search.since))
    if search.until and search.until < date.max:
        records = records.filter(at__lt=_midnight(search.until + timedelta(days=1)))
    return records


def _midnight(day: date) -> datetime:
    """Return when a day begins on the clock that the page shows."""
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def _row(record: AuditRecord) -> AuditRow:
    return AuditRow(
        id=record.pk,
        at=record.at,
        who=record.actor_name,
        account_id=record.user_id,
        token=str(record.token or ""),
        action=record.action,
        deed=deed_words(record.action),
        subject_type=record.subject_type,
        subject_id=record.subject_id,
        before=record.before,
        after=record.after,
        changes=changes_of(record.before, record.after),
    )


def _words(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
