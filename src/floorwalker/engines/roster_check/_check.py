"""All rules of a roster, one named function each, and the two ways to apply them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from floorwalker.engines.roster_check import _shift_rules, _week_rules
from floorwalker.engines.roster_check._terms import BrokenRule, Shift, Terms

Rule = Callable[[Terms, str, Sequence[Shift]], Iterator[BrokenRule]]

RULES: tuple[Rule, ...] = (
    _week_rules.skills,
    _shift_rules.period,
    _week_rules.overlap,
    _week_rules.rest,
    _shift_rules.availability,
    _shift_rules.leave,
    _week_rules.hours_min,
    _week_rules.hours_max,
    _shift_rules.shift_length,
    _shift_rules.template,
    _shift_rules.breaks,
    _week_rules.shifts_max,
    _week_rules.days_off_min,
    _week_rules.consecutive_days,
    _week_rules.pinned,
)


def check(terms: Terms, roster: Mapping[str, Sequence[Shift]]) -> tuple[BrokenRule, ...]:
    """Judge a whole roster: shifts by agent's name; an agent who is missing has no shifts.

    Returns:
        Every broken rule, by agent in the order of `terms.people`, then by rule.
    """
    broken = [
        BrokenRule("known_agent", name, "unknown", None, 1, 0, "agents")
        for name in roster
        if name not in terms.people
    ]
    for name in terms.people:
        broken += check_agent(terms, name, roster.get(name, ()))
    return tuple(broken)


def check_agent(terms: Terms, agent: str, shifts: Sequence[Shift]) -> tuple[BrokenRule, ...]:
    """Judge one agent's shifts, as after each hand edit."""
    ordered = sorted(shifts, key=lambda shift: (shift.start_minute, shift.end_minute))
    return tuple(broken for rule in RULES for broken in rule(terms, agent, ordered))
