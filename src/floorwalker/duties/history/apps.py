"""The Django app `history`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

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
