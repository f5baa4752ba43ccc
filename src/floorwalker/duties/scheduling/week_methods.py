"""By which method each lead week of a forecast was made, and why: as a version keeps it.

Lead week 1 is the first week after the history; what holds for week 4 holds for all after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

OWN_METHOD = "dayreg_mix"
LEAD_WEEKS = (1, 2, 3, 4)


@dataclass(frozen=True)
class WeekMethod:
    """One lead week: the method that made it, and what the tournament had picked.

    `verdict`, `rival`, `gain_ratio`, `margin_ratio` and `origins` are those of the engine's `Pick`.
    `missing` names a method that a planner chose and that was not installed.
    """

    lead_week: int
    method: str
    picked: str = OWN_METHOD
    is_overruled: bool = False
    verdict: str = "too_few"
    rival: str | None = None
    gain_ratio: float = 0.0
    margin_ratio: float = 0.0
    origins: int = 0
    missing: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)


def week_methods_of(stored: Sequence[Mapping[str, Any]] | None) -> tuple[WeekMethod, ...]:
    """Read what a version keeps; nothing of versions from before there was a tournament."""
    return tuple(WeekMethod(**week) for week in stored or ())
