"""The Django app `audit`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.checkup import add_check
from floorwalker.foundation.ui.navigation import Entry, Group, register


class AuditConfig(AppConfig):
    """The audit log."""

    name = "floorwalker.foundation.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the page in the navigation; let the doctor verify the log."""
        from floorwalker.foundation.audit.verify import audit_check  # models must be ready

        add_check(audit_check)
        register(
            Entry(
                label=_("Audit log"),
                url_name="audit",
                icon="clipboard-list",
                group=Group.RUN,
                permission="see_audit",
                order=115,
            )
        )
