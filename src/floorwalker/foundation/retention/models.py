"""Rules that somebody changed, when they ran, and who was erased."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from floorwalker.foundation.people.models import Person


class RetentionRule(models.Model):
    """How long one class of data stays; `days` is empty while the usual number holds."""

    name = models.CharField(max_length=40, unique=True)
    days = models.PositiveIntegerField(null=True)
    last_run_at = models.DateTimeField(null=True)
    last_erased = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Erasure(models.Model):
    """Someone's traces were erased: it is done once, and cannot be taken back."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, null=True, related_name="erasure"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="erasure"
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(user__isnull=False),
                name="erasure_of_someone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
