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
from floorwalker.foundation.demand.actions.define_queue import SECONDS_MAX, Promise, define_queue
from floorwalker.foundation.demand.choices import Channel
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


class TargetIn(Sent):
    """The promise, and what planning assumes; patience is the mean wait until giving up."""

    service_level: Annotated[Number, Field(gt=0, lt=1)]
    within_seconds: Seconds
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


class SiteIn(Sent):
    """New facts of the site; country and province may be empty."""

    name: Name
    zone: Text
    country: Letters = ""
    province: Letters = ""


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


@router.read("/site", scope=Scope.PEOPLE_READ, answer=SiteOut)
def get_site(request: ActorRequest) -> SiteFacts:
    """Return the facts of the site that the token's person works at."""
    return queues_page(request.actor).site


@router.write("/site", scope=Scope.PEOPLE_WRITE, answer=SiteOut, method="PUT")
def change_one_site(request: ActorRequest, body: SiteIn) -> SiteFacts:
    """Change the facts of the site that the token's person works at."""
    facts = SiteFacts(body.name, body.zone, body.country.upper(), body.province.upper())
    site = site_of(request.actor)
    change_site(request.actor, site_id=site.pk, facts=facts, at=clock.now())
    return facts
