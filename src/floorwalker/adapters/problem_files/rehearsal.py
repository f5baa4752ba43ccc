"""The rehearsal problem: queues, demand and a roster in JSON (docs/reference/rehearsal.md).

Times are local and ISO 8601, all without an offset or all with one. In a week in which the clocks
change, write offsets: hours are then counted as they pass.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from floorwalker.adapters.problem_files._json_problem import (
    Cv,
    Fault,
    Name,
    Part,
    json_path,
    listed,
    read_json_problem,
)
from floorwalker.engines.simulate import (
    REPLICATIONS_LEAST,
    REPLICATIONS_MAX,
    Agent,
    Centre,
    QueueModel,
    Shift,
)
from floorwalker.foundation.errors import BadInputError

INTERVALS_MAX = 20_000
CONTACTS_MAX = 2_000_000_000  # over all replications and scenarios
SECONDS_PER_MINUTE = 60
CLOCK_CHANGE_MAX = timedelta(hours=2)
ON_GRID = 1e-6  # of an interval


class Span(Part):
    """From one moment to a later one."""

    start: datetime
    end: datetime

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if _is_zoned(self.start) != _is_zoned(self.end):
            raise ValueError("start and end must both have an offset, or neither")
        if self.end <= self.start:
            raise ValueError("end must be later than start")
        return self


class ShiftSpan(Span):
    """A working day of one person; off during the breaks."""

    breaks: list[Span] = []


class PersonOnRoster(Part):
    """Someone who answers, with the queues they serve, the most urgent first."""

    name: Name
    queues: Annotated[list[Name], Field(min_length=1)]
    shifts: list[ShiftSpan]


class QueuePromise(Part):
    """A queue, its callers and its target."""

    name: Name
    service_level: Annotated[float, Field(ge=0, le=1, description="Target; reported only.")]
    within_seconds: Annotated[float, Field(ge=0)]
    patience_seconds: Annotated[
        float | None, Field(gt=0, description="Mean; null: nobody gives up.")
    ]
    patience_cv: Annotated[Cv | None, Field(description="Lognormal; null: exponential.")] = None
    handle_cv: Annotated[Cv | None, Field(description="Lognormal; null: exponential.")] = None
    day_factor_cv: Annotated[Cv, Field(description="Spread of whole days around forecast.")] = 0.0


class Demand(Part):
    """What is expected in one interval; intervals that are not listed have no demand."""

    start: datetime
    offered: Annotated[float, Field(ge=0)]
    aht_seconds: Annotated[float, Field(ge=0)]


class RehearsalProblem(Part):
    """A roster to rehearse against a forecast."""

    start: Annotated[datetime, Field(description="Start of the first interval, local time.")]
    interval_minutes: Annotated[float, Field(ge=1, le=1440)]
    queues: Annotated[list[QueuePromise], Field(min_length=1, max_length=200)]
    demand: Annotated[dict[Name, list[Demand]], Field(description="Per queue, by its name.")]
    agents: Annotated[list[PersonOnRoster], Field(max_length=20_000)]
    replications: Annotated[int, Field(ge=REPLICATIONS_LEAST, le=REPLICATIONS_MAX)] = 100
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1
    missing: Annotated[
        list[Annotated[int, Field(ge=0)]],
        Field(min_length=1, max_length=20, description="People missing per day; a scenario each."),
    ] = [0, 1, 2, 3]

    def starts(self) -> list[datetime]:
        """Return the start of each interval of the grid, up to the last with demand.

        Where the clocks change, they have the offsets that demand is written with.
        """
        step = timedelta(minutes=self.interval_minutes)
        rows = [row for rows in self.demand.values() for row in rows]
        written = {round(_interval_of(row.start, problem=self)): row.start for row in rows}
        starts, clock = [], self.start.tzinfo
        for index in range(max(written) + 1):
            if index in written:
                clock = _local(written[index], origin=self.start).tzinfo
            start = self.start + step * index
            starts.append(start.astimezone(clock) if clock else start)
        return starts

    def dates(self) -> list[date]:
        """Return the days of the grid, without gaps."""
        return sorted({start.date() for start in self.starts()})


def read_problem(path: Path) -> RehearsalProblem:
    """Return the problem in a JSON file.

    Raises:
        BadInputError: the file cannot be read, or says something that cannot be; the message
            names each place as a JSON path.
    """
    problem = read_json_problem(path, RehearsalProblem, verb="rehearse")
    _check(problem, where=path.name)
    return problem


def centre_of(problem: RehearsalProblem) -> Centre:
    """Return a checked problem as the engine takes it, in seconds from its start."""
    index_of = {queue.name: index for index, queue in enumerate(problem.queues)}
    starts = problem.starts()
    return Centre(
        queues=tuple(
            _queue_model(problem, queue, intervals=len(starts)) for queue in problem.queues
        ),
        agents=tuple(
            Agent(
                name=person.name,
                queues=tuple(index_of[queue] for queue in person.queues),
                shifts=tuple(
                    Shift(
                        day=_day(shift.start, origin=problem.start),
                        blocks=_blocks(shift, origin=problem.start),
                    )
                    for shift in sorted(person.shifts, key=lambda shift: shift.start)
                ),
            )
            for person in problem.agents
        ),
        interval_seconds=SECONDS_PER_MINUTE * problem.interval_minutes,
        day_of_interval=np.array([_day(start, origin=problem.start) for start in starts]),
    )


def _queue_model(problem: RehearsalProblem, queue: QueuePromise, *, intervals: int) -> QueueModel:
    offered, aht = np.zeros(intervals), np.zeros(intervals)
    for row in problem.demand.get(queue.name, []):
        index = round(_interval_of(row.start, problem=problem))
        offered[index], aht[index] = row.offered, row.aht_seconds
    return QueueModel(
        name=queue.name,
        offered=offered,
        aht_seconds=aht,
        within_seconds=queue.within_seconds,
        patience_seconds=queue.patience_seconds,
        patience_cv=queue.patience_cv,
        handle_cv=queue.handle_cv,
        day_factor_cv=queue.day_factor_cv,
    )


def _blocks(shift: ShiftSpan, *, origin: datetime) -> tuple[tuple[float, float], ...]:
    """Return the parts of the shift between its breaks."""
    edges = [shift.start]
    for pause in sorted(shift.breaks, key=lambda pause: pause.start):
        edges += [pause.start, pause.end]
    edges.append(shift.end)
    seconds = [(edge - origin).total_seconds() for edge in edges]
    pairs = zip(seconds[::2], seconds[1::2], strict=True)
    return tuple((start, end) for start, end in pairs if start < end)


def _day(moment: datetime, *, origin: datetime) -> int:
    return _local(moment, origin=origin).date().toordinal() - origin.date().toordinal()


def _local(moment: datetime, *, origin: datetime) -> datetime:
    """Return the moment on the clock it is written with, unless no clock change explains it."""
    ours, theirs = origin.utcoffset(), moment.utcoffset()
    if ours is None or theirs is None or abs(theirs - ours) <= CLOCK_CHANGE_MAX:
        return moment
    return moment.astimezone(origin.tzinfo)


def _interval_of(moment: datetime, *, problem: RehearsalProblem) -> float:
    return (moment - problem.start) / timedelta(minutes=problem.interval_minutes)


def _check(problem: RehearsalProblem, *, where: str) -> None:
    """Refuse what only shows when parts are seen together; offsets first, as dates need them."""
    for rules in (_offset_faults, _name_faults, _demand_faults, _shift_faults, _size_faults):
        faults = list(rules(problem))
        if faults:
            raise BadInputError(listed(faults), where=where)


def _offset_faults(problem: RehearsalProblem) -> Iterator[Fault]:
    zoned = _is_zoned(problem.start)
    message = "has an offset and start has none" if not zoned else "has no offset and start has one"
    for queue, rows in problem.demand.items():
        for index, row in enumerate(rows):
            if _is_zoned(row.start) != zoned:
                yield json_path("demand", queue, index, "start"), message
    for number, person in enumerate(problem.agents):
        for index, shift in enumerate(person.shifts):
            if any(_is_zoned(span.start) != zoned for span in (shift, *shift.breaks)):
                yield json_path("agents", number, "shifts", index), message


def _name_faults(problem: RehearsalProblem) -> Iterator[Fault]:
    known = [queue.name for queue in problem.queues]
    for index, name in enumerate(known):
        if name in known[:index]:
            yield json_path("queues", index, "name"), f"{name!r} is there twice"
    for name in problem.demand:
        if name not in known:
            yield json_path("demand", name), "there is no such queue"
    if not any(problem.demand.values()):
        yield "demand", "there is none; list at least one interval"
    for number, person in enumerate(problem.agents):
        for index, name in enumerate(person.queues):
            if name not in known:
                yield json_path("agents", number, "queues", index), f"there is no queue {name!r}"
            elif name in person.queues[:index]:
                yield json_path("agents", number, "queues", index), f"{name!r} is there twice"
    if len(set(problem.missing)) < len(problem.missing):
        yield "missing", "names a number twice"


def _demand_faults(problem: RehearsalProblem) -> Iterator[Fault]:
    for queue, rows in problem.demand.items():
        seen = set()
        for number, row in enumerate(rows):
            place = json_path("demand", queue, number)
            index = _interval_of(row.start, problem=problem)
            if index < 0 or abs(index - round(index)) > ON_GRID:
                yield f"{place}.start", "is not the start of an interval of the grid"
            elif index >= INTERVALS_MAX:
                yield f"{place}.start", f"is beyond {INTERVALS_MAX:,} intervals"
            elif round(index) in seen:
                yield f"{place}.start", "is there twice"
            elif row.offered > 0 and row.aht_seconds == 0:
                yield f"{place}.aht_seconds", "must be above 0 where contacts are offered"
            seen.add(round(index))


def _shift_faults(problem: RehearsalProblem) -> Iterator[Fault]:
    for number, person in enumerate(problem.agents):
        free_from = None
        order = sorted(range(len(person.shifts)), key=lambda index: person.shifts[index].start)
        for index in order:
            shift = person.shifts[index]
            place = json_path("agents", number, "shifts", index)
            if free_from is not None and shift.start < free_from:
                yield place, f"overlaps another shift of {person.name}"
            free_from = shift.end
            rested = shift.start
            for pause in sorted(shift.breaks, key=lambda pause: pause.start):
                if pause.start < rested or pause.end > shift.end:
                    yield f"{place}.breaks", "a break lies outside the shift or overlaps another"
                rested = pause.end


def _size_faults(problem: RehearsalProblem) -> Iterator[Fault]:
    offered = sum(row.offered for rows in problem.demand.values() for row in rows)
    contacts = offered * problem.replications * len(problem.missing)
    if contacts > CONTACTS_MAX:
        message = f"{contacts:.3g} contacts would be played, at most {CONTACTS_MAX:,} are allowed"
        yield "replications", f"{message}; ask for fewer replications"


def _is_zoned(moment: datetime) -> bool:
    return moment.tzinfo is not None
