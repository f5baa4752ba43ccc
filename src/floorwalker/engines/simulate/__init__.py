"""Rehearse a roster against a forecast: an event simulation of queues, skills and breaks."""

from floorwalker.engines.simulate._calibrate import (
    HandleTime,
    Patience,
    handle_time_of,
    patience_of,
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
from floorwalker.engines.simulate._rehearsal import (
    REPLICATIONS_LEAST,
    REPLICATIONS_MAX,
    Progress,
    Rehearsal,
    Scenario,
    play_once,
    rehearse,
)
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

__all__ = [
    "CONFIDENCE",
    "REPLICATIONS_LEAST",
    "REPLICATIONS_MAX",
    "Agent",
    "Callback",
    "Centre",
    "Contacts",
    "Counts",
    "Estimate",
    "HandleTime",
    "Patience",
    "Progress",
    "QueueModel",
    "QueueService",
    "Rehearsal",
    "Retrial",
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
    "counts_of",
    "draw_contacts",
    "handle_time_of",
    "patience_of",
    "play_once",
    "rehearse",
    "roster_of",
    "staff_skills",
    "trace",
]
