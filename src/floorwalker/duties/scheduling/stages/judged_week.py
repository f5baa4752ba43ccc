"""A stored roster with its facts and judgement, kept in memory while nothing of it has changed.

To read and judge a week of a thousand people takes about a second; a page, or a shift that is
dragged, must not wait for it. Each process keeps the last few weeks it has judged. What is kept is
used only while the stamps of its facts and shifts are the database's own (_facts_stamp.py), so
whoever changes a person, a rule or a shift need not know of it.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from floorwalker.duties.scheduling.models import Roster, Shift, ShiftActivity
from floorwalker.duties.scheduling.stages._facts_stamp import facts_stamp, shifts_stamp
from floorwalker.duties.scheduling.stages.judging import Judgement, terms_of
from floorwalker.duties.scheduling.stages.rostering import RosterFacts, roster_facts
from floorwalker.duties.scheduling.week import Week
from floorwalker.engines import roster_check as judge

WEEKS_KEPT = 6

_Shifts = Mapping[str, Sequence[judge.Shift]]


@dataclass(frozen=True)
class JudgedWeek:
    """A roster's facts, its shifts by person (as the checker reads them), and its judgement."""

    facts: RosterFacts
    shifts: _Shifts
    judgement: Judgement
    facts_stamp: str
    shifts_stamp: str

    @property
    def people(self) -> int:
        """How many people have a shift."""
        return sum(1 for held in self.shifts.values() if held)

    @cached_property
    def paid_hours(self) -> float:
        """Hours of all shifts, without unpaid pauses."""
        return sum(s.paid_minutes for held in self.shifts.values() for s in held) / 60


_kept: dict[int, JudgedWeek] = {}
_judging = threading.RLock()
"""Many ask for the same week at once: one judges, the others wait for it."""


def judged_week(roster: Roster) -> JudgedWeek:
    """Return the roster as it is now, judged.

    Raises:
        StateError: nobody can serve any more, or the site has no shift template.
    """
    stamps = facts_stamp(roster), shifts_stamp(roster)
    found = _kept_if_same(roster, stamps)
    if found is not None:
        return found
    with _judging:
        found = _kept_if_same(roster, stamps) or _judge(roster, stamps)
        keep(roster, found)
    return found


def with_changed_person(before: JudgedWeek, roster: Roster, *, person_id: int) -> JudgedWeek:
    """Return the week after a change of one person's shifts, judged anew where that matters."""
    name = str(person_id)
    changed = _stored_shifts(roster, before.facts.week, person_id=person_id)
    shifts = {**before.shifts, name: changed.get(name, ())}
    terms = terms_of(before.facts)
    others = tuple(rule for rule in before.judgement.broken if rule.agent != name)
    own = judge.check(replace(terms, people=_only(terms, name)), {name: shifts[name]})
    return replace(
        before,
        shifts=shifts,
        judgement=Judgement(broken=others + own, coverage=judge.coverage(terms, shifts)),
        shifts_stamp=shifts_stamp(roster),
    )


def keep(roster: Roster, week: JudgedWeek) -> None:
    """Remember the week for the next who asks; the one kept longest is forgotten."""
    with _judging:
        _kept.pop(roster.pk, None)
        _kept[roster.pk] = week
        if len(_kept) > WEEKS_KEPT:
            del _kept[next(iter(_kept))]


def _kept_if_same(roster: Roster, stamps: tuple[str, str]) -> JudgedWeek | None:
    found = _kept.get(roster.pk)
    return found if found and (found.facts_stamp, found.shifts_stamp) == stamps else None


def _judge(roster: Roster, stamps: tuple[str, str]) -> JudgedWeek:
    facts = roster_facts(roster.requirement)
    shifts = _stored_shifts(roster, facts.week)
    terms = terms_of(facts)
    judgement = Judgement(judge.check(terms, shifts), judge.coverage(terms, shifts))
    return JudgedWeek(facts, shifts, judgement, *stamps)


def _only(terms: judge.Terms, name: str) -> dict[str, judge.Person]:
    return {name: terms.people[name]} if name in terms.people else {}


def _stored_shifts(roster: Roster, week: Week, *, person_id: int | None = None) -> _Shifts:
    """Read shifts as plain rows: five thousand objects would take longer than judging them."""
    shifts = Shift.objects.filter(roster=roster)
    if person_id is not None:
        shifts = shifts.filter(person=person_id)
    pauses: dict[int, list[judge.Break]] = {}
    minute = cache(week.minute)  # a week has few moments and many shifts
    for shift_id, name, starts_at, ends_at, is_paid in ShiftActivity.objects.filter(
        shift__in=shifts
    ).values_list("shift_id", "activity", "starts_at", "ends_at", "is_paid"):
        pause = judge.Break(name, minute(starts_at), minute(ends_at), is_paid)
        pauses.setdefault(shift_id, []).append(pause)
    found: dict[str, list[judge.Shift]] = {}
    for shift_id, person, starts_at, ends_at, template in shifts.values_list(
        "pk", "person_id", "starts_at", "ends_at", "template__name"
    ):
        found.setdefault(str(person), []).append(
            judge.Shift(
                start_minute=minute(starts_at),
                end_minute=minute(ends_at),
                template=template or "",
                breaks=tuple(pauses.get(shift_id, ())),
            )
        )
    return found
