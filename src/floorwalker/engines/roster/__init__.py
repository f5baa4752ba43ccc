"""Rosters for one planning period: exact weekly programmes per agent inside ruin and recreate.

`solve` turns a `Problem` into a `Solution` whose every agent keeps their rules, with a lower
bound on the cost of any roster. The judge of its work is `floorwalker.engines.roster_check`,
which shares no code with it.
"""

from floorwalker.engines.roster._problem import (
    Agent,
    AgentConflict,
    BreakRule,
    Contract,
    CostParts,
    PlannedBreak,
    PlannedShift,
    Problem,
    ShiftTemplate,
    Solution,
    Weights,
    Window,
)
from floorwalker.engines.roster._solve import solve
from floorwalker.engines.roster._validate import RosterProblemError

__all__ = [
    "Agent",
    "AgentConflict",
    "BreakRule",
    "Contract",
    "CostParts",
    "PlannedBreak",
    "PlannedShift",
    "Problem",
    "RosterProblemError",
    "ShiftTemplate",
    "Solution",
    "Weights",
    "Window",
    "solve",
]
