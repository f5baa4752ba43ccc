"""The simulation problem: contact types, groups of agents and routing in JSON.

Time runs in equal periods from 0; where a number is given instead of a list, it holds in all.
Everything is told by name (docs/reference/simulation.md).
"""

from collections.abc import Iterator
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
    Callback,
    Centre,
    QueueModel,
    Retrial,
    Shift,
)
from floorwalker.foundation.errors import BadInputError

PERIODS_MAX = 20_000
AGENTS_MAX = 20_000
CONTACTS_MAX = 2_000_000_000  # over all replications
DAY_MINUTES = 1440

Number = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0, le=AGENTS_MAX)]
Share = Annotated[float, Field(ge=0, le=1)]


class CallingAgain(Part):
    """What callers do who gave up."""

    probability: Share
    after_seconds: Annotated[float, Field(gt=0, description="Mean, exponential.")]
    attempts_max: Annotated[int, Field(ge=1, le=20)] = 3


class CallingBack(Part):
    """An offer to waiting callers: to be called back without losing their place."""

    after_seconds: Number
    acceptance: Share


class ContactType(Part):
    """A type of contact, its callers and its target."""

    name: Name
    offered: Annotated[Number | list[Number], Field(description="Mean contacts per period.")]
    aht_seconds: Annotated[Number | list[Number], Field(description="Mean handle time.")]
    handle_cv: Annotated[Cv | None, Field(description="Lognormal; null: exponential.")] = None
    patience_seconds: Annotated[float | None, Field(gt=0, description="Mean; null: endless.")] = (
        None
    )
    patience_cv: Annotated[Cv | None, Field(description="Lognormal; null: exponential.")] = None
    patience_quantiles_seconds: Annotated[
        list[Number | None] | None,
        Field(
            min_length=2,
            description="Instead of a mean: equally likely quantiles, rising; null: never.",
        ),
    ] = None
    within_seconds: Annotated[Number, Field(description="Threshold of the service level.")]
    service_level: Annotated[Share | None, Field(description="Target; reported only.")] = None
    day_factor_cv: Annotated[Cv, Field(description="Spread of whole days around the mean.")] = 0.0
    retrial: CallingAgain | None = None
    callback: CallingBack | None = None
    at_once: Annotated[int, Field(ge=1, le=20, description="Contacts one agent may hold.")] = 1
    slowdown: Annotated[Number, Field(description="Share added per contact in hand.")] = 0.0

    @model_validator(mode="after")
    def _says_its_patience_once(self) -> Self:
        if self.patience_quantiles_seconds is not None and self.patience_seconds is not None:
            raise ValueError("give patience_seconds or patience_quantiles_seconds, not both")
        return self


class Serving(Part):
    """A type that a group serves."""

    type: Name
    urgency: Annotated[
        int | None,
        Field(description="Lower first, longest wait among equals; null: by place in the list."),
    ] = None
    after_seconds: Annotated[Number, Field(description="Asked when it has waited so long.")] = 0.0


class Group(Part):
    """Agents with the same skills."""

    name: Name
    agents: Annotated[Count | list[Count], Field(description="On duty, per period.")]
    serves: Annotated[list[Serving], Field(min_length=1)]
    pace: Annotated[float, Field(gt=0, le=100, description="Factor on the handle time.")] = 1.0

    @model_validator(mode="after")
    def _orders_all_or_none(self) -> Self:
        told = {serving.urgency is None for serving in self.serves}
        if len(told) > 1:
            raise ValueError("give an urgency to every type that the group serves, or to none")
        return self


class SimulationProblem(Part):
    """A centre to simulate."""

    period_minutes: Annotated[float, Field(gt=0, le=DAY_MINUTES)]
    periods: Annotated[int, Field(ge=1, le=PERIODS_MAX)]
    types: Annotated[list[ContactType], Field(min_length=1, max_length=200)]
    groups: Annotated[list[Group], Field(max_length=500)]
    replications: Annotated[int, Field(ge=REPLICATIONS_LEAST, le=REPLICATIONS_MAX)] = 100
    half_width_max: Annotated[
        float | None,
        Field(gt=0, description="Stop when half the overall service level's interval is this."),
    ] = None
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1


def read_problem(path: Path) -> SimulationProblem:
    """Return the problem in a JSON file.

    Raises:
        BadInputError: the file cannot be read, or says something that cannot be; the message
            names each place as a JSON path.
    """
    problem = read_json_problem(path, SimulationProblem, verb="simulate")
    for rules in (_name_faults, _period_faults, _size_faults):
        faults = list(rules(problem))
        if faults:
            raise BadInputError(listed(faults), where=path.name)
    return problem


def centre_of(problem: SimulationProblem) -> Centre:
    """Return a checked problem as the engine takes it.

    Raises:
        ValueError: a type's numbers do not fit together (the message names it).
    """
    index_of = {kind.name: index for index, kind in enumerate(problem.types)}
    minutes = np.arange(problem.periods) * problem.period_minutes
    return Centre(
        queues=tuple(_queue_model(kind, periods=problem.periods) for kind in problem.types),
        agents=tuple(
            agent
            for group in problem.groups
            for agent in _agents(group, problem=problem, index_of=index_of)
        ),
        interval_seconds=60 * problem.period_minutes,
        day_of_interval=(minutes // DAY_MINUTES).astype(np.int64),
    )


def _queue_model(kind: ContactType, *, periods: int) -> QueueModel:
    table = kind.patience_quantiles_seconds
    return QueueModel(
        name=kind.name,
        offered=np.broadcast_to(np.asarray(kind.offered, dtype=float), (periods,)),
        aht_seconds=np.broadcast_to(np.asarray(kind.aht_seconds, dtype=float), (periods,)),
        within_seconds=kind.within_seconds,
        patience_seconds=kind.patience_seconds,
        patience_cv=kind.patience_cv,
        handle_cv=kind.handle_cv,
        day_factor_cv=kind.day_factor_cv,
        patience_table=None
        if table is None
        else np.array([np.inf if value is None else value for value in table]),
        retrial=Retrial(**kind.retrial.model_dump()) if kind.retrial else None,
        callback=Callback(**kind.callback.model_dump()) if kind.callback else None,
        at_once=kind.at_once,
        slowdown=kind.slowdown,
    )


def _agents(
    group: Group, *, problem: SimulationProblem, index_of: dict[str, int]
) -> Iterator[Agent]:
    """Yield the people of a group; who is not needed any more goes first of those who came last."""
    order = sorted(
        enumerate(group.serves),
        key=lambda entry: entry[0] if entry[1].urgency is None else entry[1].urgency,
    )
    serves = [serving for _, serving in order]
    urgency = tuple(serving.urgency for serving in serves if serving.urgency is not None)
    counts = np.broadcast_to(np.asarray(group.agents), (problem.periods,))
    for number in range(int(counts.max())):
        yield Agent(
            name=f"{group.name} {number + 1}",
            queues=tuple(index_of[serving.type] for serving in serves),
            shifts=_shifts(counts > number, problem=problem),
            pace=group.pace,
            urgency=urgency,
            opens_after=tuple(serving.after_seconds for serving in serves),
        )


def _shifts(on_duty: np.ndarray, *, problem: SimulationProblem) -> tuple[Shift, ...]:
    """Return a shift for each run of periods on duty."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], on_duty.astype(np.int8), [0]])))
    minutes = (edges * problem.period_minutes).tolist()
    return tuple(
        Shift(day=int(start // DAY_MINUTES), blocks=((60 * start, 60 * end),))
        for start, end in zip(minutes[::2], minutes[1::2], strict=True)
    )


def _name_faults(problem: SimulationProblem) -> Iterator[Fault]:
    types = [kind.name for kind in problem.types]
    groups = [group.name for group in problem.groups]
    for part, names in (("types", types), ("groups", groups)):
        for index, name in enumerate(names):
            if name in names[:index]:
                yield json_path(part, index, "name"), f"{name!r} is there twice"
    for number, group in enumerate(problem.groups):
        served = [serving.type for serving in group.serves]
        for index, name in enumerate(served):
            place = json_path("groups", number, "serves", index, "type")
            if name not in types:
                yield place, f"there is no type {name!r}"
            elif name in served[:index]:
                yield place, f"{name!r} is there twice"


def _period_faults(problem: SimulationProblem) -> Iterator[Fault]:
    lists = [
        (json_path("types", index, field), getattr(kind, field))
        for index, kind in enumerate(problem.types)
        for field in ("offered", "aht_seconds")
    ]
    lists += [
        (json_path("groups", index, "agents"), group.agents)
        for index, group in enumerate(problem.groups)
    ]
    for place, values in lists:
        if isinstance(values, list) and len(values) != problem.periods:
            yield place, f"holds {len(values)} numbers; there are {problem.periods} periods"


def _size_faults(problem: SimulationProblem) -> Iterator[Fault]:
    people = sum(int(np.max(group.agents)) for group in problem.groups)
    if people > AGENTS_MAX:
        yield "groups", f"{people:,} agents are on duty, at most {AGENTS_MAX:,} are allowed"
    offered = sum(
        float(np.sum(np.broadcast_to(np.asarray(kind.offered), (problem.periods,))))
        * (1 if kind.retrial is None else 1 + kind.retrial.attempts_max)
        for kind in problem.types
    )
    contacts = offered * problem.replications
    if contacts > CONTACTS_MAX:
        message = f"{contacts:.3g} contacts would be played, at most {CONTACTS_MAX:,} are allowed"
        yield "replications", f"{message}; ask for fewer replications"
