"""The outbox of live events."""

from django.db import models
from django.db.models.functions import Cast, Now

_THIS_TRANSACTION = Cast(
    Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField()
)


class LiveEvent(models.Model):
    """Something changed. `transaction` tells who has seen it: ids do not commit in their order."""

    topic = models.CharField(max_length=120)
    body = models.JSONField(default=dict)
    transaction = models.BigIntegerField(db_default=_THIS_TRANSACTION, editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["transaction"], name="live_event_by_transaction"),
            models.Index(fields=["at"], name="live_event_by_age"),
        ]

    def __str__(self) -> str:
        return self.topic
