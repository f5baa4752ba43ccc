"""Queues: what each promises and who may serve it; facts of the site."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from floorwalker.duties.scheduling.queries.queue_pages import QueueRow, queue_page, queues_page
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_after
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Flag, Name, Number, Sent, Text, Whole
from floorwalker.foundation.demand.actions.define_queue import (
    DUE_SECONDS_MAX,
    SECONDS_MAX,
    Promise,
    define_queue,
)
from floorwalker.foundation.demand.actions.set_opening_hours import set_opening_hours
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.demand.opening_hours import OpenDay
from floorwalker.foundation.people.actions.change_site import SiteFacts, change_site

Seconds = Annotated[Whole, Field(ge=0, le=SECONDS_MAX)]
Letters = Annotated[str, Field(pattern=r"^[A-Za-z]{0,3}$")]

router = ApiRouter(tags=["queues"])


class TargetOut(Schema):
    """What the queue promises and what planning assumes; shares are from 0 to 1."""

    service_level: float
    within_seconds: int
    occupancy_max: float
    patience_seconds: int | None
    short_abandon_seconds: int
    handle_seconds_default: int


class QueueOut(Schema):
    """One queue, the skills it asks for, and how many people have them all."""

    id: int
    name: str
    channel: str
    is_active: bool
    target: TargetOut
    skills: list[str]
    people: int


class OpenDayOut(Schema):
    """When the queue is open on a weekday (Monday is 0), in minutes of the local day."""

    weekday: int
    from_minute: int
    until_minute: int


class OpeningHoursOut(Schema):
    """The hours entered; an empty list when they are learned from the history."""

    days: list[OpenDayOut]


class OpenDayIn(Sent):
    """When the queue is open on a weekday (Monday is 0), in minutes of the local day."""

    weekday: Annotated[Whole, Field(ge=0, le=6)]
    from_minute: Annotated[Whole, Field(ge=0, lt=1440, multiple_of=5)]
    until_minute: Annotated[Whole, Field(gt=0, le=1440, multiple_of=5)]


class OpeningHoursIn(Sent):
    """The days on which the queue is open; none at all to learn them from the history."""

    days: list[OpenDayIn] = Field(max_length=7)


class TargetIn(Sent):
    """The promise, and what planning assumes; patience is the mean wait until giving up.

    Of e-mail and letters, `within_seconds` is the due time in opening hours, up to 30 days.
    """

    service_level: Annotated[Number, Field(gt=0, lt=1)]
    within_seconds: Annotated[Whole, Field(ge=0, le=DUE_SECONDS_MAX)]
    occupancy_max: Annotated[Number, Field(gt=0, le=1)] = 0.9
    patience_seconds: Annotated[Whole, Field(ge=1, le=SECONDS_MAX)] | None = None
    short_abandon_seconds: Seconds = 5
    handle_seconds_default: Annotated[Whole, Field(ge=1, le=SECONDS_MAX)] = 300


class QueueIn(Sent):
    """What a queue promises, the skills it asks for, and whether it is planned."""

    target: TargetIn
    skills: list[Name] = Field(max_length=100)
    channel: Channel = Channel.PHONE
    is_active: Flag = True


class SiteOut(Schema):
    """The site's name, its clock, and whose public holidays it keeps."""

    name: str
    zone: str
    country: str
    province: str
    is_federal_employer: bool


class SiteIn(Sent):
    """New facts of the site; country and province may be empty.

    A federal employer keeps its country's federal holidays instead of the province's.
    """

    name: Name
    zone: Text
    country: Letters = ""
    province: Letters = ""
    is_federal_employer: Flag = False


@router.read("/queues", scope=Scope.QUEUES_READ, answer=Page[QueueOut])
def list_queues(request: ActorRequest, wanted: PageWanted) -> PageOfRows[QueueRow]:
    """List the queues of the site, also those out of use."""
    page = queues_page(request.actor)
    return page_after([*page.queues, *page.closed], wanted, key=lambda queue: queue.id)


@router.read("/queues/{int:queue_id}", scope=Scope.QUEUES_READ, answer=QueueOut)
def get_queue(request: ActorRequest, queue_id: int) -> QueueRow:
    """Return one queue."""
    return queue_page(request.actor, queue_id=queue_id).queue


@router.write("/queues/{int:queue_id}", scope=Scope.QUEUES_WRITE, answer=QueueOut, method="PUT")
def define_one_queue(request: ActorRequest, queue_id: int, body: QueueIn) -> QueueRow:
    """Say what a queue promises and who may serve it."""
    page = queue_page(request.actor, queue_id=queue_id)
    define_queue(
        request.actor,
        site=page.site,
        name=page.queue.name,
        required_skills=body.skills,
        promise=Promise(**body.target.model_dump()),
        channel=body.channel,
        is_active=body.is_active,
        at=clock.now(),
    )
    return queue_page(request.actor, queue_id=queue_id).queue


@router.read(
    "/queues/{int:queue_id}/opening-hours", scope=Scope.QUEUES_READ, answer=OpeningHoursOut
)
def get_opening_hours(request: ActorRequest, queue_id: int) -> dict[str, tuple[OpenDay, ...]]:
    """Return the opening hours entered for a queue."""
    return {"days": queue_page(request.actor, queue_id=queue_id).opening_hours}


@router.write(
    "/queues/{int:queue_id}/opening-hours",
    scope=Scope.QUEUES_WRITE,
    answer=OpeningHoursOut,
    method="PUT",
)
def set_one_queues_hours(
    request: ActorRequest, queue_id: int, body: OpeningHoursIn
) -> dict[str, tuple[OpenDay, ...]]:
    """Say when a queue is open; nothing is forecast or required outside."""
    days = [OpenDay(**day.model_dump()) for day in body.days]
    return {"days": set_opening_hours(request.actor, queue_id=queue_id, days=days, at=clock.now())}


@router.read("/site", scope=Scope.PEOPLE_READ, answer=SiteOut)
def get_site(request: ActorRequest) -> SiteFacts:
    """Return the facts of the site that the token's person works at."""
    return queues_page(request.actor).site


@router.write("/site", scope=Scope.PEOPLE_WRITE, answer=SiteOut, method="PUT")
def change_one_site(request: ActorRequest, body: SiteIn) -> SiteFacts:
    """Change the facts of the site that the token's person works at."""
    facts = SiteFacts(
        body.name,
        body.zone,
        body.country.upper(),
        body.province.upper(),
        body.is_federal_employer,
    )
    site = site_of(request.actor)
    change_site(request.actor, site_id=site.pk, facts=facts, at=clock.now())
    return facts
