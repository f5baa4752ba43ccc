"""The agents made ready for the kernels: each one's week graph, or the rules that quarrel.

When an agent's own rules cannot all hold, a delete filter over the rules (Chinneck 2008) finds a
minimal quarrel with the exact graph as judge. Only the minimum hours may then be dropped on the
engine's own account, down to the most hours that the other rules allow: law and leave stay.
"""

from dataclasses import dataclass, replace

import numpy as np

from floorwalker.engines.roster._kernels import Shapes, WeekGraph, best_week
from floorwalker.engines.roster._options import Options, ShapeTable, options_of
from floorwalker.engines.roster._problem import (
    MINUTES_PER_DAY,
    Agent,
    AgentConflict,
    Problem,
)
from floorwalker.engines.roster._validate import RosterProblemError
from floorwalker.engines.roster._week_graph import (
    Limits,
    TooManyWeeksError,
    build_week_graph,
)

# The filter tries to do without each rule in this order, so a quarrel that can be told in several
# ways is told with the later ones, which people know best.
RULES_THAT_CAN_QUARREL = (
    "shift_length",
    "consecutive_days",
    "rest",
    "shifts_max",
    "days_off_min",
    "availability",
    "leave",
    "hours_max",
    "hours_min",
    "pinned",
)
TOO_MANY_WEEKS = (
    "the rules leave too many different weeks; give fewer lengths, longer start steps, "
    "fewer days or a narrower range of paid hours"
)


@dataclass(frozen=True)
class Member:
    """An agent with a week to choose: position in the problem, skills as a bit set, graph.

    The hours owed are those any week of theirs has at least; they cost nothing.
    """

    index: int
    mask: int
    graph: WeekGraph
    owed_cost: float


@dataclass(frozen=True)
class Crew:
    """Everybody who can be rostered, and the conflicts of those whose rules quarrel."""

    members: tuple[Member, ...]
    conflicts: tuple[AgentConflict, ...]
    table: ShapeTable
    shapes: Shapes
    days: int
    day_slots: int

    @property
    def owed_cost(self) -> float:
        """What the hours that every roster has cost; taken off, so that cost starts at zero."""
        return sum(member.owed_cost for member in self.members)

    @property
    def breaks_max(self) -> int:
        """The most breaks any shift has, at least one so that arrays are never empty."""
        return max(1, int(np.diff(self.shapes.break_pointer).max(initial=0)))


def make_crew(problem: Problem) -> Crew:
    """Build every agent's week graph; agents with the same rules share one.

    Raises:
        RosterProblemError: An agent's rules leave too many different weeks to look at.
    """
    table = ShapeTable(problem)
    shapes = table.arrays()
    grid = problem.interval_minutes
    graphs: dict[Agent, WeekGraph | None] = {}
    members, conflicts = [], []
    for index, agent in enumerate(problem.agents):
        rules_only = replace(agent, name="", queues=())
        paid_min = -(-agent.contract.paid_minutes_min // grid)
        try:
            if rules_only not in graphs:
                graphs[rules_only] = _graph(agent, table)
            graph = graphs[rules_only]
            if graph is None:
                conflict, graph, paid_min = _explain(agent, table, shapes)
                conflicts.append(conflict)
        except TooManyWeeksError:
            raise RosterProblemError(TOO_MANY_WEEKS, where=f"agents[{index}]") from None
        if graph is not None:
            owed_cost = problem.weights.paid_hour * paid_min * grid / 60
            members.append(Member(index, skill_mask(agent), graph, owed_cost))
    day_slots = MINUTES_PER_DAY // grid
    return Crew(tuple(members), tuple(conflicts), table, shapes, problem.days, day_slots)


def skill_mask(agent: Agent) -> int:
    """The queues an agent serves as a bit set."""
    return sum(1 << queue for queue in set(agent.queues))


def _graph(
    agent: Agent,
    table: ShapeTable,
    *,
    dropped: frozenset[str] = frozenset(),
    paid_min: int | None = None,
) -> WeekGraph | None:
    options = options_of(agent, table, dropped=dropped)
    return _graph_of(options, agent, table.problem, dropped=dropped, paid_min=paid_min)


def _graph_of(
    options: Options,
    agent: Agent,
    problem: Problem,
    *,
    dropped: frozenset[str],
    paid_min: int | None,
) -> WeekGraph | None:
    grid, days, contract = problem.interval_minutes, problem.days, agent.contract
    shifts_max = days if "shifts_max" in dropped else contract.shifts_max
    if "days_off_min" not in dropped:
        shifts_max = min(shifts_max, days - contract.days_off_min)
    rest = 0 if "rest" in dropped else -(-contract.rest_minutes_min // grid)
    released_at = 0
    if agent.last_shift_end_minute is not None:
        released_at = max(0, -(-agent.last_shift_end_minute // grid) + rest)
    if paid_min is None:
        paid_min = 0 if "hours_min" in dropped else -(-contract.paid_minutes_min // grid)
    endless = days * MINUTES_PER_DAY // grid * 2
    limits = Limits(
        paid_min=paid_min,
        paid_max=endless if "hours_max" in dropped else contract.paid_minutes_max // grid,
        shifts_max=max(0, shifts_max),
        run_max=days + agent.days_worked_run
        if "consecutive_days" in dropped
        else contract.consecutive_days_max,
        rest=rest,
        released_at=released_at,
        run=agent.days_worked_run,
    )
    return build_week_graph(options, limits, days=days, day_slots=MINUTES_PER_DAY // grid)


def _explain(
    agent: Agent, table: ShapeTable, shapes: Shapes
) -> tuple[AgentConflict, WeekGraph | None, int]:
    """Name the quarrel; give the longest week that all other rules allow, and its paid slots."""
    dropped: set[str] = set()
    for rule in RULES_THAT_CAN_QUARREL:
        if not _has_a_week(agent, table, frozenset(dropped | {rule})):
            dropped.add(rule)
    quarrel = tuple(rule for rule in RULES_THAT_CAN_QUARREL if rule not in dropped)
    mended_by = tuple(rule for rule in quarrel if _has_a_week(agent, table, frozenset({rule})))
    if "hours_min" not in mended_by:
        return AgentConflict(agent.name, quarrel, mended_by, None), None, 0
    paid_most = _paid_most(agent, table, shapes)
    graph = _graph(agent, table, paid_min=paid_most)
    return AgentConflict(agent.name, quarrel, mended_by, "hours_min"), graph, paid_most


def _has_a_week(agent: Agent, table: ShapeTable, dropped: frozenset[str]) -> bool:
    try:
        return _graph(agent, table, dropped=dropped) is not None
    except TooManyWeeksError:
        return True


def _paid_most(agent: Agent, table: ShapeTable, shapes: Shapes) -> int:
    """The most paid slots of any week within the other rules: the best week when time is gold."""
    dropped = frozenset({"hours_min"})
    graph = _graph(agent, table, dropped=dropped)
    if graph is None:
        return 0
    problem = table.problem
    paid = np.array([kind.paid_slots for kind in table.shapes], dtype=np.float64)
    day_slots = MINUTES_PER_DAY // problem.interval_minutes
    slots = (problem.days + 1) * day_slots
    most = best_week(
        np.zeros(slots),
        graph._replace(option_cost=-paid[graph.option_shape]),
        shapes,
        np.zeros(problem.days, dtype=np.int64),
        np.zeros((problem.days, 1 + int(np.diff(shapes.break_pointer).max())), dtype=np.int64),
        np.zeros(slots),
    )
    return round(most)
