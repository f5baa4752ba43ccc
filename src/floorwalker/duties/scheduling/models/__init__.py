"""The planning chain. Every stage keeps the versions of what it was made from."""

from floorwalker.duties.scheduling.models.forecasts import ForecastInterval, ForecastVersion
from floorwalker.duties.scheduling.models.intraday import (
    IntradayGrade,
    IntradaySlopes,
    IntradayUpdate,
)
from floorwalker.duties.scheduling.models.lost_time import LostTime, PaidTime, UsualShrinkage
from floorwalker.duties.scheduling.models.method_choices import MethodChoice
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
from floorwalker.duties.scheduling.models.special_days import SpecialDay
from floorwalker.duties.scheduling.models.twins import Twin
from floorwalker.duties.scheduling.models.wait_calibrations import WaitCalibration

__all__ = [
    "ForecastInterval",
    "ForecastVersion",
    "IntradayGrade",
    "IntradaySlopes",
    "IntradayUpdate",
    "Leave",
    "LostTime",
    "MethodChoice",
    "PaidTime",
    "Rehearsal",
    "Requirement",
    "RequirementInterval",
    "Roster",
    "ScheduleChange",
    "Shift",
    "ShiftActivity",
    "ShiftTemplate",
    "SpecialDay",
    "TemplateBreak",
    "Twin",
    "UsualShrinkage",
    "WaitCalibration",
]
