"""From a roster problem file to the terms of the checker; unknown names are told by path."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from floorwalker.adapters.problem_files import roster as file
from floorwalker.engines import roster_check
from floorwalker.foundation.errors import BadInputError

DAY_MINUTES = 1440

Named = TypeVar("Named", file.Queue, file.Template, file.Contract, file.Agent)


def as_terms(problem: file.RosterProblemFile) -> roster_check.Terms:
    """What the checker judges by.

    Raises:
        BadInputError: A name is unknown or a date lies outside; it names the JSON path.
    """
    contracts = _by_name(problem.contracts, "contracts")
    templates = _by_name(problem.templates, "templates")
    queues = {name: index for index, name in enumerate(_by_name(problem.queues, "queues"))}
    _by_name(problem.agents, "agents")
    people: dict[str, roster_check.Person] = {}
    for index, each in enumerate(problem.agents):
        where = f"agents[{index}]"
        for name in each.queues:
            _known(name, queues, f"{where}.queues")
        for name in each.templates or ():
            _known(name, templates, f"{where}.templates")
        _known(each.contract, contracts, f"{where}.contract")
        for number, day in enumerate(each.wished_days_off):
            _day(day, problem, f"{where}.wished_days_off[{number}]")
        people[each.name] = _person(each, contracts[each.contract], queues, problem, where=where)
    return roster_check.Terms(
        days=problem.days,
        interval_minutes=problem.interval_minutes,
        need=_need(problem),
        people=people,
        templates={name: _allowed_shift(each) for name, each in templates.items()},
    )


def _by_name(parts: tuple[Named, ...], where: str) -> dict[str, Named]:
    result: dict[str, Named] = {}
    for index, part in enumerate(parts):
        if part.name in result:
            raise BadInputError(f'"{part.name}" is there twice.', where=f"{where}[{index}].name")
        result[part.name] = part
    return result


def _known(name: str, names: Iterable[str], where: str) -> None:
    if name not in names:
        listed = ", ".join(list(names)[:10])
        raise BadInputError(f'"{name}" is not known; there are: {listed}.', where=where)


def _need(problem: file.RosterProblemFile) -> NDArray[np.float64]:
    grid, slots = problem.interval_minutes, problem.days * DAY_MINUTES // problem.interval_minutes
    need = np.zeros((len(problem.queues), slots))
    for index, queue in enumerate(problem.queues):
        where = f"queues[{index}]"
        if queue.need_per_interval is not None:
            if len(queue.need_per_interval) != slots:
                found = len(queue.need_per_interval)
                raise BadInputError(
                    f"needs {slots} numbers, has {found}.", where=f"{where}.need_per_interval"
                )
            need[index] += queue.need_per_interval
        for number, block in enumerate(queue.need):
            place = f"{where}.need[{number}]"
            for start, end in _spans(block, problem, where=place):
                if start % grid or end % grid:
                    raise BadInputError(f"is not on the {grid}-minute grid.", where=place)
                need[index, start // grid : end // grid] += block.agents
    return need


def _spans(
    span: file.DaySpan, problem: file.RosterProblemFile, *, where: str
) -> list[tuple[int, int]]:
    """The span in minutes of the week, on each of its days."""
    days = range(problem.days)
    chosen = days if span.days is None else [_day(each, problem, where) for each in span.days]
    start, end = minutes_of_day(span.start), minutes_of_day(span.end)
    if end <= start:
        end += DAY_MINUTES
    return [(day * DAY_MINUTES + start, day * DAY_MINUTES + end) for day in chosen]


def _day(day: date, problem: file.RosterProblemFile, where: str) -> int:
    index = (day - problem.first_day).days
    if not 0 <= index < problem.days:
        last = problem.first_day + timedelta(days=problem.days - 1)
        raise BadInputError(f"{day} is not within {problem.first_day} to {last}.", where=where)
    return index


def minutes_of_day(moment: time) -> int:
    """Minutes since midnight."""
    return moment.hour * 60 + moment.minute


def _minute_of_week(moment: datetime, problem: file.RosterProblemFile) -> int:
    midnight = datetime.combine(problem.first_day, time())
    return int((moment - midnight).total_seconds() // 60)


def hours_to_minutes(hours: float) -> int:
    """Whole minutes."""
    return round(hours * 60)


def _allowed_shift(each: file.Template) -> roster_check.AllowedShift:
    return roster_check.AllowedShift(
        earliest_start_minutes=minutes_of_day(each.earliest_start),
        latest_start_minutes=minutes_of_day(each.latest_start),
        start_step_minutes=each.start_step_minutes,
        lengths_minutes=each.lengths_minutes,
        breaks=tuple(roster_check.NeededBreak(**rule.model_dump()) for rule in each.breaks),
        breaks_apart_minutes=each.breaks_apart_minutes,
    )


def _person(
    each: file.Agent,
    contract: file.Contract,
    queues: dict[str, int],
    problem: file.RosterProblemFile,
    *,
    where: str,
) -> roster_check.Person:
    def minute(moment: datetime) -> int:
        return _minute_of_week(moment, problem)

    last_end, availability = each.last_shift_end, None
    if each.availability is not None:
        place = f"{where}.availability"
        spans = [pair for span in each.availability for pair in _spans(span, problem, where=place)]
        availability = tuple(roster_check.Span(*pair) for pair in spans)
    return roster_check.Person(
        queues=tuple(queues[name] for name in each.queues),
        paid_minutes_min=hours_to_minutes(contract.paid_hours_min),
        paid_minutes_max=hours_to_minutes(contract.paid_hours_max),
        shift_minutes_min=hours_to_minutes(contract.shift_hours_min),
        shift_minutes_max=hours_to_minutes(contract.shift_hours_max),
        shifts_max=contract.shifts_max,
        days_off_min=contract.days_off_min,
        consecutive_days_max=contract.consecutive_days_max,
        rest_minutes_min=hours_to_minutes(contract.rest_hours_min),
        templates=each.templates,
        availability=availability,
        leave=tuple(roster_check.Span(minute(a.start), minute(a.end)) for a in each.leave),
        last_shift_end_minute=None if last_end is None else minute(last_end),
        days_worked_run=each.days_worked_run,
        pinned=tuple(
            roster_check.Shift(
                minute(shift.start),
                minute(shift.end),
                shift.template,
                tuple(
                    roster_check.Break(b.name, minute(b.start), minute(b.end), b.paid)
                    for b in shift.breaks
                ),
            )
            for shift in each.pinned
        ),
    )
