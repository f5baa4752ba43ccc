"""The Django app `history`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.facts import declare_facts
from floorwalker.foundation.ui.navigation import Entry, Group, register


class HistoryConfig(AppConfig):
    """What happened: contacts, interval statistics, imports."""

    name = "floorwalker.duties.history"
    label = "history"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the history page in the navigation."""
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
