"""Rules that look at an agent's week; shifts come sorted by start."""

import itertools
from collections.abc import Iterator, Sequence

from floorwalker.engines.roster_check._terms import (
    DAY_MINUTES,
    BrokenRule,
    Shift,
    Terms,
    broken_at,
)


def skills(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """An agent with shifts can serve at least one queue, and only queues that exist."""
    queues = terms.people[agent].queues
    if shifts and not queues:
        yield BrokenRule("skills", agent, "none", None, 0, 1, "queues")
    for queue in queues:
        if not 0 <= queue < len(terms.need):
            yield BrokenRule("skills", agent, "unknown", None, queue, len(terms.need), "queue")


def overlap(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """A shift starts after the one before it has ended."""
    del terms
    for earlier, later in itertools.pairwise(shifts):
        gap = later.start_minute - earlier.end_minute
        if gap < 0:
            yield broken_at(later, "overlap", agent, "", gap, 0)


def rest(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """Enough time lies between a shift and the one before it, last week's included."""
    person = terms.people[agent]
    ended = person.last_shift_end_minute
    for shift in shifts:
        if ended is not None and shift.start_minute >= ended:
            found = shift.start_minute - ended
            if found < person.rest_minutes_min:
                yield broken_at(shift, "rest", agent, "", found, person.rest_minutes_min)
        elif ended is not None and shift is shifts[0]:
            yield broken_at(shift, "overlap", agent, "last_week", shift.start_minute - ended, 0)
        ended = shift.end_minute if ended is None else max(ended, shift.end_minute)


def hours_min(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """The paid time reaches what the contract guarantees."""
    found, limit = _paid_minutes(shifts), terms.people[agent].paid_minutes_min
    if found < limit:
        yield BrokenRule("hours_min", agent, "", None, found, limit, "minutes")


def hours_max(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """The paid time stays within the contract."""
    found, limit = _paid_minutes(shifts), terms.people[agent].paid_minutes_max
    if found > limit:
        yield BrokenRule("hours_max", agent, "", None, found, limit, "minutes")


def shifts_max(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """No more shifts than the contract allows."""
    limit = terms.people[agent].shifts_max
    if len(shifts) > limit:
        yield BrokenRule("shifts_max", agent, "", None, len(shifts), limit, "shifts")


def days_off_min(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """Enough days on which no shift starts."""
    found = terms.days - len({shift.day for shift in shifts})
    limit = min(terms.people[agent].days_off_min, terms.days)
    if found < limit:
        yield BrokenRule("days_off_min", agent, "", None, found, limit, "days")


def consecutive_days(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """No run of working days, those before the week counted, longer than allowed."""
    person = terms.people[agent]
    worked = {shift.day for shift in shifts}
    run = person.days_worked_run
    for day in range(terms.days + 1):
        if day in worked:
            run += 1
            continue
        limit = max(person.consecutive_days_max, person.days_worked_run if day == 0 else 0)
        if run > limit:
            start = max(0, day - run) * DAY_MINUTES
            found, most = run, person.consecutive_days_max
            yield BrokenRule("consecutive_days", agent, "", start, found, most, "days")
        run = 0


def pinned(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """Every pinned shift is there, unchanged."""
    for shift in terms.people[agent].pinned:
        if shift not in shifts:
            yield broken_at(shift, "pinned", agent, "changed", 0, 1, shift.template, unit="shifts")


def _paid_minutes(shifts: Sequence[Shift]) -> int:
    return sum(shift.paid_minutes for shift in shifts)
