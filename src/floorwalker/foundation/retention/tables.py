"""The table of what is kept, why, and how long: also a file, for whoever has to account for it."""

from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.ui.tables import Column, Kind, Table

RULES = Table(
    name="retention",
    caption=_("What is kept, why, and how long"),
    columns=(
        Column("title", _("Data"), is_wrapped=True),
        Column("days", _("Kept, days"), Kind.NUMBER, template="retention/cells/days.html"),
        Column("rows_due", _("Due now"), Kind.NUMBER),
        Column("last_run_at", _("Last run"), Kind.MOMENT, template="retention/cells/last_run.html"),
        Column("last_erased", _("Rows of the last run"), Kind.NUMBER, is_hidden_at_first=True),
        Column("why", _("Why it is kept"), is_sortable=False, is_wrapped=True),
        Column("what_happens", _("What happens then"), is_sortable=False, is_wrapped=True),
    ),
)
