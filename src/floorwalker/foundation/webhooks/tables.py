"""The tables of endpoints and of deliveries."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from floorwalker.foundation.ui.tables import Choice, Column, Kind, Table
from floorwalker.foundation.webhooks.choices import DeliveryState, EndpointState
from floorwalker.foundation.webhooks.event_types import TEST, event_types, title_of


def endpoints_table(*, has_sites: bool) -> Table:
    """Return the table of endpoints; those of several sites each say theirs."""
    site = (Column("site", _("Site")),) if has_sites else ()
    return Table(
        name="endpoints",
        caption=_("Endpoints"),
        columns=(
            Column(
                "name",
                _("Endpoint"),
                link=lambda row: reverse("webhook", args=[row.id]),
                is_wrapped=True,
            ),
            Column("event_titles", _("Events"), is_sortable=False, is_wrapped=True),
            *site,
            Column("state_said", _("State"), Kind.BADGE, tone=lambda row: row.tone),
            Column("waiting", pgettext_lazy("deliveries", "Waiting"), Kind.NUMBER),
            Column("failed", pgettext_lazy("deliveries", "Failed"), Kind.NUMBER),
            Column("url", _("Address"), is_hidden_at_first=True, is_wrapped=True),
            Column("created_by", _("Made by"), is_hidden_at_first=True),
            Column("created_at", _("Made at"), Kind.MOMENT, is_hidden_at_first=True),
        ),
        words_in=("name", "url", "event_titles"),
        choices=(Choice("state", _("State"), EndpointState.choices),),
        sort="name",
        empty_template="webhooks/_no_endpoints.html",
    )


def deliveries_table(*, endpoints: Sequence[tuple[int, str]]) -> Table:
    """Return the table of deliveries, where these endpoints can be chosen from."""
    return Table(
        name="deliveries",
        caption=_("Deliveries"),
        columns=(
            Column(
                "title",
                _("Event"),
                is_sortable=False,
                link=lambda row: reverse("webhook_delivery", args=[row.id]),
            ),
            Column(
                "endpoint",
                _("Endpoint"),
                is_sortable=False,
                is_wrapped=True,
                link=lambda row: reverse("webhook", args=[row.endpoint_id]),
            ),
            Column("created_at", _("Happened at"), Kind.MOMENT),
            Column(
                "state_label",
                _("State"),
                Kind.BADGE,
                is_sortable=False,
                tone=lambda row: row.tone,
            ),
            Column("tries", _("Tries"), Kind.NUMBER),
            Column("result", _("Latest try"), is_sortable=False, is_wrapped=True),
            Column("duration_seconds", _("Took (s)"), Kind.NUMBER, decimals=2),
            Column("next_try_at", _("Next try"), Kind.MOMENT, is_sortable=False),
            Column("message_id", _("Id"), is_sortable=False, is_hidden_at_first=True),
            Column(
                "deeds",
                _("Actions"),
                has_value=False,
                is_label_hidden=True,
                template="webhooks/cells/replay.html",
            ),
        ),
        choices=(
            Choice("endpoint", _("Endpoint"), [(str(number), name) for number, name in endpoints]),
            Choice("state", _("State"), DeliveryState.choices),
            Choice("type", _("Event"), _types_sent),
        ),
        sort="-created_at",
        empty_template="webhooks/_no_deliveries.html",
    )


def _types_sent() -> list[tuple[str, str]]:
    names = [*(found.name for found in event_types()), TEST]
    return [(name, title_of(name)) for name in names]
