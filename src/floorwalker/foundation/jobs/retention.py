"""How long finished jobs stay, and whom they name."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.jobs.choices import FINISHED_STATES
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.retention.data_classes import (
    DataClass,
    Rule,
    declare_class,
    delete_all,
)
from floorwalker.foundation.retention.traces import declare_traces, traces_in


def _due(older_than: datetime) -> QuerySet[Job]:
    return Job.objects.filter(state__in=FINISHED_STATES, finished_at__lt=older_than)


declare_class(
    DataClass(
        name="finished-jobs",
        title=_("Finished jobs"),
        why=_("Who asked for what, and the errors of failed work."),
        what_happens=_("The row is removed; what the job made stays."),
        rule=Rule(180, 7, 1825),
        due=_due,
        erase=delete_all,
        order=35,
    )
)
declare_traces(
    traces_in(
        Job,
        *("requested_by_name", "sentence", "error", "result", "arguments"),
        title=_("Jobs"),
        stays=_("What was done and when, with the pseudonym"),
    )
)
