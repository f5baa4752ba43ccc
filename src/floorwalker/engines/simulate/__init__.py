"""Rehearse a roster against a forecast: an event simulation of queues, skills and breaks.

Its parameters come from a centre's own records (`calibrate`); other days of the same records judge
it (`validate_twin`).
"""

from floorwalker.engines.simulate._calibrate import (
    HandleTime,
    Patience,
    handle_time_of,
    patience_of,
)
from floorwalker.engines.simulate._calibration import (
    Calibration,
    QueueCalibration,
    calibrate,
    queue_model,
)
from floorwalker.engines.simulate._centre import (
    Agent,
    Callback,
    Centre,
    QueueModel,
    Retrial,
    Shift,
)
from floorwalker.engines.simulate._contacts import Contacts, draw_contacts
from floorwalker.engines.simulate._counts import Counts, counts_of
from floorwalker.engines.simulate._estimates import (
    CONFIDENCE,
    Estimate,
    QueueService,
    Service,
)
from floorwalker.engines.simulate._evidence import GroupMeans
from floorwalker.engines.simulate._presence import Presence, presence_of
from floorwalker.engines.simulate._records import Records
from floorwalker.engines.simulate._rehearsal import (
    REPLICATIONS_LEAST,
    REPLICATIONS_MAX,
    Progress,
    Rehearsal,
    Scenario,
    play_once,
    rehearse,
)
from floorwalker.engines.simulate._retrials import Retrials
from floorwalker.engines.simulate._roster import Roster, roster_of
from floorwalker.engines.simulate._skill_problem import (
    SkillGroup,
    SkillProblem,
    SkillStaffing,
    SkillType,
    TypeService,
)
from floorwalker.engines.simulate._skill_search import staff_skills
from floorwalker.engines.simulate._trace import Trace, trace
from floorwalker.engines.simulate._validation import (
    OVERLAP_MOST,
    PLAYS,
    ValidatedDay,
    Validation,
    validate_twin,
)
from floorwalker.engines.simulate._verdict import (
    DAYS_LEAST,
    DayMeasure,
    Finding,
    Judgement,
    Verdict,
    judge,
    verdict_of,
)

__all__ = [
    "CONFIDENCE",
    "DAYS_LEAST",
    "OVERLAP_MOST",
    "PLAYS",
    "REPLICATIONS_LEAST",
    "REPLICATIONS_MAX",
    "Agent",
    "Calibration",
    "Callback",
    "Centre",
    "Contacts",
    "Counts",
    "DayMeasure",
    "Estimate",
    "Finding",
    "GroupMeans",
    "HandleTime",
    "Judgement",
    "Patience",
    "Presence",
    "Progress",
    "QueueCalibration",
    "QueueModel",
    "QueueService",
    "Records",
    "Rehearsal",
    "Retrial",
    "Retrials",
    "Roster",
    "Scenario",
    "Service",
    "Shift",
    "SkillGroup",
    "SkillProblem",
    "SkillStaffing",
    "SkillType",
    "Trace",
    "TypeService",
    "ValidatedDay",
    "Validation",
    "Verdict",
    "calibrate",
    "counts_of",
    "draw_contacts",
    "handle_time_of",
    "judge",
    "patience_of",
    "play_once",
    "presence_of",
    "queue_model",
    "rehearse",
    "roster_of",
    "staff_skills",
    "trace",
    "validate_twin",
    "verdict_of",
]
