"""The Django app `webhooks`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.facts import declare_facts
from floorwalker.foundation.live.topics import declare_topic
from floorwalker.foundation.ui.navigation import Entry, Group, register
from floorwalker.foundation.webhooks.event_types import TEST, EventType, declare_event_types


class WebhooksConfig(AppConfig):
    """Telling other programs what happened."""

    name = "floorwalker.foundation.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the page in the navigation, live; know the event that tries an endpoint.

        A description may name somebody: whoever made the endpoint typed it.
        """
        example = {"site_id": 1, "endpoint_id": 3}
        declare_event_types(EventType(name=TEST, title=_("A test"), example=example))
        declare_facts(
            "webhooks.Endpoint",
            plain={
                *("host", "event_types", "state", "reason", "old_secret_until", "is_same_address"),
                *("delivery", "deliveries", "tries", "since"),
            },
            personal={"description"},
        )
        declare_topic("site/<id>/webhooks", permission="manage_webhooks")
        register(
            Entry(
                label=_("Webhooks"),
                url_name="webhooks",
                icon="send",
                group=Group.RUN,
                permission="manage_webhooks",
                order=95,
            )
        )
