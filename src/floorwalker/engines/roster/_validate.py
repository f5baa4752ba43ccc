"""The engine's door: refuse what cannot be posed, saying where and what is allowed."""

from collections.abc import Iterator

import numpy as np

from floorwalker.engines.roster._problem import (
    MINUTES_PER_DAY,
    Agent,
    Problem,
    ShiftTemplate,
)

DAYS_MAX = 14
QUEUES_MAX = 8
INTERVALS_ALLOWED = (15, 30)


class RosterProblemError(ValueError):
    """A problem that cannot be posed to the engine; `where` names the part."""

    def __init__(self, what: str, *, where: str) -> None:
        self.what = what
        self.where = where
        super().__init__(f"{where}: {what}")


def validate(problem: Problem) -> None:
    """Raise `RosterProblemError` at the first thing that makes the problem unusable."""
    _validate_frame(problem)
    for index, template in enumerate(problem.templates):
        _validate_template(template, problem.interval_minutes, where=f"templates[{index}]")
    names = {template.name for template in problem.templates}
    _require(len(names) == len(problem.templates), "two templates share a name", "templates")
    agents = {agent.name for agent in problem.agents}
    _require(len(agents) == len(problem.agents), "two agents share a name", "agents")
    for index, agent in enumerate(problem.agents):
        _validate_agent(agent, problem, where=f"agents[{index}]")


def _require(condition: bool, what: str, where: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not condition:
        raise RosterProblemError(what, where=where)


def _validate_frame(problem: Problem) -> None:
    _require(1 <= problem.days <= DAYS_MAX, f"must be 1 to {DAYS_MAX}", "days")
    allowed = problem.interval_minutes in INTERVALS_ALLOWED
    _require(allowed, "must be 15 or 30", "interval_minutes")
    queues = len(problem.queues)
    _require(1 <= queues <= QUEUES_MAX, f"must be 1 to {QUEUES_MAX} queues", "queues")
    shape = (queues, problem.days * MINUTES_PER_DAY // problem.interval_minutes)
    _require(
        problem.need.shape == shape, f"must have shape {shape}, not {problem.need.shape}", "need"
    )
    finite = bool(np.all(np.isfinite(problem.need)) and np.all(problem.need >= 0))
    _require(finite, "must be numbers of agents, zero or more", "need")
    weights = problem.weights
    _require(weights.short > 0, "must be more than zero", "weights.short")
    _require(weights.over > 0, "must be more than zero", "weights.over")
    others = (weights.short_below_90, weights.short_below_75, weights.paid_hour)
    _require(min(others) >= 0, "must be zero or more", "weights")


def _validate_template(template: ShiftTemplate, grid: int, *, where: str) -> None:
    _on_grid(_template_times(template), grid, where=where)
    earliest, latest = template.earliest_start_minutes, template.latest_start_minutes
    inside = 0 <= earliest <= latest < MINUTES_PER_DAY
    _require(inside, "its starts must be a window within the day", where)
    _require(template.start_step_minutes > 0, "start step must be more than zero", where)
    _require(bool(template.lengths_minutes), "needs at least one length", where)
    for length in template.lengths_minutes:
        _require(0 < length <= MINUTES_PER_DAY, "lengths must be above 0 and up to 24 h", where)
        fit = _breaks_fit(template, length)
        _require(fit, f"the breaks of a {length}-minute shift do not fit", where)


def _template_times(template: ShiftTemplate) -> Iterator[int]:
    yield from (template.earliest_start_minutes, template.latest_start_minutes)
    yield from (template.start_step_minutes, template.breaks_apart_minutes)
    yield from template.lengths_minutes
    for pause in template.breaks:
        yield from (pause.minutes, pause.earliest_start_minutes, pause.latest_start_minutes)


def _breaks_fit(template: ShiftTemplate, length: int) -> bool:
    """Place each break as early as it may be: if that fails, nothing fits."""
    free_from = 0
    for pause in template.breaks:
        if not pause.applies_to(length):
            continue
        start = max(pause.earliest_start_minutes, free_from)
        if pause.minutes <= 0 or start > pause.latest_start_minutes:
            return False
        if start + pause.minutes > length:
            return False
        free_from = start + pause.minutes + template.breaks_apart_minutes
    return True


def _validate_agent(agent: Agent, problem: Problem, *, where: str) -> None:
    known = all(0 <= queue < len(problem.queues) for queue in agent.queues)
    _require(bool(agent.queues) and known, "must serve at least one known queue", f"{where}.queues")
    names = {template.name for template in problem.templates}
    unknown = set(agent.templates or ()) - names
    _require(not unknown, f"unknown templates {sorted(unknown)}", f"{where}.templates")
    _require(agent.days_worked_run >= 0, "must be zero or more", f"{where}.days_worked_run")
    contract = agent.contract
    _require(contract.paid_minutes_min >= 0, "must be zero or more", f"{where}.contract")
    _require(contract.rest_minutes_min >= 0, "must be zero or more", f"{where}.contract")
    started = [shift.start_minute // MINUTES_PER_DAY for shift in agent.pinned]
    _require(len(set(started)) == len(started), "two shifts start on one day", f"{where}.pinned")
    for index, shift in enumerate(agent.pinned):
        place = f"{where}.pinned[{index}]"
        inside = 0 <= shift.start_minute < problem.days * MINUTES_PER_DAY
        _require(inside, "must start within the planning period", place)
        length = shift.end_minute - shift.start_minute
        _require(0 < length <= MINUTES_PER_DAY, "must last more than 0 and up to 24 h", place)
        edges = [shift.start_minute]
        for pause in shift.breaks:
            edges += [pause.start_minute, pause.end_minute]
        edges.append(shift.end_minute)
        _require(edges == sorted(edges), "its breaks must follow one another inside it", place)
        _on_grid(edges, problem.interval_minutes, where=place)


def _on_grid(times: Iterator[int] | list[int], grid: int, *, where: str) -> None:
    for minutes in times:
        _require(minutes % grid == 0, f"{minutes} minutes is not on the {grid}-minute grid", where)
