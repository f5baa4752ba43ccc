"""What people send to the scheduling pages, checked."""

from floorwalker.duties.scheduling.forms.forecasts import ForecastEditForm, MethodChoiceForm
from floorwalker.duties.scheduling.forms.inputs import DateInput, TimeInput
from floorwalker.duties.scheduling.forms.queues import QueueForm, SiteForm
from floorwalker.duties.scheduling.forms.requirements import RequirementForm
from floorwalker.duties.scheduling.forms.rosters import (
    PlanWeekForm,
    PublishForm,
    RosterSeenForm,
    ShiftTimesForm,
    StretchForm,
    UndoForm,
)

__all__ = [
    "DateInput",
    "ForecastEditForm",
    "MethodChoiceForm",
    "PlanWeekForm",
    "PublishForm",
    "QueueForm",
    "RequirementForm",
    "RosterSeenForm",
    "ShiftTimesForm",
    "SiteForm",
    "StretchForm",
    "TimeInput",
    "UndoForm",
]
