"""Rosters: look, rehearse, publish."""

from datetime import date, datetime

from django.http import HttpResponse
from ninja import Schema

from floorwalker.duties.scheduling.actions.publish_roster import publish_roster
from floorwalker.duties.scheduling.actions.start_rehearsal import start_rehearsal
from floorwalker.duties.scheduling.api.weeks import EstimateOut, PlanOut
from floorwalker.duties.scheduling.queries.rehearsal_page import RehearsalPage, rehearsal_page
from floorwalker.duties.scheduling.queries.roster_document import roster_document
from floorwalker.duties.scheduling.queries.roster_list import (
    RosterRow,
    ShiftRow,
    rosters_before,
    shift_rows,
)
from floorwalker.duties.scheduling.queries.roster_page import (
    RosterPage,
    roster_page,
    visible_roster,
)
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_after, page_of
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Day, Id, Sent
from floorwalker.foundation.documents import MEDIA_TYPE, as_answer

router = ApiRouter(tags=["rosters"])


class RosterRowOut(Schema):
    """One roster of a week; `revision` counts its changes."""

    id: int
    week_starts_on: date
    state: str
    revision: int
    requirement_id: int
    gap_ratio: float | None
    created_at: datetime
    published_at: datetime | None


class RosterOut(Schema):
    """One roster: what it costs, what it is short of, which rules are broken."""

    id: int
    site_name: str
    starts_on: date
    ends_on: date
    state: str
    revision: int
    people: int
    paid_hours: float
    short_hours: float
    over_hours: float
    gap_ratio: float | None
    broken_rules: list[str]
    conflicts: list[str]
    can_change: bool
    can_publish: bool
    can_rehearse: bool


class PauseRowOut(Schema):
    """A break or lunch inside a shift."""

    activity: str
    is_paid: bool
    starts_at: datetime
    ends_at: datetime


class ShiftOut(Schema):
    """One person's stretch of work; a change names the `version` it has seen."""

    id: int
    person_id: int
    person: str
    team: str
    starts_at: datetime
    ends_at: datetime
    version: int
    pauses: list[PauseRowOut]


class ServiceRowOut(Schema):
    """The service to expect of a queue or a day, or with people missing (`label`: how many)."""

    label: str
    day: date | None
    target: float | None
    offered: float
    service_level: EstimateOut | None
    asa_seconds: EstimateOut | None
    abandonment: EstimateOut | None
    occupancy: EstimateOut | None


class TwinSeenOut(Schema):
    """The twin that a rehearsal was played on; take care with figures of one that `failed`."""

    id: int
    verdict: str


class RehearsalOut(Schema):
    """One roster's newest rehearsal, if there is one (`created_at`).

    `assumed` names the queues that no twin knew: assumptions of the service target stood in there.
    """

    roster_id: int
    starts_on: date
    revision: int
    state: str
    created_at: datetime | None
    is_current: bool
    replications: int
    contacts: float
    twin: TwinSeenOut | None
    assumed: list[str]
    week: ServiceRowOut | None
    queues: list[ServiceRowOut]
    days: list[ServiceRowOut]
    missing: list[ServiceRowOut]
    running_job_ids: list[int]


class PublishIn(Sent):
    """The revision of the roster that was seen."""

    revision: Id


@router.read("/rosters", scope=Scope.PLANS_READ, answer=Page[RosterRowOut])
def list_rosters(request: ActorRequest, wanted: PageWanted) -> PageOfRows[RosterRow]:
    """List the rosters of the site, newest first."""
    rows = rosters_before(request.actor, before_id=wanted.id, count=wanted.limit + 1)
    return page_of(rows, key=lambda row: row.id, limit=wanted.limit)


@router.read("/rosters/{int:roster_id}", scope=Scope.PLANS_READ, answer=RosterOut)
def get_roster(request: ActorRequest, roster_id: int) -> RosterPage:
    """Return one roster."""
    return roster_page(request.actor, roster_id=roster_id, day=None, view="people")


@router.read("/rosters/{int:roster_id}/shifts", scope=Scope.PLANS_READ, answer=Page[ShiftOut])
def list_shifts(request: ActorRequest, roster_id: int, wanted: PageWanted) -> PageOfRows[ShiftRow]:
    """List the shifts of a roster."""
    rows = shift_rows(request.actor, roster_id=roster_id)
    return page_after(rows, wanted, key=lambda row: row.id)


@router.read(
    "/rosters/{int:roster_id}/roster.pdf",
    scope=Scope.PLANS_READ,
    answer=None,
    media_type=MEDIA_TYPE,
)
def get_roster_pdf(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Return a published roster for paper, in the language that is asked for."""
    return as_answer(roster_document(request.actor, roster_id=roster_id, at=clock.now()))


@router.read("/rosters/{int:roster_id}/rehearsal", scope=Scope.PLANS_READ, answer=RehearsalOut)
def get_rehearsal(request: ActorRequest, roster_id: int, day: Day | None = None) -> RehearsalPage:
    """Return what the newest rehearsal of a roster expects, over the week or on a day."""
    return rehearsal_page(request.actor, roster_id=roster_id, day=day)


@router.write(
    "/rosters/{int:roster_id}/rehearsal", scope=Scope.PLANS_WRITE, answer=PlanOut, status=202
)
def rehearse_roster(request: ActorRequest, roster_id: int) -> PlanOut:
    """Start a rehearsal of a roster as it is now."""
    roster = visible_roster(request.actor, roster_id=roster_id)
    job = start_rehearsal(request.actor, roster=roster, at=clock.now())
    return PlanOut(job_id=job.pk)


@router.write("/rosters/{int:roster_id}/publish", scope=Scope.PLANS_WRITE, answer=RosterOut)
def publish_one_roster(request: ActorRequest, roster_id: int, body: PublishIn) -> RosterPage:
    """Publish the revision of a roster that was seen: people work by it from now on."""
    publish_roster(request.actor, roster_id=roster_id, revision=body.revision, at=clock.now())
    return roster_page(request.actor, roster_id=roster_id, day=None, view="people")
