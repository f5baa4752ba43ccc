"""Audit records as they are after a commit, in tests whose transaction never commits."""

import hashlib

from django.db import connection, transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.audit.record import record


def seal() -> None:
    """Link to their chains what was recorded so far, as a commit does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS audit_seal IMMEDIATE; SET CONSTRAINTS audit_seal DEFERRED")


def link_hash(previous: bytes, sequence: int, body: str) -> bytes:
    """What seals a record into its chain, as the formula says it."""
    return hashlib.sha256(previous + sequence.to_bytes(8, "big") + body.encode()).digest()


def note(subject, action="look", *, who="Mia", **facts) -> AuditRecord:  # type: ignore[no-untyped-def]
    """A sealed record."""
    with transaction.atomic():
        record(Actor(name=who), action, subject=subject, **facts)
    seal()
    return AuditRecord.objects.order_by("-pk")[0]
