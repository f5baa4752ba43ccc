"""What is staffed: contact types with targets, and groups of agents with skills and a cost."""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.simulate._centre import Agent, Centre, QueueModel, Shift
from floorwalker.engines.simulate._estimates import Estimate

HOUR_SECONDS = 3600.0
SETTLING_HANDLE_TIMES = 10.0  # what came before the first interval is forgotten after so many
AGENTS_MAX = 20_000
SETTLING, SETTLED, ENDING = 0, 1, 2  # the days of the grid


@dataclass(frozen=True)
class SkillType:
    """A type of contact that arrives steadily, and what it is promised.

    Attributes:
        name: for messages and results.
        per_hour: mean contacts per hour, above 0.
        aht_seconds: mean handle time, above 0.
        within_seconds: threshold of the service level.
        service_level: least share of the offered answered within the threshold, 0 to below 1.
        abandonment_max: largest share of the offered that gives up; None for no limit.
        patience_seconds: mean patience; None for endless.
        patience_cv: lognormal; None for exponential.
        handle_cv: lognormal; None for exponential.
    """

    name: str
    per_hour: float
    aht_seconds: float
    within_seconds: float
    service_level: float
    abandonment_max: float | None = None
    patience_seconds: float | None = None
    patience_cv: float | None = None
    handle_cv: float | None = None

    @property
    def load_erlangs(self) -> float:
        """Mean number of agents busy if nobody gave up."""
        return self.per_hour * self.aht_seconds / HOUR_SECONDS


@dataclass(frozen=True)
class SkillGroup:
    """Agents with the same skills.

    Attributes:
        name: for messages and results.
        types: indexes of the types served, the most urgent first.
        cost: of one agent, above 0.
        agents_min: at least so many.
        agents_max: at most so many.
    """

    name: str
    types: tuple[int, ...]
    cost: float
    agents_min: int = 0
    agents_max: int = AGENTS_MAX


@dataclass(frozen=True)
class SkillProblem:
    """Types to serve by groups.

    Raises:
        ValueError: a value is out of range, or a type is served by nobody.
    """

    types: tuple[SkillType, ...]
    groups: tuple[SkillGroup, ...]

    def __post_init__(self) -> None:
        if not self.types or not self.groups:
            raise ValueError("there must be at least one type and one group")
        for index, kind in enumerate(self.types):
            _check_type(kind)
            if not any(index in group.types for group in self.groups):
                raise ValueError(f"{kind.name}: no group serves it")
        for group in self.groups:
            if not group.types or len(set(group.types)) < len(group.types):
                raise ValueError(f"{group.name}: names a type twice, or none")
            if not group.cost > 0:
                raise ValueError(f"{group.name}: cost must be above 0")
            if not 0 <= group.agents_min <= group.agents_max <= AGENTS_MAX:
                raise ValueError(
                    f"{group.name}: agents_min and agents_max must be 0 to {AGENTS_MAX:,}, in order"
                )

    def cost(self, agents: tuple[int, ...]) -> float:
        """Return what so many agents per group cost."""
        return float(sum(n * group.cost for n, group in zip(agents, self.groups, strict=True)))

    def centre(self, agents: tuple[int, ...], *, intervals: int) -> Centre:
        """Return the steady centre with so many agents per group.

        An interval is long enough for the start to be forgotten, and for whoever arrives before the
        last one to be answered by its end; what lies between (`SETTLED`) is what counts.
        """
        interval = self.interval_seconds
        whole = (Shift(0, ((0.0, intervals * interval),)),)
        return Centre(
            queues=tuple(
                _queue(kind, intervals=intervals, seconds=interval) for kind in self.types
            ),
            agents=tuple(
                Agent(group.name, group.types, whole)
                for group, count in zip(self.groups, agents, strict=True)
                for _ in range(count)
            ),
            interval_seconds=interval,
            day_of_interval=np.array([SETTLING, *[SETTLED] * (intervals - 2), ENDING]),
        )

    @property
    def interval_seconds(self) -> float:
        """The length of an interval of `centre`."""
        return SETTLING_HANDLE_TIMES * max(kind.aht_seconds for kind in self.types)

    @property
    def per_interval(self) -> float:
        """Mean contacts of all types per interval of `centre`."""
        return self.interval_seconds * sum(kind.per_hour for kind in self.types) / HOUR_SECONDS


@dataclass(frozen=True)
class TypeService:
    """The service of one type, validated; 95 % intervals.

    Attributes:
        service_level: answered within the threshold ÷ offered.
        abandonment: abandoned ÷ offered.
        asa_seconds: mean wait of the answered.
        is_met: whether the targets hold at both ends of the intervals; None where one end says
            yes and the other no.
    """

    service_level: Estimate
    abandonment: Estimate
    asa_seconds: Estimate
    is_met: bool | None


@dataclass(frozen=True)
class SkillStaffing:
    """Agents per group that meet the targets.

    Attributes:
        agents: in the problem's order of groups.
        cost: what they cost.
        types: in the problem's order of types.
        contacts: how many were played to validate the answer.
        tried: how many staffings were played on the way.
    """

    agents: tuple[int, ...]
    cost: float
    types: tuple[TypeService, ...]
    contacts: int
    tried: int


def _queue(kind: SkillType, *, intervals: int, seconds: float) -> QueueModel:
    return QueueModel(
        name=kind.name,
        offered=np.full(intervals, kind.per_hour * seconds / HOUR_SECONDS),
        aht_seconds=np.full(intervals, kind.aht_seconds),
        within_seconds=kind.within_seconds,
        patience_seconds=kind.patience_seconds,
        patience_cv=kind.patience_cv,
        handle_cv=kind.handle_cv,
    )


def _check_type(kind: SkillType) -> None:
    for name in ("per_hour", "aht_seconds"):
        if not 0 < getattr(kind, name) < np.inf:
            raise ValueError(f"{kind.name}: {name} must be above 0")
    if not 0 <= kind.service_level < 1:
        raise ValueError(f"{kind.name}: service_level must be 0 or more and below 1")
    if kind.abandonment_max is not None and not 0 < kind.abandonment_max <= 1:
        raise ValueError(f"{kind.name}: abandonment_max must be above 0 and at most 1")
