"""Rosters made by hand: everybody of a site works the same hours, and no rule is broken."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from floorwalker.duties.scheduling.actions.add_usual_templates import add_usual_templates
from floorwalker.duties.scheduling.actions.store_rehearsal import store_rehearsal
from floorwalker.duties.scheduling.choices import Activity, RosterState
from floorwalker.duties.scheduling.models import Rehearsal, Roster, Shift, ShiftActivity, Twin
from floorwalker.duties.scheduling.week import MINUTES_PER_DAY, Week
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.people.models import Person, Site
from tests.builders.plans import MADE_AT, MONDAY, make_forecast, make_queue, make_requirement

PROGRAM = Actor.program("tests")
EIGHT, HALF_PAST_FOUR = 8 * 60, 16 * 60 + 30
WEEKDAYS = (0, 1, 2, 3, 4)
PAUSES = (
    (Activity.BREAK, 120, 15, True),
    (Activity.LUNCH, 240, 30, False),
    (Activity.BREAK, 360, 15, True),
)
"""What, minutes after the start, how long, paid: within the windows of the usual full day."""


def make_roster(
    site: Site,
    *,
    week_starts_on: date = MONDAY,
    state: RosterState = RosterState.DRAFT,
    days: Sequence[int] = WEEKDAYS,
    mean: float = 10.0,
) -> Roster:
    """Everybody works full days from 08:00 to 16:30; queues and forecasts are made when missing."""
    if not site.queues.exists():
        make_queue(site)
    for queue in site.queues.all():
        make_forecast(queue, week_starts_on=week_starts_on, days=7, mean=mean)
    add_usual_templates(PROGRAM, site=site, at=MADE_AT)
    roster = Roster.objects.create(
        site=site,
        week_starts_on=week_starts_on,
        requirement=make_requirement(site, week_starts_on=week_starts_on),
        state=state,
        created_at=MADE_AT,
    )
    people = Person.objects.filter(team__site=site)
    _make_shifts(roster, [(person, day) for person in people for day in days])
    return roster


def make_shift(
    roster: Roster,
    person: Person,
    *,
    day: int,
    start: int = EIGHT,
    end: int = HALF_PAST_FOUR,
    template: str = "Full day",
) -> Shift:
    """A shift with the usual three pauses; times are minutes of the day."""
    (shift,) = _make_shifts(roster, [(person, day)], start=start, end=end, template=template)
    return shift


def _make_shifts(
    roster: Roster,
    of: Sequence[tuple[Person, int]],
    *,
    start: int = EIGHT,
    end: int = HALF_PAST_FOUR,
    template: str = "Full day",
) -> list[Shift]:
    week = Week(roster.week_starts_on, roster.site.tzinfo)
    form = roster.site.shift_templates.get(name=template)
    shifts = Shift.objects.bulk_create(
        Shift(
            roster=roster,
            person=person,
            template=form,
            starts_at=week.moment(day * MINUTES_PER_DAY + start),
            ends_at=week.moment(day * MINUTES_PER_DAY + end),
        )
        for person, day in of
    )
    ShiftActivity.objects.bulk_create(
        ShiftActivity(
            shift=shift,
            activity=activity,
            is_paid=is_paid,
            starts_at=week.moment(day * MINUTES_PER_DAY + start + after),
            ends_at=week.moment(day * MINUTES_PER_DAY + start + after + minutes),
        )
        for shift, (_, day) in zip(shifts, of, strict=True)
        for activity, after, minutes, is_paid in PAUSES
    )
    return shifts


def shift_of(roster: Roster, person: Person, *, day: int = 0) -> Shift:
    """The shift that `make_roster` gave to a person on a day."""
    week = Week(roster.week_starts_on, roster.site.tzinfo)
    first = day * MINUTES_PER_DAY
    return roster.shifts.get(
        person=person,
        starts_at__gte=week.moment(first),
        starts_at__lt=week.moment(first + MINUTES_PER_DAY),
    )


def make_rehearsal(
    roster: Roster, *, service_level: float = 0.8, twin: Twin | None = None
) -> Rehearsal:
    """A stored rehearsal of the roster's revision, with the same service everywhere."""
    return store_rehearsal(
        PROGRAM,
        roster_id=roster.pk,
        revision=roster.revision,
        outcome=_outcome(roster, _service(service_level)),
        seed=1,
        replications=200,
        twin=twin,
        at=MADE_AT,
    )


def _service(level: float) -> dict[str, Any]:
    spread = {"mean": level, "low": level - 0.02, "high": level + 0.02}
    return {
        "offered": 100.0,
        "service_level": spread,
        "asa_seconds": {"mean": 12.0, "low": 10.0, "high": 14.0},
        "abandonment": {"mean": 0.03, "low": 0.02, "high": 0.04},
        "occupancy": {"mean": 0.8, "low": 0.79, "high": 0.81},
    }


def _outcome(roster: Roster, service: dict[str, Any]) -> dict[str, Any]:
    week = Week(roster.week_starts_on, roster.site.tzinfo)
    days = [{"day": day.isoformat(), **service} for day in week.days]
    noon = week.moment(12 * 60).isoformat()
    return {
        "replications": 200,
        "contacts": 20_000,
        "week": service,
        "days": days,
        "queues": [
            {
                "queue": queue.name,
                "week": service,
                "days": days,
                "intervals": [{"starts_at": noon, **service}],
            }
            for queue in roster.site.queues.all()
        ],
        "missing": [{"missing": n, "week": service, "days": days} for n in range(4)],
    }
