"""The table of the audit log.

Rows are ordered by when alone: there is an index for that, and there may be millions. Its CSV is a
file of its own, which anybody can verify (`queries.audit_lines`).
"""

from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.ui.tables import Column, Kind, Table

AUDIT = Table(
    name="audit",
    caption=_("What was done"),
    columns=(
        Column("at", _("When"), Kind.MOMENT),
        Column("who", _("Who"), is_sortable=False, template="audit/cells/who.html"),
        Column("token", _("API token"), is_sortable=False, is_hidden_at_first=True),
        Column("deed", _("Deed"), is_sortable=False, template="audit/cells/deed.html"),
        Column("action", _("Name of the deed"), is_sortable=False, is_hidden_at_first=True),
        Column("subject", _("On what"), is_sortable=False, template="audit/cells/subject.html"),
        Column(
            "changes_said",
            _("Before and after"),
            is_sortable=False,
            is_wrapped=True,
            template="audit/cells/changes.html",
        ),
    ),
    sort="-at",
    files=("xlsx",),
)
