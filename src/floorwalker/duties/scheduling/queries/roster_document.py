"""A published roster as a document for the wall, team by team."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Shift
from floorwalker.duties.scheduling.queries.grid import elapsed_minutes, local_day
from floorwalker.duties.scheduling.queries.roster_page import shifts_of, visible_roster
from floorwalker.duties.scheduling.week import MINUTES_PER_DAY, Week
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.documents import Document, make_document
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Person

TEMPLATE = "duties/scheduling/templates/scheduling/roster.typ"


@dataclass(frozen=True)
class _Span:
    """The minutes of a day that the bars show: the same for every day of the week."""

    start_minute: int
    minutes: int


def roster_document(actor: Actor, *, roster_id: int, at: datetime) -> Document:
    """Return a published roster for paper.

    Raises:
        NotFoundError: there is no such roster, or it is not published.
        NotPermittedError: it is of a site this actor may not see.
    """
    roster = visible_roster(actor, roster_id=roster_id)
    if roster.state != RosterState.PUBLISHED:
        raise NotFoundError(
            _("this roster is not published: nobody works by it yet."),
            next_step=_("Publish it, then print it."),
        )
    week = Week(roster.week_starts_on, roster.site.tzinfo)
    ends = {"start": date_format(week.days[0], "j F"), "end": date_format(week.days[-1], "j F Y")}
    return make_document(
        TEMPLATE,
        file_name=f"roster-{week.starts_on}.pdf",
        site=roster.site.name,
        title=_("Roster, %(start)s to %(end)s") % ends,
        data={
            "columns": [_("Person"), *(date_format(d, "D j") for d in week.days), _("Hours")],
            "free": _("Free"),
            "teams": _teams(shifts_of(roster), week),
        },
        at=at.astimezone(week.zone),
    )


def _teams(shifts: list[Shift], week: Week) -> list[dict[str, object]]:
    held: dict[Person, list[Shift]] = defaultdict(list)
    for shift in shifts:
        held[shift.person].append(shift)
    people = sorted(held, key=lambda person: (person.team.name, person.team_id, person.name))
    span = _span(shifts, week)
    return [
        {"name": team.name, "people": [_person(p, held[p], week, span) for p in members]}
        for team, members in groupby(people, key=lambda person: person.team)
    ]


def _person(person: Person, shifts: Sequence[Shift], week: Week, span: _Span) -> dict[str, object]:
    days: dict[object, list[Shift]] = {day: [] for day in week.days}
    for shift in shifts:
        days[local_day(shift, week.zone)].append(shift)
    return {
        "name": person.name,
        "days": [[_bar(shift, week, span) for shift in held] for held in days.values()],
        "hours": floatformat(sum(shift.paid_hours for shift in shifts), "-2"),
    }


def _bar(shift: Shift, week: Week, span: _Span) -> dict[str, object]:
    start, end = _minutes(shift, week)
    local = [moment.astimezone(week.zone) for moment in (shift.starts_at, shift.ends_at)]
    return {
        "times": "–".join(time_format(moment, "TIME_FORMAT") for moment in local),
        "start": (start - span.start_minute) / span.minutes,
        "length": (end - start) / span.minutes,
    }


def _span(shifts: list[Shift], week: Week) -> _Span:
    minutes = [_minutes(shift, week) for shift in shifts]
    start = min((start for start, _end in minutes), default=0)
    end = max((end for _start, end in minutes), default=MINUTES_PER_DAY)
    return _Span(start, end - start)


def _minutes(shift: Shift, week: Week) -> tuple[int, int]:
    day = local_day(shift, week.zone)
    return (
        elapsed_minutes(shift.starts_at, day, week.zone),
        elapsed_minutes(shift.ends_at, day, week.zone),
    )
