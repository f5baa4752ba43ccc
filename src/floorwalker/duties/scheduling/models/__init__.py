"""The planning chain. Every stage keeps the versions of what it was made from."""

from floorwalker.duties.scheduling.models.forecasts import ForecastInterval, ForecastVersion
from floorwalker.duties.scheduling.models.lost_time import LostTime, PaidTime, UsualShrinkage
from floorwalker.duties.scheduling.models.requirements import Requirement, RequirementInterval
from floorwalker.duties.scheduling.models.rosters import (
    Leave,
    Rehearsal,
    Roster,
    ScheduleChange,
    Shift,
    ShiftActivity,
)
from floorwalker.duties.scheduling.models.shift_templates import ShiftTemplate, TemplateBreak

__all__ = [
    "ForecastInterval",
    "ForecastVersion",
    "Leave",
    "LostTime",
    "PaidTime",
    "Rehearsal",
    "Requirement",
    "RequirementInterval",
    "Roster",
    "ScheduleChange",
    "Shift",
    "ShiftActivity",
    "ShiftTemplate",
    "TemplateBreak",
    "UsualShrinkage",
]
