"""The rosters of a site, and the shifts of one, as rows."""

from dataclasses import dataclass
from datetime import date, datetime

from floorwalker.duties.scheduling.models import Roster, Shift
from floorwalker.duties.scheduling.queries.roster_page import shifts_of, visible_roster
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of


@dataclass(frozen=True)
class RosterRow:
    """One roster of a week; `revision` counts its changes."""

    id: int
    week_starts_on: date
    state: str
    revision: int
    requirement_id: int
    gap_ratio: float | None
    created_at: datetime
    published_at: datetime | None


@dataclass(frozen=True)
class PauseRow:
    """A break or lunch inside a shift."""

    activity: str
    is_paid: bool
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ShiftRow:
    """One person's stretch of work; `version` counts its changes."""

    id: int
    person_id: int
    person: str
    team: str
    starts_at: datetime
    ends_at: datetime
    version: int
    pauses: tuple[PauseRow, ...]


def rosters_before(actor: Actor, *, before_id: int | None, count: int) -> tuple[RosterRow, ...]:
    """Return the rosters of the actor's site, newest first, below an id if one is given."""
    actor.require("see_plans")
    rosters = Roster.objects.filter(site=site_of(actor))
    if before_id is not None:
        rosters = rosters.filter(pk__lt=before_id)
    fields = ("pk", *tuple(RosterRow.__dataclass_fields__)[1:])
    return tuple(RosterRow(*row) for row in rosters.values_list(*fields)[:count])


def shift_rows(actor: Actor, *, roster_id: int) -> tuple[ShiftRow, ...]:
    """Return the shifts of a roster.

    Raises:
        NotFoundError: there is no such roster.
        NotPermittedError: it is of a site this actor may not see.
    """
    roster = visible_roster(actor, roster_id=roster_id)
    return tuple(shift_row(shift) for shift in shifts_of(roster))


def shift_row(shift: Shift) -> ShiftRow:
    """Return a shift as a row."""
    return ShiftRow(
        id=shift.pk,
        person_id=shift.person_id,
        person=shift.person.name,
        team=shift.person.team.name,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        version=shift.version,
        pauses=tuple(
            PauseRow(pause.activity, pause.is_paid, pause.starts_at, pause.ends_at)
            for pause in shift.activities.all()
        ),
    )
