"""The Django app `api`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.facts import declare_facts
from floorwalker.foundation.ui.navigation import Entry, Group, register


class ApiConfig(AppConfig):
    """Tokens, and what every operation of the API shares."""

    name = "floorwalker.foundation.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show one's own tokens in the navigation."""
        register(
            Entry(
                label=_("API tokens"),
                url_name="api_tokens",
                icon="lock",
                group=Group.RUN,
                order=90,
            )
        )
        declare_facts(
            "api.ApiToken", plain={"scopes", "expires_at", "revoked_at"}, personal={"name"}
        )
