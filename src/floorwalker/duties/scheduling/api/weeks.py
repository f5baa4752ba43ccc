"""Planning weeks, one's own week, and today."""

from datetime import date, datetime

from django.http import HttpResponse
from ninja import Schema

from floorwalker.duties.scheduling.actions.plan_week import plan_week
from floorwalker.duties.scheduling.queries.my_week import MyWeekPage, my_week_page
from floorwalker.duties.scheduling.queries.my_week_document import my_week_document
from floorwalker.duties.scheduling.queries.today import TodayPage, today_page
from floorwalker.duties.scheduling.queries.weeks import WeekRow, weeks_page
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_after
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Day, Flag, Sent
from floorwalker.foundation.documents import MEDIA_TYPE, as_answer

router = ApiRouter(tags=["weeks"])


class EstimateOut(Schema):
    """A mean, with the interval that holds the true one with 95 % confidence."""

    mean: float
    low: float
    high: float


class WeekOut(Schema):
    """One week: its newest requirement and roster, and what the rehearsal expects."""

    starts_on: date
    ends_on: date
    requirement_id: int | None
    roster_id: int | None
    state: str
    gap_ratio: float | None
    service_level: EstimateOut | None


class PlanIn(Sent):
    """Which week to plan (any day of it), and whether new forecasts are made first."""

    week_starts_on: Day
    with_forecast: Flag = False


class PlanOut(Schema):
    """The first job of the plan; each starts the next."""

    job_id: int


class OwnPauseOut(Schema):
    """A break or lunch."""

    label: str
    starts_at: datetime
    ends_at: datetime


class OwnDayOut(Schema):
    """One day; without a shift it is free."""

    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    pauses: list[OwnPauseOut]


class MyWeekOut(Schema):
    """Seven days as published, and their paid hours; without a person behind the account, none."""

    name: str = ""
    days: list[OwnDayOut] = []
    paid_hours: float = 0
    is_published: bool = False


class ShortStretchOut(Schema):
    """A queue short of people for a while."""

    queue: str
    starts_at: datetime
    ends_at: datetime
    agents: float


class TodayOut(Schema):
    """A day of the published roster: today, or the nearest one that is published."""

    site_name: str
    today: date
    day: date | None
    roster_id: int | None
    next_draft_id: int | None
    people: int
    at_work_now: int
    contacts_expected: float
    service_level: EstimateOut | None
    short_hours: float
    stretches: list[ShortStretchOut]
    running_job_ids: list[int]


@router.read("/weeks", scope=Scope.PLANS_READ, answer=Page[WeekOut])
def list_weeks(request: ActorRequest, wanted: PageWanted) -> PageOfRows[WeekRow]:
    """List the current week, those ahead, and any other with a roster, in order of time."""
    rows = weeks_page(request.actor, at=clock.now()).rows
    return page_after(rows, wanted, key=lambda week: week.starts_on.isoformat())


@router.write("/weeks", scope=Scope.PLANS_WRITE, answer=PlanOut, status=202)
def plan_one_week(request: ActorRequest, body: PlanIn) -> PlanOut:
    """Start the chain forecast, requirement, roster, rehearsal for a week."""
    request.actor.require("plan_week")
    job = plan_week(
        request.actor,
        site=site_of(request.actor),
        week_starts_on=body.week_starts_on,
        with_forecast=body.with_forecast,
        at=clock.now(),
    )
    return PlanOut(job_id=job.pk)


@router.read("/my-week", scope=Scope.PEOPLE_READ, answer=MyWeekOut)
def get_my_week(request: ActorRequest, day: Day | None = None) -> MyWeekPage | MyWeekOut:
    """Return the token's person's own week that holds the day, or now."""
    return my_week_page(request.actor, at=clock.now(), day=day) or MyWeekOut()


@router.read("/my-week.pdf", scope=Scope.PEOPLE_READ, answer=None, media_type=MEDIA_TYPE)
def get_my_week_pdf(request: ActorRequest, day: Day | None = None) -> HttpResponse:
    """Return the same for paper, in the language that is asked for."""
    return as_answer(my_week_document(request.actor, at=clock.now(), day=day))


@router.read("/today", scope=Scope.PLANS_READ, answer=TodayOut)
def get_today(request: ActorRequest, day: Day | None = None) -> TodayPage:
    """Return today's facts, or those of another day."""
    return today_page(request.actor, at=clock.now(), day=day)
