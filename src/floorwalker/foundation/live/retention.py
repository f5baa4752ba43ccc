"""How long live events stay."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.live.models import LiveEvent
from floorwalker.foundation.retention.data_classes import (
    DataClass,
    Rule,
    declare_class,
    delete_all,
)
from floorwalker.foundation.retention.traces import declare_traces, traces_in


def _due(older_than: datetime) -> QuerySet[LiveEvent]:
    return LiveEvent.objects.filter(at__lt=older_than)


declare_class(
    DataClass(
        name="live-events",
        title=_("News for open pages"),
        why=_("A page that lost its connection catches up; after an hour it reads itself anew."),
        what_happens=_("The row is removed, every ten minutes already."),
        rule=Rule(1, 1, 1),
        due=_due,
        erase=delete_all,
        order=41,
    )
)
declare_traces(
    traces_in(
        LiveEvent, "body", title=_("News for open pages"), stays=_("The news, with the pseudonym")
    )
)
