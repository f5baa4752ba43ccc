"""From a roster problem file to the terms of the engine, and from its answer to the judge's."""

from collections.abc import Iterable
from datetime import date

from floorwalker.adapters.problem_files import roster as file
from floorwalker.adapters.problem_files._roster_terms import (
    as_terms,
    hours_to_minutes,
    minutes_of_day,
)
from floorwalker.engines import roster, roster_check


def as_engine_problem(problem: file.RosterProblemFile) -> roster.Problem:
    """What the engine solves.

    Raises:
        BadInputError: A name is unknown or a date lies outside; it names the JSON path.
    """
    terms = as_terms(problem)
    contracts = {each.name: _contract(each) for each in problem.contracts}
    return roster.Problem(
        days=problem.days,
        interval_minutes=problem.interval_minutes,
        queues=tuple(each.name for each in problem.queues),
        need=terms.need,
        templates=tuple(_template(each) for each in problem.templates),
        agents=tuple(
            _agent(
                each, terms.people[each.name], contracts[each.contract], first_day=problem.first_day
            )
            for each in problem.agents
        ),
        weights=roster.Weights(**problem.weights.model_dump()),
    )


def as_judged(shifts: Iterable[roster.PlannedShift]) -> tuple[roster_check.Shift, ...]:
    """The engine's shifts in the checker's terms."""
    return tuple(
        roster_check.Shift(
            each.start_minute,
            each.end_minute,
            each.template,
            tuple(
                roster_check.Break(b.name, b.start_minute, b.end_minute, b.paid)
                for b in each.breaks
            ),
        )
        for each in shifts
    )


def _contract(each: file.Contract) -> roster.Contract:
    return roster.Contract(
        paid_minutes_min=hours_to_minutes(each.paid_hours_min),
        paid_minutes_max=hours_to_minutes(each.paid_hours_max),
        shift_minutes_min=hours_to_minutes(each.shift_hours_min),
        shift_minutes_max=hours_to_minutes(each.shift_hours_max),
        shifts_max=each.shifts_max,
        days_off_min=each.days_off_min,
        consecutive_days_max=each.consecutive_days_max,
        rest_minutes_min=hours_to_minutes(each.rest_hours_min),
    )


def _template(each: file.Template) -> roster.ShiftTemplate:
    return roster.ShiftTemplate(
        name=each.name,
        earliest_start_minutes=minutes_of_day(each.earliest_start),
        latest_start_minutes=minutes_of_day(each.latest_start),
        lengths_minutes=each.lengths_minutes,
        start_step_minutes=each.start_step_minutes,
        breaks=tuple(roster.BreakRule(**rule.model_dump()) for rule in each.breaks),
        breaks_apart_minutes=each.breaks_apart_minutes,
    )


def _agent(
    each: file.Agent,
    person: roster_check.Person,
    contract: roster.Contract,
    *,
    first_day: date,
) -> roster.Agent:
    likes, preferred = each.preferred_start, None
    if likes is not None:
        preferred = roster.Window(minutes_of_day(likes.start), minutes_of_day(likes.end))
    return roster.Agent(
        name=each.name,
        queues=person.queues,
        contract=contract,
        templates=each.templates,
        availability=None if person.availability is None else _windows(person.availability),
        leave=_windows(person.leave),
        preferred_start=preferred,
        preference_weight=likes.weight if likes else 0.0,
        wished_days_off=tuple((day - first_day).days for day in each.wished_days_off),
        day_off_weight=each.day_off_weight,
        last_shift_end_minute=person.last_shift_end_minute,
        days_worked_run=each.days_worked_run,
        pinned=tuple(_planned(shift) for shift in person.pinned),
    )


def _windows(spans: tuple[roster_check.Span, ...]) -> tuple[roster.Window, ...]:
    return tuple(roster.Window(each.start_minute, each.end_minute) for each in spans)


def _planned(shift: roster_check.Shift) -> roster.PlannedShift:
    breaks = tuple(
        roster.PlannedBreak(b.name, b.start_minute, b.end_minute, b.paid) for b in shift.breaks
    )
    return roster.PlannedShift(shift.start_minute, shift.end_minute, shift.template, breaks)
