"""The Django app `accounts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.ui.finding import Searcher, register_searcher
from floorwalker.foundation.ui.navigation import Entry, Group, register

PAGES = (
    Entry(
        label=_("Accounts"),
        url_name="accounts",
        icon="users",
        group=Group.RUN,
        permission="manage_accounts",
        order=110,
    ),
    Entry(
        label=_("Who may do what"),
        url_name="permissions",
        icon="shield-check",
        group=Group.RUN,
        permission="see_permissions",
        order=120,
    ),
    Entry(
        label=_("My account"),
        url_name="own_account",
        icon="user-round-cog",
        group=Group.RUN,
        order=130,
    ),
)
"""What the navigation shows."""


class AccountsConfig(AppConfig):
    """Users, roles, permissions."""

    name = "floorwalker.foundation.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the pages in the navigation; let the palette find accounts."""
        from floorwalker.foundation.accounts.searchers import find_accounts  # models must be ready

        register(*PAGES)
        register_searcher(
            Searcher("accounts", _("Accounts"), permission="manage_accounts", find=find_accounts)
        )
