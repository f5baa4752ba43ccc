"""Whom plans name."""

from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.models import (
    ForecastVersion,
    MethodChoice,
    Rehearsal,
    Requirement,
    Roster,
    ScheduleChange,
    SpecialDay,
    Twin,
)
from floorwalker.foundation.retention.traces import declare_traces, traces_in

_STAYS = _("The plan with all its numbers, under the pseudonym")

declare_traces(
    traces_in(ForecastVersion, "created_by_name", "note", title=_("Forecasts"), stays=_STAYS),
    traces_in(
        MethodChoice, "created_by_name", "reason", title=_("Choices of method"), stays=_STAYS
    ),
    traces_in(Requirement, "created_by_name", title=_("Requirements"), stays=_STAYS),
    traces_in(Roster, "created_by_name", "published_by_name", title=_("Rosters"), stays=_STAYS),
    traces_in(Rehearsal, "created_by_name", title=_("Rehearsals"), stays=_STAYS),
    traces_in(Twin, "created_by_name", title=_("Twins"), stays=_STAYS),
    traces_in(SpecialDay, "note", title=_("Special days"), stays=_STAYS),
    traces_in(ScheduleChange, "by_name", title=_("Changes by hand"), stays=_STAYS),
)
