"""Fixed lists of the audit log."""

from django.db.models import TextChoices


class Side(TextChoices):
    """Which part of a record a personal fact belongs to."""

    ACTOR = "actor"
    BEFORE = "before"
    AFTER = "after"
