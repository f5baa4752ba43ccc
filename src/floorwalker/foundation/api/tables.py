"""The table of one's own API tokens."""

from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.ui.tables import Column, Kind, Table

TOKENS = Table(
    name="api-tokens",
    caption=_("Your API tokens"),
    columns=(
        Column("name", _("Name"), is_wrapped=True),
        Column("prefix", _("Begins with"), template="api/cells/prefix.html"),
        Column("scopes", _("What it may do"), is_wrapped=True),
        Column("state_label", _("State"), Kind.BADGE, tone=lambda row: row.tone),
        Column("created_at", _("Made at"), Kind.MOMENT, is_hidden_at_first=True),
        Column("expires_at", _("Works until"), Kind.MOMENT),
        Column("last_used_at", _("Last used"), Kind.MOMENT, template="api/cells/last_used.html"),
        Column(
            "deeds",
            _("Actions"),
            has_value=False,
            is_label_hidden=True,
            template="api/cells/deeds.html",
        ),
    ),
    words_in=("name", "scopes"),
)
