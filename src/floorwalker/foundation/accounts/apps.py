"""The Django app `accounts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.facts import declare_facts
from floorwalker.foundation.ui.finding import Searcher, register_searcher
from floorwalker.foundation.ui.navigation import Entry, Group, register
from floorwalker.foundation.webhooks.event_types import EventType, declare_event_types

PAGES = (
    Entry(
        label=_("Accounts"),
        url_name="accounts",
        icon="user",
        group=Group.RUN,
        permission="see_accounts",
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
        """Show the pages; let programs hear of closed accounts, and the palette find open ones."""
        from floorwalker.foundation.accounts.searchers import find_accounts  # models must be ready

        declare_event_types(
            EventType(
                name="account.closed",
                title=_("An account was closed"),
                example={"site_id": 1, "account_id": 7, "person_id": 44},
            )
        )
        register(*PAGES)
        declare_facts(
            "accounts.User",
            plain={
                "is_active",
                "language",
                "role",
                "roles",
                "site",
                "team",
                "person",
                "sessions_ended",
                "expires_at",
                "sign_count",
                "issuer",
            },
            personal={"email", "name"},
        )
        register_searcher(
            Searcher("accounts", _("Accounts"), permission="manage_accounts", find=find_accounts)
        )
