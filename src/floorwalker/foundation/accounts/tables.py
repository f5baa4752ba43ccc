"""The table of accounts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.accounts.choices import AccountState
from floorwalker.foundation.ui.tables import Choice, Column, Kind, Table

ACCOUNTS = Table(
    name="accounts",
    caption=_("Accounts"),
    columns=(
        Column("name", _("Name"), link=lambda row: reverse("account", args=[row.id])),
        Column("email", _("Email")),
        Column("roles", _("Roles"), is_sortable=False, is_wrapped=True),
        Column("state_label", _("State"), Kind.BADGE, is_sortable=False, tone=lambda row: row.tone),
        Column("codes_label", _("Codes"), is_sortable=False),
        Column(
            "last_sign_in_at",
            _("Last sign-in"),
            Kind.MOMENT,
            template="accounts/cells/last_sign_in.html",
        ),
    ),
    sort="name",
    words_in=("name", "email"),
    choices=(
        Choice("state", _("State"), AccountState.choices),
        Choice("has_second_factor", _("Codes"), [("True", _("on")), ("False", _("off"))]),
    ),
)
