"""The table of jobs."""

from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.kinds import kinds
from floorwalker.foundation.ui.tables import Choice, Column, Kind, Table

JOBS = Table(
    name="jobs",
    caption=_("Jobs"),
    columns=(
        Column("title", _("Job"), is_sortable=False, template="jobs/cells/title.html"),
        Column("id", _("Number"), Kind.NUMBER, is_hidden_at_first=True),
        Column("state_label", _("State"), is_sortable=False, template="jobs/cells/state.html"),
        Column("sentence", _("Progress"), is_sortable=False, template="jobs/cells/progress.html"),
        Column("requested_by", _("Asked by")),
        Column("created_at", _("Asked at"), Kind.MOMENT),
        Column("finished_at", _("Finished at"), Kind.MOMENT, is_hidden_at_first=True),
        Column(
            "deeds",
            _("Actions"),
            has_value=False,
            is_label_hidden=True,
            template="jobs/cells/deeds.html",
        ),
    ),
    words_in=("requested_by", "sentence"),
    choices=(
        Choice("kind", _("Job"), lambda: [(kind.name, kind.title) for kind in kinds()]),
        Choice("state", _("State"), JobState.choices),
    ),
    empty_template="jobs/_no_jobs.html",
)
