"""The audit log: records, the personal facts beside them, and the chain that holds them together.

Rows are added, never changed or removed; of a personal fact, salt and value may be erased. The
database itself refuses anything else and links each record to its chain as the transaction commits
(migrations/0006_seal.py, decision 0018).
"""

import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from floorwalker.foundation.audit.choices import Side

PERSONAL = "personal"
"""The one key of what stands in a sealed fact's place: `{"personal": "<hash>"}`."""


class AuditRecord(models.Model):
    """One action: who, when, on what, and what it was before and after.

    All columns are hashed into the chain, those added later where they are not null. Personal facts
    are in it as salted hashes only; `actor_name`, `before` and `after` read what stands beside it.
    """

    at = models.DateTimeField(db_index=True)
    chain = models.CharField(max_length=60)
    actor_hash = models.CharField(max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    token = models.ForeignKey("api.ApiToken", on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    sealed_before = models.JSONField(null=True)
    sealed_after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    @property
    def actor_name(self) -> str:
        """Who did it, unless erased; lists prefetch `personal_facts`."""
        return str(self._beside(Side.ACTOR).get("name", ""))

    @property
    def before(self) -> dict[str, object] | None:
        """What it was, as far as it is not erased."""
        return self._revealed(self.sealed_before, Side.BEFORE)

    @property
    def after(self) -> dict[str, object] | None:
        """What it became, as far as it is not erased."""
        return self._revealed(self.sealed_after, Side.AFTER)

    def _revealed(self, sealed: dict[str, object] | None, side: Side) -> dict[str, object] | None:
        return None if sealed is None else {**sealed, **self._beside(side)}

    def _beside(self, side: Side) -> dict[str, object]:
        return {
            fact.name: json.loads(fact.value) if fact.value is not None else _("(erased)")
            for fact in self.personal_facts.all()
            if fact.side == side
        }


class PersonalFact(models.Model):
    """One personal value of a record with the salt of its hash; `value` is JSON text.

    Salt and value are erased together, and never come back.
    """

    record = models.ForeignKey(AuditRecord, on_delete=models.PROTECT, related_name="personal_facts")
    side = models.CharField(max_length=6, choices=Side)
    name = models.CharField(max_length=60)
    salt = models.BinaryField(null=True)
    value = models.TextField(null=True)  # noqa: DJ001  # erased is not the same as empty

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "side", "name"], name="personal_fact_once"),
            models.CheckConstraint(
                condition=models.Q(salt__isnull=True, value__isnull=True)
                | models.Q(salt__isnull=False, value__isnull=False),
                name="salt_and_value_are_erased_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.name}"


class ChainLink(models.Model):
    """A record's place in its chain: `hash` = SHA-256(`previous` ‖ `sequence` ‖ the record)."""

    record = models.OneToOneField(
        AuditRecord, on_delete=models.PROTECT, primary_key=True, related_name="link"
    )
    chain = models.CharField(max_length=60)
    sequence = models.BigIntegerField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="chain_sequence_once")
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"


class ChainHead(models.Model):
    """The end of a chain: the row that writers wait for, last of all locks."""

    name = models.CharField(max_length=60, unique=True)
    sequence = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.name} {self.sequence}"
