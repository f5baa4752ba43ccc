"""Every shift an agent may work, on the grid: the rules that look at one shift alone live here.

`dropped` names rules to leave out; the search for conflicting rules (`_conflicts`) uses it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floorwalker.engines.roster._kernels import Shapes
from floorwalker.engines.roster._problem import (
    MINUTES_PER_DAY,
    Agent,
    PlannedBreak,
    PlannedShift,
    Problem,
    ShiftTemplate,
    Window,
)

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class Shape:
    """A length of a template, or one pinned shift, with the breaks it needs."""

    template: str
    slots: int
    paid_slots: int
    breaks: tuple["ShapeBreak", ...]
    apart: int


@dataclass(frozen=True)
class ShapeBreak:
    """A break in grid slots after the shift's start."""

    name: str
    slots: int
    earliest: int
    latest: int
    paid: bool


@dataclass(frozen=True)
class Options:
    """An agent's possible shifts, all arrays of one length, sorted by start; slots of the grid.

    Attributes:
        must_work: Per day, whether a pinned shift makes it a working day.
    """

    day: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    shape: NDArray[np.int64]
    paid: NDArray[np.int64]
    cost: NDArray[np.float64]
    must_work: NDArray[np.bool_]


class ShapeTable:
    """All shapes of a problem: those of the templates, then one for each pinned shift."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.shapes: list[Shape] = []
        self.of_template: dict[str, list[int]] = {}
        self.of_pinned: dict[tuple[str, PlannedShift], int] = {}
        for template in problem.templates:
            self.of_template[template.name] = [
                self._add(self._template_shape(template, length))
                for length in template.lengths_minutes
            ]
        for agent in problem.agents:
            for shift in agent.pinned:
                self.of_pinned[agent.name, shift] = self._add(self._pinned_shape(shift))

    def arrays(self) -> Shapes:
        """The table as arrays for the kernels."""
        breaks = [pause for shape in self.shapes for pause in shape.breaks]
        counts = [len(shape.breaks) for shape in self.shapes]
        return Shapes(
            slots=_integers([shape.slots for shape in self.shapes]),
            break_pointer=_integers([0, *np.cumsum(counts)]),
            break_slots=_integers([pause.slots for pause in breaks]),
            break_earliest=_integers([pause.earliest for pause in breaks]),
            break_latest=_integers([pause.latest for pause in breaks]),
            apart=_integers([shape.apart for shape in self.shapes]),
        )

    def planned_shift(self, shape: int, start: int, break_starts: list[int]) -> PlannedShift:
        """The shift of this shape at slot `start`, told in minutes."""
        grid, kind = self.problem.interval_minutes, self.shapes[shape]
        breaks = tuple(
            PlannedBreak(
                pause.name,
                (start + offset) * grid,
                (start + offset + pause.slots) * grid,
                pause.paid,
            )
            for pause, offset in zip(kind.breaks, break_starts, strict=False)
        )
        return PlannedShift(start * grid, (start + kind.slots) * grid, kind.template, breaks)

    def _add(self, shape: Shape) -> int:
        self.shapes.append(shape)
        return len(self.shapes) - 1

    def _template_shape(self, template: ShiftTemplate, length: int) -> Shape:
        grid = self.problem.interval_minutes
        breaks = tuple(
            ShapeBreak(
                name=rule.name,
                slots=rule.minutes // grid,
                earliest=rule.earliest_start_minutes // grid,
                latest=min(rule.latest_start_minutes, length - rule.minutes) // grid,
                paid=rule.paid,
            )
            for rule in template.breaks
            if rule.applies_to(length)
        )
        unpaid = sum(pause.slots for pause in breaks if not pause.paid)
        slots = length // grid
        apart = template.breaks_apart_minutes // grid
        return Shape(template.name, slots, slots - unpaid, breaks, apart)

    def _pinned_shape(self, shift: PlannedShift) -> Shape:
        grid = self.problem.interval_minutes
        breaks = tuple(
            ShapeBreak(
                name=pause.name,
                slots=(pause.end_minute - pause.start_minute) // grid,
                earliest=(pause.start_minute - shift.start_minute) // grid,
                latest=(pause.start_minute - shift.start_minute) // grid,
                paid=pause.paid,
            )
            for pause in shift.breaks
        )
        unpaid = sum(pause.slots for pause in breaks if not pause.paid)
        slots = (shift.end_minute - shift.start_minute) // grid
        return Shape(shift.template, slots, slots - unpaid, breaks, 0)


def options_of(
    agent: Agent, table: ShapeTable, *, dropped: frozenset[str] = frozenset()
) -> Options:
    """Every shift that each rule about a single shift allows this agent."""
    problem = table.problem
    grid = problem.interval_minutes
    pinned = {} if "pinned" in dropped else _pinned_by_day(agent)
    rows: list[tuple[int, int, int]] = []
    for day in range(problem.days):
        if day in pinned:
            shift = pinned[day]
            rows.append((day, shift.start_minute // grid, table.of_pinned[agent.name, shift]))
        else:
            rows += _template_rows(agent, table, day, dropped)
    rows.sort(key=lambda row: (row[1], row[2]))
    days, start, shape = _integers(rows).reshape(-1, 3).T.copy()
    paid = _integers([kind.paid_slots for kind in table.shapes])[shape]
    slots = _integers([kind.slots for kind in table.shapes])[shape]
    must_work = np.array([day in pinned for day in range(problem.days)])
    cost = _own_costs(agent, problem, day=days, start=start, paid=paid)
    return Options(days, start, start + slots, shape, paid, cost, must_work)


def joined(windows: tuple[Window, ...]) -> list[Window]:
    """The same time with touching and overlapping windows made one."""
    result: list[Window] = []
    for window in sorted(windows, key=lambda each: each.start_minute):
        if result and window.start_minute <= result[-1].end_minute:
            end = max(result[-1].end_minute, window.end_minute)
            result[-1] = Window(result[-1].start_minute, end)
        else:
            result.append(window)
    return result


def _pinned_by_day(agent: Agent) -> dict[int, PlannedShift]:
    return {shift.start_minute // MINUTES_PER_DAY: shift for shift in agent.pinned}


def _template_rows(
    agent: Agent, table: ShapeTable, day: int, dropped: frozenset[str]
) -> list[tuple[int, int, int]]:
    problem, contract = table.problem, agent.contract
    grid = problem.interval_minutes
    available = None if agent.availability is None else joined(agent.availability)
    if "availability" in dropped:
        available = None
    leave = () if "leave" in dropped else agent.leave
    rows = []
    for template in problem.templates:
        if agent.templates is not None and template.name not in agent.templates:
            continue
        starts = range(
            day * MINUTES_PER_DAY + template.earliest_start_minutes,
            day * MINUTES_PER_DAY + template.latest_start_minutes + 1,
            template.start_step_minutes,
        )
        for length, shape in zip(
            template.lengths_minutes, table.of_template[template.name], strict=True
        ):
            in_contract = contract.shift_minutes_min <= length <= contract.shift_minutes_max
            if not in_contract and "shift_length" not in dropped:
                continue
            rows += [
                (day, start // grid, shape)
                for start in starts
                if _within(available, start, start + length)
                and not _touches(leave, start, start + length)
            ]
    return rows


def _within(available: list[Window] | None, start: int, end: int) -> bool:
    if available is None:
        return True
    return any(w.start_minute <= start and end <= w.end_minute for w in available)


def _touches(leave: tuple[Window, ...], start: int, end: int) -> bool:
    return any(w.start_minute < end and start < w.end_minute for w in leave)


def _own_costs(
    agent: Agent,
    problem: Problem,
    *,
    day: NDArray[np.int64],
    start: NDArray[np.int64],
    paid: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Paid hours and wishes, in agent-hours."""
    grid = problem.interval_minutes
    cost = problem.weights.paid_hour * paid * grid / MINUTES_PER_HOUR
    if agent.preferred_start is not None:
        minute = start * grid % MINUTES_PER_DAY
        early = minute < agent.preferred_start.start_minute
        late = minute > agent.preferred_start.end_minute
        cost = cost + agent.preference_weight * (early | late)
    wished = np.isin(day, agent.wished_days_off)
    result: NDArray[np.float64] = cost + agent.day_off_weight * wished
    return result


def _integers(values: object) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)
