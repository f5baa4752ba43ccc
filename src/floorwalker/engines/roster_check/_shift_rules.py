"""Rules that look at one shift at a time; each reports every way it is broken."""

import itertools
from collections.abc import Iterator, Sequence

from floorwalker.engines.roster_check._terms import (
    DAY_MINUTES,
    AllowedShift,
    Break,
    BrokenRule,
    NeededBreak,
    Shift,
    Span,
    Terms,
    broken_at,
)


def period(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """A shift starts within the planned days and ends after it starts, within 24 hours."""
    end = terms.days * DAY_MINUTES
    for shift in shifts:
        if not 0 <= shift.start_minute < end:
            yield broken_at(shift, "period", agent, "outside", shift.start_minute, end)
        if not 0 < shift.length_minutes <= DAY_MINUTES:
            yield broken_at(shift, "period", agent, "length", shift.length_minutes, DAY_MINUTES)


def availability(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """A shift lies wholly in the time the agent is available."""
    spans = terms.people[agent].availability
    if spans is None:
        return
    for shift in shifts:
        outside = shift.length_minutes - _shared_minutes(shift, spans)
        if outside > 0:
            yield broken_at(shift, "availability", agent, "", outside, 0)


def leave(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """No shift touches the agent's leave."""
    for shift in shifts:
        shared = _shared_minutes(shift, terms.people[agent].leave)
        if shared > 0:
            yield broken_at(shift, "leave", agent, "", shared, 0)


def shift_length(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """A shift is neither shorter nor longer than the contract says."""
    person = terms.people[agent]
    for shift in shifts:
        if shift.length_minutes < person.shift_minutes_min:
            limit = person.shift_minutes_min
            yield broken_at(shift, "shift_length", agent, "short", shift.length_minutes, limit)
        if shift.length_minutes > person.shift_minutes_max:
            limit = person.shift_minutes_max
            yield broken_at(shift, "shift_length", agent, "long", shift.length_minutes, limit)


def template(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """A shift follows a template the agent may work: its starts, its steps, its lengths."""
    allowed = terms.people[agent].templates
    for shift in shifts:
        model = terms.templates.get(shift.template)
        if model is None:
            yield broken_at(shift, "template", agent, "unknown", 1, 0, shift.template)
            continue
        if allowed is not None and shift.template not in allowed:
            yield broken_at(shift, "template", agent, "not_allowed", 1, 0, shift.template)
        yield from _template_times(model, agent, shift)


def breaks(terms: Terms, agent: str, shifts: Sequence[Shift]) -> Iterator[BrokenRule]:
    """A shift holds the breaks its template asks for, each in its window, apart, and no others."""
    for shift in shifts:
        model = terms.templates.get(shift.template)
        if model is None:
            continue
        planned = sorted(shift.breaks, key=lambda each: each.start_minute)
        yield from _needed_breaks(model, agent, shift, list(planned))
        yield from _break_places(model, agent, shift, planned)


def _shared_minutes(shift: Shift, spans: Sequence[Span]) -> int:
    """Minutes of the shift inside the spans, which may overlap one another."""
    inside, reached = 0, shift.start_minute
    for span in sorted(spans, key=lambda each: each.start_minute):
        start, end = max(span.start_minute, reached), min(span.end_minute, shift.end_minute)
        if end > start:
            inside += end - start
            reached = end
    return inside


def _template_times(model: AllowedShift, agent: str, shift: Shift) -> Iterator[BrokenRule]:
    minute, name = shift.start_minute % DAY_MINUTES, shift.template
    earliest, latest = model.earliest_start_minutes, model.latest_start_minutes
    if minute < earliest:
        yield broken_at(shift, "template", agent, "starts_early", minute, earliest, name)
    elif minute > latest:
        yield broken_at(shift, "template", agent, "starts_late", minute, latest, name)
    elif off_step := (minute - earliest) % model.start_step_minutes:
        yield broken_at(shift, "template", agent, "start_step", off_step, 0, name)
    if shift.length_minutes not in model.lengths_minutes:
        nearest = min(model.lengths_minutes, key=lambda each: abs(each - shift.length_minutes))
        yield broken_at(shift, "template", agent, "length", shift.length_minutes, nearest, name)


def _needed_breaks(
    model: AllowedShift, agent: str, shift: Shift, left: list[Break]
) -> Iterator[BrokenRule]:
    for need in model.breaks:
        if not need.shift_minutes_min <= shift.length_minutes <= need.shift_minutes_max:
            continue
        planned = next((each for each in left if each.name == need.name), None)
        if planned is None:
            yield broken_at(shift, "breaks", agent, "missing", 0, need.minutes, need.name)
            continue
        left.remove(planned)
        yield from _one_break(need, planned, agent, shift)
    for extra in left:
        minutes = extra.end_minute - extra.start_minute
        yield broken_at(shift, "breaks", agent, "unexpected", minutes, 0, extra.name)


def _one_break(need: NeededBreak, planned: Break, agent: str, shift: Shift) -> Iterator[BrokenRule]:
    minutes = planned.end_minute - planned.start_minute
    if minutes != need.minutes:
        yield broken_at(shift, "breaks", agent, "length", minutes, need.minutes, need.name)
    if planned.paid != need.paid:
        yield broken_at(
            shift, "breaks", agent, "pay", planned.paid, need.paid, need.name, unit="paid"
        )
    after = planned.start_minute - shift.start_minute
    if after < need.earliest_start_minutes:
        limit = need.earliest_start_minutes
        yield broken_at(shift, "breaks", agent, "early", after, limit, need.name)
    if after > need.latest_start_minutes:
        limit = need.latest_start_minutes
        yield broken_at(shift, "breaks", agent, "late", after, limit, need.name)


def _break_places(
    model: AllowedShift, agent: str, shift: Shift, planned: list[Break]
) -> Iterator[BrokenRule]:
    for each in planned:
        outside = max(shift.start_minute - each.start_minute, each.end_minute - shift.end_minute)
        if outside > 0:
            yield broken_at(shift, "breaks", agent, "outside_shift", outside, 0, each.name)
    for earlier, later in itertools.pairwise(planned):
        gap = later.start_minute - earlier.end_minute
        if gap < model.breaks_apart_minutes:
            limit = model.breaks_apart_minutes
            yield broken_at(shift, "breaks", agent, "too_close", gap, limit, later.name)
