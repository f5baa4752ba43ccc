"""The Django app `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit log."""

    name = "floorwalker.foundation.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
