"""Write an audit record inside the action's own transaction."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.chain import chain_of_site, new_salt, salted_hash
from floorwalker.foundation.audit.choices import Side
from floorwalker.foundation.audit.facts import personal_among
from floorwalker.foundation.audit.models import PERSONAL, AuditRecord, PersonalFact
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
    chain: str | None = None,
) -> None:
    """Note that `actor` did `action` to `subject`; commits or vanishes with the change itself.

    The record joins the chain of its site, or the one named, as the transaction commits. What
    `before` and `after` hold is declared by the subject's app (facts.py).

    Raises:
        TransactionManagementError: called outside a transaction, where the two could part.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit record belongs in a transaction")
    site_id, subject_type = _site_id_of(subject), subject._meta.label
    beside: list[PersonalFact] = []
    written = AuditRecord.objects.create(
        at=at or clock.now(),
        chain=chain or chain_of_site(site_id),
        actor_hash=_set_beside(beside, Side.ACTOR, "name", actor.name),
        user_id=actor.user_id,
        token_id=actor.token_id,
        site_id=site_id,
        action=action,
        subject_type=subject_type,
        subject_id=str(subject.pk),
        sealed_before=_sealed(before, Side.BEFORE, subject_type, beside),
        sealed_after=_sealed(after, Side.AFTER, subject_type, beside),
    )
    for fact in beside:
        fact.record = written
    PersonalFact.objects.bulk_create(beside)


def _sealed(
    facts: Mapping[str, object] | None, side: Side, subject_type: str, beside: list[PersonalFact]
) -> dict[str, object] | None:
    """Return the facts as the chain has them; the personal ones among them are set beside."""
    if facts is None:
        return None
    personal = personal_among(subject_type, facts)
    return {
        name: {PERSONAL: _set_beside(beside, side, name, value)} if name in personal else value
        for name, value in facts.items()
    }


def _set_beside(beside: list[PersonalFact], side: Side, name: str, value: object) -> str:
    salt, text = new_salt(), json.dumps(value, ensure_ascii=False, sort_keys=True)
    beside.append(PersonalFact(side=side, name=name, salt=salt, value=text))
    return salted_hash(salt, text)


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
