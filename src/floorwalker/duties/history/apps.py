"""The Django app `history`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.facts import declare_facts
from floorwalker.foundation.ui.navigation import Entry, Group, register
from floorwalker.foundation.webhooks.event_types import EventType, declare_event_types


class HistoryConfig(AppConfig):
    """What happened: contacts, interval statistics, imports."""

    name = "floorwalker.duties.history"
    label = "history"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the history page in the navigation; let programs hear of imports."""
        declare_event_types(
            EventType(
                name="import.finished",
                title=_("A file was imported"),
                example={
                    "site_id": 1,
                    "import_id": 12,
                    "kind": "contacts",
                    "rows_kept": 48210,
                    "rows_rejected": 3,
                },
            )
        )
        register(
            Entry(
                label=_("History"),
                url_name="history",
                icon="database",
                group=Group.PLAN,
                permission="see_history",
                order=5,
            )
        )
        declare_facts("people.Site", plain={"zone"})
        declare_facts(
            "history.Import",
            plain={
                *("sha256", "columns", "zone", "job"),
                *("rows_added", "rows_changed", "rows_known", "rows_replaced"),
                *("late_contacts", "days_rolled_up", "queues_created"),
                *("people_added", "people_known", "teams_created", "skills_created"),
            },
            personal={"file"},
        )
