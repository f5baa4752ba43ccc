"""From a stored requirement and the site's people to the problem of a roster of the week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import (
    Leave,
    Requirement,
    Shift,
    ShiftTemplate,
)
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK, MINUTES_PER_DAY, Week
from floorwalker.engines import roster as engine
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import StateError
from floorwalker.foundation.people.models import Contract, Person, Site, Team

GRID_MINUTES = 15
LENGTH_STEP_MINUTES = 30
RUN_DAYS_LOOKED_BACK = 14


@dataclass(frozen=True)
class RosterFacts:
    """Everything a roster of a week is made from or judged by, in the engine's words.

    `problem.agents[i]` is `people[i]`, `problem.queues[j]` is `queues[j]`.
    """

    week: Week
    people: tuple[Person, ...]
    queues: tuple[Queue, ...]
    templates: tuple[ShiftTemplate, ...]
    problem: engine.Problem

    def name_of(self, agent: str) -> str:
        """Return the name of one of the problem's agents, or of somebody who left since."""
        known = self._names.get(agent)
        return known or Person.objects.values_list("name", flat=True).get(pk=int(agent))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {str(person.pk): person.name for person in self.people}


class Needed(Protocol):
    """What one queue needs in one interval: a stored row or one of a draft."""

    @property
    def queue_id(self) -> int:
        """The queue."""

    @property
    def starts_at(self) -> datetime:
        """The interval's start."""

    @property
    def scheduled(self) -> float:
        """Agents to schedule."""


def roster_facts(requirement: Requirement) -> RosterFacts:
    """Gather the problem of a stored requirement's week (see `gather_facts`)."""
    return gather_facts(
        requirement.site,
        week=Week(requirement.week_starts_on, requirement.site.tzinfo),
        needed=requirement.intervals.values_list(
            "queue_id", "starts_at", "scheduled", named=True
        ),  # plain rows: this runs at every drag of a shift
        interval_minutes=requirement.interval_minutes,
    )


def gather_facts(
    site: Site, *, week: Week, needed: Iterable[Needed], interval_minutes: int
) -> RosterFacts:
    """Gather who may work when, and who is needed when, in a week of a site.

    Raises:
        StateError: nobody can serve, or the site has no shift template.
    """
    queues = tuple(site.queues.filter(is_active=True).prefetch_related("required_skills"))
    people = tuple(
        Person.objects.active_on(week.starts_on)
        .filter(team__site=site)
        .select_related("contract", "team")
        .prefetch_related("skills", "availabilities")
        .order_by("name", "pk")
    )
    served = {person.pk: _queues_served(person, queues) for person in people}
    people = tuple(person for person in people if served[person.pk])
    templates = tuple(site.shift_templates.prefetch_related("breaks"))
    if not people or not templates:
        raise StateError(
            _("a roster needs people with the skills of a queue, and shift templates."),
            next_step=_("Import your agents' file, or add shift templates."),
        )
    past = _Past(site, week)
    agents = tuple(_agent(person, served[person.pk], past=past) for person in people)
    problem = engine.Problem(
        days=DAYS_PER_WEEK,
        interval_minutes=GRID_MINUTES,
        queues=tuple(queue.name for queue in queues),
        need=_need(needed, queues, week=week, interval_minutes=interval_minutes),
        templates=tuple(_template(template) for template in templates),
        agents=agents,
    )
    _let_go(people)
    return RosterFacts(
        week=week, people=people, queues=queues, templates=templates, problem=problem
    )


def _let_go(people: Sequence[Person]) -> None:
    """Drop what only the problem needed: facts are kept (judged_week.py) with a thousand people.

    Every object kept is one more that Python's garbage collector looks at while all pages wait.
    """
    teams: dict[int, Team] = {}
    for person in people:
        person._prefetched_objects_cache = {}  # type: ignore[attr-defined]
        person._state.fields_cache.pop("contract", None)
        person.team = teams.setdefault(person.team_id, person.team)


def _queues_served(person: Person, queues: Sequence[Queue]) -> tuple[int, ...]:
    skills = set(person.skills.all())
    return tuple(
        index for index, queue in enumerate(queues) if skills >= set(queue.required_skills.all())
    )


def _need(
    needed: Iterable[Needed], queues: Sequence[Queue], *, week: Week, interval_minutes: int
) -> npt.NDArray[np.float64]:
    """Return agents to schedule by queue and quarter-hour of the wall clock."""
    row_of = {queue.pk: row for row, queue in enumerate(queues)}
    need = np.zeros((len(queues), DAYS_PER_WEEK * MINUTES_PER_DAY // GRID_MINUTES))
    quarters = interval_minutes // GRID_MINUTES
    for interval in needed:
        if interval.queue_id in row_of:  # a queue that was closed since is no longer staffed
            first = week.minute(interval.starts_at) // GRID_MINUTES
            need[row_of[interval.queue_id], first : first + quarters] = interval.scheduled
    return need


def _template(template: ShiftTemplate) -> engine.ShiftTemplate:
    lengths = range(
        template.length_minutes_min, template.length_minutes_max + 1, LENGTH_STEP_MINUTES
    )
    return engine.ShiftTemplate(
        name=template.name,
        earliest_start_minutes=template.start_minute_earliest,
        latest_start_minutes=template.start_minute_latest,
        lengths_minutes=tuple(lengths),
        breaks=tuple(
            engine.BreakRule(
                name=pause.activity,
                minutes=pause.minutes,
                paid=pause.is_paid,
                earliest_start_minutes=pause.after_minutes_earliest,
                latest_start_minutes=pause.after_minutes_latest,
            )
            for pause in template.breaks.all()
        ),
    )


def _agent(person: Person, queues: tuple[int, ...], *, past: "_Past") -> engine.Agent:
    return engine.Agent(
        name=str(person.pk),
        queues=queues,
        contract=_contract(person),
        availability=_availability(person),
        leave=past.leave_of(person),
        last_shift_end_minute=past.last_end_of(person),
        days_worked_run=past.run_of(person),
    )


def _contract(person: Person) -> engine.Contract:
    agreed = getattr(person, "contract", None) or Contract()
    return engine.Contract(
        paid_minutes_min=_minutes(agreed.week_hours_min),
        paid_minutes_max=_minutes(agreed.week_hours_max),
        shift_minutes_min=_minutes(agreed.day_hours_min),
        shift_minutes_max=_minutes(agreed.day_hours_max),
        shifts_max=agreed.days_per_week_max,
        days_off_min=DAYS_PER_WEEK - agreed.days_per_week_max,
        consecutive_days_max=agreed.consecutive_days_max,
        rest_minutes_min=_minutes(agreed.rest_hours_min),
    )


def _minutes(hours: object) -> int:
    return round(float(str(hours)) * 60)


def _availability(person: Person) -> tuple[engine.Window, ...] | None:
    """Return the person's windows in the week; `None` (always) when none are noted."""
    windows = [
        engine.Window(
            row.weekday * MINUTES_PER_DAY + row.from_minute,
            row.weekday * MINUTES_PER_DAY + row.until_minute,
        )
        for row in person.availabilities.all()
    ]
    return tuple(sorted(windows, key=lambda window: window.start_minute)) or None


class _Past:
    """Leave in the week, and what was published for the days before it."""

    def __init__(self, site: Site, week: Week) -> None:
        self._week = week
        first, last = week.days[0], week.days[-1]
        self._leaves = list(
            Leave.objects.filter(person__team__site=site, starts_on__lte=last, ends_on__gte=first)
        )
        self._shifts = list(
            Shift.objects.filter(
                roster__site=site,
                roster__state=RosterState.PUBLISHED,
                starts_at__lt=week.starts_at,
                starts_at__gte=week.starts_at - timedelta(days=RUN_DAYS_LOOKED_BACK),
            )
        )

    def leave_of(self, person: Person) -> tuple[engine.Window, ...]:
        """Return the person's days away, and those after they have left, as windows of the week."""
        first, last = self._week.days[0], self._week.days[-1]
        away = [
            (max(first, leave.starts_on), min(last, leave.ends_on))
            for leave in self._leaves
            if leave.person_id == person.pk
        ]
        if person.inactive_from is not None and person.inactive_from <= last:
            away.append((person.inactive_from, last))
        return tuple(
            engine.Window(
                (starts_on - first).days * MINUTES_PER_DAY,
                ((ends_on - first).days + 1) * MINUTES_PER_DAY,
            )
            for starts_on, ends_on in away
        )

    def last_end_of(self, person: Person) -> int | None:
        """Return when the last shift before the week ends."""
        ends = [shift.ends_at for shift in self._shifts if shift.person_id == person.pk]
        return self._week.minute(max(ends)) if ends else None

    def run_of(self, person: Person) -> int:
        """Return how many days in a row were worked up to the day before the week."""
        zone = self._week.zone
        worked = {
            shift.starts_at.astimezone(zone).date()
            for shift in self._shifts
            if shift.person_id == person.pk
        }
        run, day = 0, self._week.starts_on - timedelta(days=1)
        while day in worked:
            run, day = run + 1, day - timedelta(days=1)
        return run
