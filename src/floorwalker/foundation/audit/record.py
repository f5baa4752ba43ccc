"""Write an audit record inside the action's own transaction."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.people.models import Site

_WAYS_TO_THE_SITE = (
    ("site_id",),
    ("team", "site_id"),
    ("roster", "site_id"),
    ("queue", "site_id"),
    ("person", "team", "site_id"),
)
"""How the site of a thing is found; whose site nobody finds is shown to auditors of everything."""


def record(
    actor: Actor,
    action: str,
    *,
    subject: models.Model,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> None:
    """Note that `actor` did `action` to `subject`; commits or vanishes with the change itself.

    Raises:
        TransactionManagementError: called outside a transaction, where the two could part.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit record belongs in a transaction")
    AuditRecord.objects.create(
        at=at or clock.now(),
        actor_name=actor.name,
        user_id=actor.user_id,
        token_id=actor.token_id,
        site_id=_site_id_of(subject),
        action=action,
        subject_type=subject._meta.label,
        subject_id=str(subject.pk),
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
    )


def _site_id_of(subject: models.Model) -> int | None:
    if isinstance(subject, Site):
        return subject.pk
    for way in _WAYS_TO_THE_SITE:
        found: object = subject
        for step in way:
            found = getattr(found, step, None)
        if isinstance(found, int):
            return found
    return None
