"""A week under other assumptions, and what certainty costs in it."""

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field, StrictFloat

from floorwalker.duties.scheduling.actions.staff_for_risk import staff_for_risk
from floorwalker.duties.scheduling.api.requirements import RequirementOut
from floorwalker.duties.scheduling.queries.price_list_page import PriceListPage, price_list_page
from floorwalker.duties.scheduling.queries.requirement_pages import (
    RequirementPage,
    requirement_page,
    visible_requirement,
)
from floorwalker.duties.scheduling.queries.what_if import Assumptions
from floorwalker.duties.scheduling.queries.what_if_board import WhatIfBoard, what_if_board
from floorwalker.duties.scheduling.queries.what_if_sliders import (
    ABSENT_PERCENT,
    CHANGE_PERCENT,
    KEPT_PERCENT,
    SliderValues,
)
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import ID_MAX, Sent

KEPT_LEAST, KEPT_MOST = 0.5, 0.99

router = ApiRouter(tags=["what if"])

_Change = Annotated[int | None, Field(ge=CHANGE_PERCENT[0], le=CHANGE_PERCENT[1])]


class NeedOut(Schema):
    """People needed: hours on queue, hours to schedule, and the most at once."""

    required: float
    scheduled: float
    peak: float
    peak_at: datetime


class GivenOut(Schema):
    """The service of some intervals; calm and busy: a day such as one in twenty."""

    contacts: float
    service_level: float
    service_level_calm: float
    service_level_busy: float
    asa_seconds: float | None
    abandonment: float
    occupancy: float


class DayIfSoOut(Schema):
    """One day: hours needed and service, as planned and if so."""

    day: date
    needed_planned: float
    needed: float
    planned: GivenOut
    if_so: GivenOut


class QueueIfSoOut(Schema):
    """One queue: hours needed and service, as planned and if so."""

    id: int
    name: str
    needed_planned: float
    needed: float
    planned: GivenOut
    if_so: GivenOut


class AnswerOut(Schema):
    """What the week would need, and what the people planned would give."""

    verdict: str
    need_planned: NeedOut
    need: NeedOut
    planned: GivenOut
    if_so: GivenOut
    days: list[DayIfSoOut]
    queues: list[QueueIfSoOut]


class WhatIfOut(Schema):
    """A week under other assumptions; without contacts there is no answer."""

    requirement_id: int
    week_starts_on: date
    people_of_several_queues: int | None
    answer: AnswerOut | None


class WhatIfWanted(Schema):
    """What differs from the plan, in whole percent; `kept`: days that keep the promise at least."""

    queue_id: int | None = Field(None, ge=1, le=ID_MAX)
    volume: _Change = None
    aht: _Change = None
    patience: _Change = None
    absent: int | None = Field(None, ge=ABSENT_PERCENT[0], le=ABSENT_PERCENT[1])
    kept: int | None = Field(None, ge=KEPT_PERCENT[0], le=KEPT_PERCENT[1])


class PriceOut(Schema):
    """What it costs that a share of days keeps the promise at least; null: the forecast itself."""

    kept_days_ratio: float | None
    hours: float
    scheduled_hours: float
    extra_ratio: float
    service_level: float
    days_below_target: float
    days_below_floor: float
    next_point_hours: float | None
    is_chosen: bool


class PriceListOut(Schema):
    """What certainty costs in one week; queues that nobody can tell it of are named."""

    requirement_id: int
    week_starts_on: date
    unsure_queues: list[str]
    lines: list[PriceOut]


class RiskIn(Sent):
    """The share of days that keep the promise at least; null: staff for the forecast itself."""

    kept_days_ratio: Annotated[StrictFloat, Field(ge=KEPT_LEAST, le=KEPT_MOST)] | None


@router.read("/requirements/{int:requirement_id}/what-if", scope=Scope.PLANS_READ, answer=WhatIfOut)
def get_what_if(
    request: ActorRequest, requirement_id: int, wanted: Annotated[WhatIfWanted, Query()]
) -> WhatIfBoard:
    """Return what a week would need under other assumptions, and what its people would give."""
    values = wanted.dict()
    return what_if_board(
        request.actor,
        requirement_id=requirement_id,
        queue_id=values.pop("queue_id"),
        weekday=None,
        tried=SliderValues(**values),
        at=clock.now(),
    )


@router.read(
    "/requirements/{int:requirement_id}/price-list", scope=Scope.PLANS_READ, answer=PriceListOut
)
def get_price_list(
    request: ActorRequest,
    requirement_id: int,
    queue_id: Annotated[int | None, Query(ge=1, le=ID_MAX)] = None,
) -> PriceListPage:
    """Return what certainty costs in a week, for one queue or all."""
    return price_list_page(request.actor, requirement_id=requirement_id, queue_id=queue_id)


@router.write(
    "/requirements/{int:requirement_id}/risk",
    scope=Scope.PLANS_WRITE,
    answer=RequirementOut,
    status=201,
)
def staff_week_for_risk(
    request: ActorRequest, requirement_id: int, body: RiskIn
) -> RequirementPage:
    """Store a new requirement of the same week, staffed for the risk; its next roster follows."""
    stored = staff_for_risk(
        request.actor,
        requirement=visible_requirement(request.actor, requirement_id=requirement_id),
        kept_days_ratio=body.kept_days_ratio,
        at=clock.now(),
    )
    return requirement_page(request.actor, requirement_id=stored.pk, assumptions=Assumptions())
