"""Shrinkage and the lost time that it is learned from."""

from datetime import date
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from floorwalker.duties.scheduling.actions.import_lost_time import (
    LostTimeImported,
    import_lost_time,
)
from floorwalker.duties.scheduling.actions.record_lost_time import record_lost_time
from floorwalker.duties.scheduling.actions.remove_lost_time import remove_lost_time
from floorwalker.duties.scheduling.actions.set_usual_shrinkage import set_usual_shrinkage
from floorwalker.duties.scheduling.choices import LossCause
from floorwalker.duties.scheduling.queries.lost_time import (
    LostTimeRow,
    lost_time_after,
    lost_time_row,
)
from floorwalker.duties.scheduling.queries.shrinkage_page import (
    LEAD_DAYS_USUAL,
    ShrinkagePage,
    shrinkage_page,
)
from floorwalker.duties.scheduling.records import Loss, LostTimeFile
from floorwalker.duties.scheduling.records import LostTimeRow as Told
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_of
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Day, Id, Number, Sent, Text

SECONDS_PER_MINUTE = 60
MINUTES_MAX = 10_000_000
ROWS_MAX = 5000

Minutes = Annotated[Number, Field(ge=0, le=MINUTES_MAX)]

router = ApiRouter(tags=["shrinkage"])


class CauseOut(Schema):
    """One cause of the week's shrinkage."""

    cause: str
    is_planned: bool
    ratio: float


class DayOut(Schema):
    """What one day is planned with; 9 days of 10 lie from p05 to p95."""

    day: date
    lead_days: int
    ratio: float
    p05: float
    p95: float
    known_ratio: float


class LeadOut(Schema):
    """A usual day, by how far ahead it is planned; `team_…` is the band of a usual team."""

    lead_days: int
    ratio: float
    p05: float
    p95: float
    team_p05: float
    team_p95: float
    known_ratio: float


class ScoreOut(Schema):
    """How far off a method was in the past."""

    method: str
    error_ratio: float
    bias_ratio: float


class LearnedOut(Schema):
    """What is learned."""

    causes: list[CauseOut]
    days: list[DayOut]
    leads: list[LeadOut]
    team_people: int
    scores: list[ScoreOut]
    days_compared: int
    covered_ratio: float | None


class ShrinkageOut(Schema):
    """What a week that begins in so many days is planned with; `told` is null without evidence."""

    lead_days: int
    starts_on: date
    usual_ratio: float
    used_ratio: float
    days: int
    days_needed: int
    days_left_out: int
    last_day: date | None
    told: LearnedOut | None


class LostTimeOut(Schema):
    """One loss of somebody whom one leads or plans for."""

    id: int
    day: date
    whose: str
    cause: LossCause
    minutes: float
    known_on: date
    lead_days: int
    made_by: str


class ImportedOut(Schema):
    """What came of an import."""

    losses: int
    days: int
    paid_days: int


class ShrinkageWanted(Schema):
    """In how many days the week begins."""

    lead_days: int = Field(LEAD_DAYS_USUAL, ge=1, le=365)


class UsualIn(Sent):
    """The share to plan with while nothing is learned."""

    ratio: Annotated[Number, Field(ge=0, le=0.9)]


class LostTimeIn(Sent):
    """Time lost on a day: of a person, of a team, or of the site when neither is named."""

    day: Day
    cause: LossCause
    minutes: Minutes
    known_on: Day
    person_id: Id | None = None
    team_id: Id | None = None


class LineIn(Sent):
    """A loss as a file tells it: people by employee number or name, teams by name."""

    day: Day
    cause: Text
    minutes: Minutes
    known_on: Day | None = None
    person: Text = ""
    team: Text = ""


class PaidIn(Sent):
    """Paid minutes of all people on a day."""

    day: Day
    minutes: Minutes


class LinesIn(Sent):
    """Losses and paid time; all of it is stored, or nothing."""

    losses: list[LineIn] = Field(default_factory=list, max_length=ROWS_MAX)
    paid: list[PaidIn] = Field(default_factory=list, max_length=ROWS_MAX)


@router.read("/shrinkage", scope=Scope.PLANS_READ, answer=ShrinkageOut)
def get_shrinkage(
    request: ActorRequest, wanted: Annotated[ShrinkageWanted, Query()]
) -> ShrinkagePage:
    """Return what a week is planned with, by cause and lead time, and how good that is."""
    return shrinkage_page(request.actor, lead_days=wanted.lead_days, at=clock.now())


@router.write("/shrinkage/usual", scope=Scope.PLANS_WRITE, answer=ShrinkageOut, method="PUT")
def set_one_usual_shrinkage(request: ActorRequest, body: UsualIn) -> ShrinkagePage:
    """Say what counts while nothing is learned."""
    site = site_of(request.actor)
    set_usual_shrinkage(request.actor, site=site, ratio=body.ratio, at=clock.now())
    return shrinkage_page(request.actor, at=clock.now())


@router.read("/lost-time", scope=Scope.PLANS_WRITE, answer=Page[LostTimeOut])
def list_lost_time(request: ActorRequest, wanted: PageWanted) -> PageOfRows[LostTimeRow]:
    """List the lost time of those whom one leads or plans for."""
    rows = lost_time_after(request.actor, after_id=wanted.id, count=wanted.limit + 1)
    return page_of(rows, key=lambda row: row.id, limit=wanted.limit)


@router.write("/lost-time", scope=Scope.PLANS_WRITE, answer=LostTimeOut, status=201)
def record_one_lost_time(request: ActorRequest, body: LostTimeIn) -> LostTimeRow:
    """Record that time was lost, or will be."""
    loss = Loss(
        day=body.day,
        cause=body.cause,
        seconds=round(body.minutes * SECONDS_PER_MINUTE),
        known_on=body.known_on,
        person_id=body.person_id,
        team_id=body.team_id,
    )
    site = site_of(request.actor)
    return lost_time_row(record_lost_time(request.actor, site=site, loss=loss, at=clock.now()))


@router.write(
    "/lost-time/{int:lost_time_id}",
    scope=Scope.PLANS_WRITE,
    answer=None,
    status=204,
    method="DELETE",
)
def remove_one_lost_time(request: ActorRequest, lost_time_id: int) -> None:
    """Take a loss back."""
    remove_lost_time(request.actor, lost_time_id=lost_time_id, at=clock.now())


@router.write("/lost-time/import", scope=Scope.PLANS_WRITE, answer=ImportedOut)
def import_many_losses(request: ActorRequest, body: LinesIn) -> LostTimeImported:
    """Store losses and paid time, and correct what was stored of them before."""
    told = LostTimeFile(
        losses=tuple(
            Told(
                where=f"losses[{number}]",
                day=line.day,
                cause=line.cause,
                seconds=round(line.minutes * SECONDS_PER_MINUTE),
                known_on=line.known_on or line.day,
                person=line.person,
                team=line.team,
            )
            for number, line in enumerate(body.losses)
        ),
        paid_seconds={row.day: round(row.minutes * SECONDS_PER_MINUTE) for row in body.paid},
    )
    return import_lost_time(request.actor, site=site_of(request.actor), told=told, at=clock.now())
