"""The independent judge of rosters: which rules are broken, and who covers what.

It shares no code with the engine that makes rosters, so that one's mistake is not the other's. It
is fast enough to run at every drag of a shift on a page.
"""

from floorwalker.engines.roster_check._check import RULES, check, check_agent
from floorwalker.engines.roster_check._coverage import (
    Coverage,
    ShortRange,
    coverage,
    short_ranges,
)
from floorwalker.engines.roster_check._terms import (
    AllowedShift,
    Break,
    BrokenRule,
    NeededBreak,
    Person,
    Shift,
    Span,
    Terms,
)

__all__ = [
    "RULES",
    "AllowedShift",
    "Break",
    "BrokenRule",
    "Coverage",
    "NeededBreak",
    "Person",
    "Shift",
    "ShortRange",
    "Span",
    "Terms",
    "check",
    "check_agent",
    "coverage",
    "short_ranges",
]
