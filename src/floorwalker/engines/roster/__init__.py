"""Rosters for one planning period: exact weekly programmes per agent inside ruin and recreate.

`solve` turns a `Problem` into a `Solution` whose every agent keeps their rules, with a lower
bound on the cost of any roster. The judge of its work is `floorwalker.engines.roster_check`,
which shares no code with it.
"""

from typing import TYPE_CHECKING, Any

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
from floorwalker.engines.roster._validate import RosterProblemError

if TYPE_CHECKING:
    from floorwalker.engines.roster._solve import solve

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


def __getattr__(name: str) -> Any:
    """Load the solver and its compiler when it is first asked for: pages only need the words."""
    if name != "solve":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from floorwalker.engines.roster._solve import solve

    return solve
