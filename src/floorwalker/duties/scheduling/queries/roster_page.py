"""The roster page: people or intervals of one day, what is short, what is broken."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Roster, Shift
from floorwalker.duties.scheduling.queries.grid import (
    grid_coverage,
    grid_days,
    grid_person,
    grid_shift,
    local_day,
)
from floorwalker.duties.scheduling.queries.people_shown import PeopleShown, people_shown
from floorwalker.duties.scheduling.queries.rehearsed_twin import is_twin_failed
from floorwalker.duties.scheduling.queries.roster_news import last_change_id
from floorwalker.duties.scheduling.rule_sentences import conflict_sentence, sentence
from floorwalker.duties.scheduling.stages.judged_week import JudgedWeek, judged_week
from floorwalker.duties.scheduling.stages.judging import Judgement
from floorwalker.duties.scheduling.stages.rostering import RosterFacts
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.ui.charts import CoverageChart, Interval
from floorwalker.foundation.ui.roster_grid import RosterGrid

WHOLE_WEEK = "week"
BROKEN_RULES_SHOWN_MAX = 100


@dataclass(frozen=True)
class DayTab:
    """A way to one day of the roster, with the people-hours it is short."""

    day: date
    is_current: bool
    short_hours: float


@dataclass(frozen=True)
class PersonShifts:
    """One person's shifts, for readers without the grid."""

    name: str
    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class RosterPage:
    """One roster, seen by person (grid, table) or by interval (charts), on one day or the week."""

    id: int
    site_name: str
    starts_on: date
    ends_on: date
    state: str
    state_label: str
    revision: int
    view: str
    day: date | None
    tabs: tuple[DayTab, ...]
    shown: PeopleShown
    people: int
    paid_hours: float
    short_hours: float
    over_hours: float
    gap_ratio: float | None
    broken_rules_count: int
    broken_rules: tuple[str, ...]
    conflicts: tuple[str, ...]
    grid: RosterGrid | None
    shift_table: tuple[PersonShifts, ...]
    charts: tuple[CoverageChart, ...]
    can_change: bool
    can_publish: bool
    can_rehearse: bool
    is_twin_failed: bool
    topic: str
    last_change_id: int


def roster_page(
    actor: Actor, *, roster_id: int, day: date | None, view: str, team_id: int | None = None
) -> RosterPage:
    """Return a roster; without a day the whole week by person, or the first day by interval.

    Raises:
        NotFoundError: there is no such roster, or the day or team is not in it.
        NotPermittedError: it is of a site this actor may not see.
    """
    roster = visible_roster(actor, roster_id=roster_id)
    judged = judged_week(roster)
    facts, judgement = judged.facts, judged.judgement
    if day is not None and day not in facts.week.days:
        raise NotFoundError(_("this roster does not hold that day."))
    by_interval = view == "intervals"
    if by_interval:
        day = day or facts.week.days[0]
    days = (day,) if day else facts.week.days
    shown = people_shown(actor, facts, team_id=team_id)
    shifts = [] if by_interval else shifts_of(roster, team_id=shown.team_id)
    site_id = roster.site_id
    return RosterPage(
        id=roster.pk,
        site_name=roster.site.name,
        starts_on=roster.week_starts_on,
        ends_on=facts.week.days[-1],
        state=roster.state,
        state_label=roster.get_state_display(),
        revision=roster.revision,
        view=view,
        day=day,
        tabs=_tabs(facts, judgement, day),
        shown=shown,
        people=judged.people,
        paid_hours=judged.paid_hours,
        short_hours=judgement.coverage.short_hours,
        over_hours=judgement.coverage.over_hours,
        gap_ratio=roster.gap_ratio,
        broken_rules_count=len(judgement.broken),
        broken_rules=_broken_rules(judged),
        conflicts=_conflicts(roster, facts),
        grid=None if by_interval else _grid(actor, judged, shown, shifts, days),
        shift_table=() if by_interval else _shift_table(shown, shifts),
        charts=_charts(facts, judgement, days) if by_interval else (),
        can_change=actor.may("change_shift", site_id=site_id),
        can_publish=(
            actor.may("publish_roster", site_id=site_id) and roster.state == RosterState.REHEARSED
        ),
        can_rehearse=actor.may("plan_week", site_id=site_id),
        is_twin_failed=roster.state == RosterState.REHEARSED and is_twin_failed(roster),
        topic=f"site/{site_id}/rosters/{roster.pk}",
        last_change_id=last_change_id(roster),
    )


def _broken_rules(judged: JudgedWeek) -> tuple[str, ...]:
    """Say the first of the broken rules; a roster that breaks more is not mended from a list."""
    facts = judged.facts
    return tuple(
        sentence(rule, name=facts.name_of(rule.agent), week=facts.week)
        for rule in judged.judgement.broken[:BROKEN_RULES_SHOWN_MAX]
    )


def _conflicts(roster: Roster, facts: RosterFacts) -> tuple[str, ...]:
    """Say whose own rules cannot all hold, and which one would have to give."""
    return tuple(
        conflict_sentence(
            facts.name_of(str(found["person_id"])), found["rules"], found["mended_by"]
        )
        for found in roster.explanation.get("conflicts", ())
    )


def visible_roster(actor: Actor, *, roster_id: int) -> Roster:
    """Return a roster this actor may see.

    Raises:
        NotFoundError: there is none.
        NotPermittedError: it is of a site this actor may not see.
    """
    roster = Roster.objects.select_related("site", "requirement__site").filter(pk=roster_id).first()
    if roster is None:
        raise NotFoundError(_("there is no such roster."))
    actor.require("see_plans", site_id=roster.site_id)
    return roster


def shifts_of(roster: Roster, *, team_id: int | None = None) -> list[Shift]:
    """Return the roster's shifts, of one team or of all, with everything that is shown of them."""
    shifts = roster.shifts.select_related("person__team", "template")
    if team_id is not None:
        shifts = shifts.filter(person__team=team_id)
    return list(shifts.prefetch_related("activities"))


def _tabs(facts: RosterFacts, judgement: Judgement, current: date | None) -> tuple[DayTab, ...]:
    under = judgement.coverage.under
    hours = judgement.coverage.interval_minutes / 60
    per_day = under.shape[1] // len(facts.week.days)
    return tuple(
        DayTab(
            day=day,
            is_current=day == current,
            short_hours=float(under[:, i * per_day : (i + 1) * per_day].sum()) * hours,
        )
        for i, day in enumerate(facts.week.days)
    )


def _grid(
    actor: Actor,
    judged: JudgedWeek,
    shown: PeopleShown,
    shifts: list[Shift],
    days: tuple[date, ...],
) -> RosterGrid:
    zone = judged.facts.week.zone
    of_days = [shift for shift in shifts if local_day(shift, zone) in days]
    return RosterGrid(
        days=tuple(grid_days(judged.facts, days, of_days)),
        people=tuple(grid_person(person) for person in _everybody(shown, of_days)),
        shifts=tuple(
            grid_shift(shift, zone, is_locked=not _may_change(actor, shift)) for shift in of_days
        ),
        coverage=grid_coverage(judged.facts, judged.judgement, days),
    )


def _shift_table(shown: PeopleShown, shifts: list[Shift]) -> tuple[PersonShifts, ...]:
    held: dict[int, list[Shift]] = {}
    for shift in shifts:
        held.setdefault(shift.person_id, []).append(shift)
    return tuple(
        PersonShifts(name=person.name, shifts=tuple(held.get(person.pk, ())))
        for person in _everybody(shown, shifts)
    )


def _everybody(shown: PeopleShown, shifts: list[Shift]) -> list[Person]:
    """Return whoever may be planned, then who has left and still holds shifts: to be given away."""
    known = {person.pk for person in shown.people}
    left = {shift.person_id: shift.person for shift in shifts if shift.person_id not in known}
    return [*shown.people, *left.values()]


def _may_change(actor: Actor, shift: Shift) -> bool:
    team = shift.person.team
    return actor.may("change_shift", site_id=team.site_id, team_id=team.pk)


def _charts(
    facts: RosterFacts, judgement: Judgement, days: tuple[date, ...]
) -> tuple[CoverageChart, ...]:
    coverage = judgement.coverage
    per_day = coverage.under.shape[1] // len(facts.week.days)
    columns = [
        (day - facts.week.starts_on).days * per_day + slot
        for day in days
        for slot in range(per_day)
    ]
    return tuple(
        CoverageChart(
            id=f"coverage-{queue.pk}",
            title=queue.name,
            interval_minutes=coverage.interval_minutes,
            intervals=[
                Interval(
                    starts_at=facts.week.moment(column * coverage.interval_minutes),
                    required=float(coverage.required[row, column]),
                    scheduled=float(coverage.scheduled[row, column]),
                )
                for column in _span(columns, coverage.required[row] + coverage.scheduled[row])
            ],
        )
        for row, queue in enumerate(facts.queues)
    )


def _span(columns: list[int], people: npt.NDArray[np.float64]) -> list[int]:
    """Return the columns from the first to the last in which anybody is needed or there."""
    busy = [column for column in columns if people[column] > 0]
    return [column for column in columns if busy and busy[0] <= column <= busy[-1]]
