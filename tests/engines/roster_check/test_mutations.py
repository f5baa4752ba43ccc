"""Good rosters from the engine, each spoiled in one known way: the checker names that way."""

from dataclasses import replace

import pytest
from tests.engines.roster.builders import judged_roster, random_problem, terms_of

from floorwalker.engines import roster
from floorwalker.engines.roster_check import Break, Shift, Span, check


def moved(shift: Shift, minutes: int) -> Shift:
    breaks = tuple(
        replace(b, start_minute=b.start_minute + minutes, end_minute=b.end_minute + minutes)
        for b in shift.breaks
    )
    start, end = shift.start_minute + minutes, shift.end_minute + minutes
    return replace(shift, start_minute=start, end_minute=end, breaks=breaks)


SPOILED_SHIFTS = {
    "a minute late": ("template", lambda s: [moved(s, 1)]),
    "a minute longer": ("template", lambda s: [replace(s, end_minute=s.end_minute + 1)]),
    "half a year later": ("period", lambda s: [moved(s, 180 * 1440)]),
    "twice": ("overlap", lambda s: [s, s]),
    "of no template": ("template", lambda s: [replace(s, template="none")]),
    "with a stray break": (
        "breaks",
        lambda s: [
            replace(
                s,
                breaks=(
                    *s.breaks,
                    Break("nap", s.end_minute - 5, s.end_minute, paid=True),
                ),
            )
        ],
    ),
}
SPOILED_BREAKS = {
    "left out": lambda b: [],
    "unpaid for paid": lambda b: [replace(b, paid=not b.paid)],
    "a day late": lambda b: [
        replace(b, start_minute=b.start_minute + 1440, end_minute=b.end_minute + 1440)
    ],
    "longer": lambda b: [replace(b, end_minute=b.end_minute + 1)],
}
SPOILED_RULES = {
    "leave": lambda p, s: replace(p, leave=(Span(s.end_minute - 1, s.end_minute),)),
    "availability": lambda p, s: replace(p, availability=(Span(0, s.end_minute - 1),)),
    "hours_max": lambda p, s: replace(p, paid_minutes_max=s.paid_minutes - 1),
    "shifts_max": lambda p, s: replace(p, shifts_max=0),
    "shift_length": lambda p, s: replace(p, shift_minutes_min=s.length_minutes + 1),
    "consecutive_days": lambda p, s: replace(p, consecutive_days_max=0),
    "skills": lambda p, s: replace(p, queues=()),
    "pinned": lambda p, s: replace(p, pinned=(moved(s, 1),)),
    "rest": lambda p, s: replace(p, last_shift_end_minute=s.start_minute - 60, rest_minutes_min=61),
}


@pytest.fixture(scope="module", params=range(6))
def solved(request):
    """A random problem in the checker's terms, its roster without a flaw, and a first shift."""
    for seed in range(request.param, 1000, 6):
        posed = random_problem(seed)
        terms = terms_of(posed)
        shifts = judged_roster(posed, roster.solve(posed, iterations_max=2))
        broken = {b.agent for b in check(terms, shifts)}
        for name, mine in shifts.items():
            if name not in broken and mine and mine[0].breaks:
                return terms, shifts, name
    raise AssertionError("no roster with breaks")


def rules_broken(terms, shifts, name):
    return {broken.rule for broken in check(terms, shifts) if broken.agent == name}


@pytest.mark.parametrize("how", SPOILED_SHIFTS)
def test_a_spoiled_shift_is_caught(solved, how):
    terms, shifts, name = solved
    rule, spoil = SPOILED_SHIFTS[how]
    first, *others = shifts[name]
    assert rule in rules_broken(terms, shifts | {name: [*spoil(first), *others]}, name)


@pytest.mark.parametrize("how", SPOILED_BREAKS)
def test_a_spoiled_break_is_caught(solved, how):
    terms, shifts, name = solved
    first, *others = shifts[name]
    head, *tail = first.breaks
    spoiled = replace(first, breaks=(*SPOILED_BREAKS[how](head), *tail))
    assert "breaks" in rules_broken(terms, shifts | {name: [spoiled, *others]}, name)


@pytest.mark.parametrize("rule", SPOILED_RULES)
def test_a_roster_made_for_other_rules_is_caught(solved, rule):
    terms, shifts, name = solved
    person = SPOILED_RULES[rule](terms.people[name], shifts[name][0])
    changed = replace(terms, people=terms.people | {name: person})
    assert rule in rules_broken(changed, shifts, name)
