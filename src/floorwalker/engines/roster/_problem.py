"""What a roster is made from and what comes out: frozen values, all times in whole minutes.

A minute counts from local midnight at the start of the first day (`..._minute`); lengths and
times of day end in `_minutes`. The grid is wall-clock time: every day has 24 hours, also when the
clocks change. A shift belongs to the day it starts on and may run past midnight into the next.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

MINUTES_PER_DAY = 1440


@dataclass(frozen=True)
class Window:
    """A stretch of time, the end not included."""

    start_minute: int
    end_minute: int


@dataclass(frozen=True)
class BreakRule:
    """A break that shifts of some lengths need; its start is told from the shift's start."""

    name: str
    minutes: int
    paid: bool
    earliest_start_minutes: int
    latest_start_minutes: int
    shift_minutes_min: int = 0
    shift_minutes_max: int = MINUTES_PER_DAY

    def applies_to(self, length_minutes: int) -> bool:
        """Whether a shift of this length needs the break."""
        return self.shift_minutes_min <= length_minutes <= self.shift_minutes_max


@dataclass(frozen=True)
class ShiftTemplate:
    """Which starts and lengths a shift may have, and its breaks in the order they are taken."""

    name: str
    earliest_start_minutes: int
    latest_start_minutes: int
    lengths_minutes: tuple[int, ...]
    start_step_minutes: int = 30
    breaks: tuple[BreakRule, ...] = ()
    breaks_apart_minutes: int = 0


@dataclass(frozen=True)
class Contract:
    """The rules of one agent's week; a day is worked when a shift starts on it."""

    paid_minutes_min: int
    paid_minutes_max: int
    shift_minutes_min: int = 0
    shift_minutes_max: int = MINUTES_PER_DAY
    shifts_max: int = 14
    days_off_min: int = 0
    consecutive_days_max: int = 14
    rest_minutes_min: int = 0


@dataclass(frozen=True)
class PlannedBreak:
    """A break placed in a shift."""

    name: str
    start_minute: int
    end_minute: int
    paid: bool


@dataclass(frozen=True)
class PlannedShift:
    """One shift with its breaks, from the engine or pinned by a person."""

    start_minute: int
    end_minute: int
    template: str
    breaks: tuple[PlannedBreak, ...] = ()

    @property
    def work(self) -> tuple[Window, ...]:
        """The stretches between the breaks."""
        edges = [self.start_minute]
        for pause in self.breaks:
            edges += [pause.start_minute, pause.end_minute]
        edges.append(self.end_minute)
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return tuple(Window(start, end) for start, end in pairs if end > start)


@dataclass(frozen=True)
class Agent:
    """A person to roster: what they can do, may do, would like, and did before this week.

    Attributes:
        queues: Indexes into `Problem.queues` that this person can serve.
        templates: Names of the templates they may work, or None for all.
        availability: A shift lies wholly in one of these (touching ones are joined); None is
            always.
        leave: No shift touches these.
        preferred_start: Minutes of the day between which a shift would best start.
        preference_weight: Cost, in agent-hours, of each start outside the preferred window.
        wished_days_off: Day indexes they would like to be free.
        day_off_weight: Cost, in agent-hours, of working a wished day off.
        last_shift_end_minute: End of the last shift before the week, usually negative.
        days_worked_run: Days worked in a row up to the day before the week.
        pinned: Shifts kept exactly as they are, at most one starting on a day.
    """

    name: str
    queues: tuple[int, ...]
    contract: Contract
    templates: tuple[str, ...] | None = None
    availability: tuple[Window, ...] | None = None
    leave: tuple[Window, ...] = ()
    preferred_start: Window | None = None
    preference_weight: float = 0.25
    wished_days_off: tuple[int, ...] = ()
    day_off_weight: float = 1.0
    last_shift_end_minute: int | None = None
    days_worked_run: int = 0
    pinned: tuple[PlannedShift, ...] = ()


@dataclass(frozen=True)
class Weights:
    """What the engine minimises, in weighted agent-hours.

    A queue short by the share x of its need costs, for each agent-hour needed,
    `short`·x² + `short_below_90`·max(0, x - 0.10)² + `short_below_75`·max(0, x - 0.25)².
    `over` prices the squared surplus of an interval relative to its need; `paid_hour` each paid
    hour beyond the hours the contract guarantees.
    """

    short: float = 1.0
    short_below_90: float = 2.0
    short_below_75: float = 4.0
    over: float = 0.1
    paid_hour: float = 0.02


@dataclass(frozen=True)
class Problem:
    """One planning period (1 to 14 days, usually a week).

    Attributes:
        days: Number of days.
        interval_minutes: 15 or 30; every time in the problem lies on this grid.
        queues: Names, at most eight (shortage looks at every subset of them).
        need: Agents needed, shape (queues, days x intervals a day), fractions allowed.
    """

    days: int
    interval_minutes: int
    queues: tuple[str, ...]
    need: NDArray[np.float64]
    templates: tuple[ShiftTemplate, ...]
    agents: tuple[Agent, ...]
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True)
class AgentConflict:
    """Rules of one agent that cannot all hold, none of which can be left out of the quarrel.

    Attributes:
        rules: The minimal set, by name.
        mended_by: The rules of which dropping that one alone makes a week possible.
        dropped: The rule the engine dropped to give this agent a week; None: pinned shifts only.
    """

    agent: str
    rules: tuple[str, ...]
    mended_by: tuple[str, ...]
    dropped: str | None


@dataclass(frozen=True)
class CostParts:
    """The cost of a roster by cause, in weighted agent-hours."""

    demand: float
    hours_and_preferences: float


@dataclass(frozen=True)
class Solution:
    """The best roster found.

    Attributes:
        shifts: Shifts of each agent, in the order of `Problem.agents`.
        cost: Weighted agent-hours; no roster under the same rules can cost less than `bound`.
        bound: Lower bound from the Lagrangian relaxation.
        workload_hours: Agent-hours needed in the whole period.
        iterations: Ruin-and-recreate steps done.
    """

    shifts: tuple[tuple[PlannedShift, ...], ...]
    cost: float
    cost_parts: CostParts
    bound: float
    workload_hours: float
    iterations: int
    conflicts: tuple[AgentConflict, ...]

    @property
    def gap_ratio(self) -> float:
        """The gap as a share of the cost."""
        return (self.cost - self.bound) / self.cost if self.cost > 0 else 0.0

    @property
    def gap_of_workload_ratio(self) -> float:
        """The gap as a share of the agent-hours needed."""
        return (self.cost - self.bound) / self.workload_hours if self.workload_hours > 0 else 0.0
