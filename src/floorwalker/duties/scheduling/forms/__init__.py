"""What people send to the scheduling pages, checked."""

from floorwalker.duties.scheduling.forms.forecasts import ForecastEditForm, MethodChoiceForm
from floorwalker.duties.scheduling.forms.inputs import DateInput, TimeInput
from floorwalker.duties.scheduling.forms.queues import OpeningHoursForms, QueueForm, SiteForm
from floorwalker.duties.scheduling.forms.requirements import RequirementForm
from floorwalker.duties.scheduling.forms.rest_of_day import RestForm
from floorwalker.duties.scheduling.forms.rosters import (
    PlanWeekForm,
    PublishForm,
    RosterSeenForm,
    ShiftTimesForm,
    StretchForm,
    UndoForm,
)
from floorwalker.duties.scheduling.forms.what_if import RiskForm, WhatIfForm

__all__ = [
    "DateInput",
    "ForecastEditForm",
    "MethodChoiceForm",
    "OpeningHoursForms",
    "PlanWeekForm",
    "PublishForm",
    "QueueForm",
    "RequirementForm",
    "RestForm",
    "RiskForm",
    "RosterSeenForm",
    "ShiftTimesForm",
    "SiteForm",
    "StretchForm",
    "TimeInput",
    "UndoForm",
    "WhatIfForm",
]
