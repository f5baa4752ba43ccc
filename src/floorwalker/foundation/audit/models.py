"""The audit log: rows are added, never changed or removed (the database refuses, see 0002)."""

from django.conf import settings
from django.db import models


class AuditRecord(models.Model):
    """One action: who, when, on what, and what it was before and after."""

    at = models.DateTimeField(db_index=True)
    actor_name = models.CharField(max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    token = models.ForeignKey("api.ApiToken", on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action}"
