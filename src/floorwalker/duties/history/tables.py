"""The tables of the page History."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.history.choices import ImportKind, ImportState
from floorwalker.foundation.ui.tables import Choice, Column, Kind, Table

SPANS = Table(
    name="history",
    caption=_("Queues with a history"),
    columns=(
        Column("queue", _("Queue")),
        Column("first_day", _("First day"), Kind.DAY),
        Column("last_day", _("Last day"), Kind.DAY),
        Column("days", _("Days"), Kind.NUMBER),
        Column("offered", _("Offered"), Kind.NUMBER),
        Column("aht_seconds", _("Average handle time"), Kind.DURATION),
        Column("abandonment", _("Abandoned"), Kind.PERCENT, decimals=1),
    ),
    words_in=("queue",),
    prefix="queues",
    is_caption_shown=True,
)

IMPORTS = Table(
    name="imports",
    caption=_("Latest imports"),
    columns=(
        Column(
            "file_name",
            _("File"),
            link=lambda row: reverse("import", args=[row.id]),
            is_wrapped=True,
        ),
        Column("kind_label", _("Kind"), is_sortable=False),
        Column("state_label", _("State"), is_sortable=False, is_wrapped=True),
        Column("rows_kept", _("Rows kept"), Kind.NUMBER),
        Column("by", _("By")),
        Column("at", _("At"), Kind.MOMENT),
    ),
    words_in=("file_name", "by"),
    choices=(
        Choice("kind", _("Kind"), ImportKind.choices),
        Choice("state", _("State"), ImportState.choices),
    ),
    is_caption_shown=True,
)
