"""Shift templates: forms of shift that rosters are made of."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from floorwalker.duties.scheduling.actions.define_shift_template import (
    Pause,
    TemplateTimes,
    define_shift_template,
)
from floorwalker.duties.scheduling.choices import Activity
from floorwalker.duties.scheduling.queries.queue_pages import TemplateRow, queues_page
from floorwalker.duties.scheduling.queries.shift_templates import (
    ShiftTemplatePage,
    shift_template_page,
)
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_after
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Flag, Name, Sent, Whole

Minutes = Annotated[Whole, Field(ge=0, le=1440)]

router = ApiRouter(tags=["shift templates"])


class PauseOut(Schema):
    """A break or lunch, and when it may begin, in minutes after the start of the shift."""

    activity: Activity
    minutes: int
    is_paid: bool
    after_minutes_earliest: int
    after_minutes_latest: int


class TimesOut(Schema):
    """When a shift may start (minutes of the day) and how long it may be."""

    start_minute_earliest: int
    start_minute_latest: int
    length_minutes_min: int
    length_minutes_max: int


class ShiftTemplateRowOut(Schema):
    """One template in the list."""

    id: int
    name: str


class ShiftTemplateOut(Schema):
    """One template."""

    id: int
    name: str
    times: TimesOut
    pauses: list[PauseOut]


class PauseIn(Sent):
    """A break or lunch, in quarter-hours."""

    activity: Activity = Activity.BREAK
    minutes: Minutes
    is_paid: Flag
    after_minutes_earliest: Minutes
    after_minutes_latest: Minutes


class TimesIn(Sent):
    """When a shift may start (minutes of the day) and how long it may be, in quarter-hours."""

    start_minute_earliest: Minutes
    start_minute_latest: Minutes
    length_minutes_min: Minutes
    length_minutes_max: Minutes


class ShiftTemplateChangeIn(Sent):
    """New times and pauses."""

    times: TimesIn
    pauses: list[PauseIn] = Field(max_length=10)


class ShiftTemplateIn(ShiftTemplateChangeIn):
    """A new template."""

    name: Name


@router.read("/shift-templates", scope=Scope.QUEUES_READ, answer=Page[ShiftTemplateRowOut])
def list_shift_templates(request: ActorRequest, wanted: PageWanted) -> PageOfRows[TemplateRow]:
    """List the shift templates of the site."""
    return page_after(queues_page(request.actor).templates, wanted, key=lambda row: row.id)


@router.read(
    "/shift-templates/{int:template_id}", scope=Scope.QUEUES_WRITE, answer=ShiftTemplateOut
)
def get_shift_template(request: ActorRequest, template_id: int) -> ShiftTemplatePage:
    """Return one template, for those who may plan."""
    return shift_template_page(request.actor, template_id=template_id)


@router.write("/shift-templates", scope=Scope.QUEUES_WRITE, answer=ShiftTemplateOut, status=201)
def add_shift_template(request: ActorRequest, body: ShiftTemplateIn) -> ShiftTemplatePage:
    """Add a template."""
    page = ShiftTemplatePage(None, body.name, site_of(request.actor), _times(body), ())
    return _define(request, page, body)


@router.write(
    "/shift-templates/{int:template_id}",
    scope=Scope.QUEUES_WRITE,
    answer=ShiftTemplateOut,
    method="PUT",
)
def change_shift_template(
    request: ActorRequest, template_id: int, body: ShiftTemplateChangeIn
) -> ShiftTemplatePage:
    """Change a template; shifts made of it stay."""
    page = shift_template_page(request.actor, template_id=template_id)
    return _define(request, page, body)


def _define(
    request: ActorRequest, page: ShiftTemplatePage, body: ShiftTemplateChangeIn
) -> ShiftTemplatePage:
    template = define_shift_template(
        request.actor,
        site=page.site,
        name=page.name,
        times=_times(body),
        pauses=[Pause(**pause.model_dump()) for pause in body.pauses],
        is_new=page.id is None,
        at=clock.now(),
    )
    return shift_template_page(request.actor, template_id=template.pk)


def _times(body: ShiftTemplateChangeIn) -> TemplateTimes:
    return TemplateTimes(**body.times.model_dump())
