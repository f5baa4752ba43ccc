"""Requirements: what the coming weeks need, and what it would be under other assumptions."""

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from floorwalker.duties.scheduling.queries.requirement_list import (
    RequirementRow,
    requirements_page,
)
from floorwalker.duties.scheduling.queries.requirement_pages import (
    RequirementPage,
    requirement_page,
)
from floorwalker.duties.scheduling.queries.what_if import Assumptions
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_after
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import ID_MAX, Day

SECONDS_MAX = 86_400

router = ApiRouter(tags=["requirements"])


class RequirementRowOut(Schema):
    """One week's newest requirement, in totals over its queues."""

    id: int
    week_starts_on: date
    week_ends_on: date
    contacts: float
    required_hours: float
    scheduled_hours: float
    shrinkage_ratio: float
    made_by: str
    made_at: datetime


class HoursOut(Schema):
    """Hours of people answering, and of people scheduled (with shrinkage on top)."""

    required: float
    scheduled: float


class LearnedShrinkageOut(Schema):
    """What the shrinkage was learned from: days of evidence, and the shares of causes."""

    days: int
    lead_days: int
    causes: dict[str, float]
    known_ratio: float
    by_day: list[float]


class QueueNeedOut(Schema):
    """One queue's week; `tried` are the hours under the assumptions sent."""

    id: int
    name: str
    contacts: float
    work_hours: float
    hours: HoursOut
    service_level: float | None
    abandonment: float | None
    occupancy: float | None
    forecast_id: int
    tried: HoursOut


class ServiceOut(Schema):
    """What the agents required would give, where the interval is one queue's.

    Deferred work has a `backlog`: contacts still open at the interval's end, none of them late.
    """

    aht_seconds: float
    service_level: float
    asa_seconds: float
    abandonment: float
    occupancy: float
    backlog: float | None


class IntervalNeedOut(Schema):
    """One interval of the day shown."""

    starts_at: datetime
    offered: float
    agents: int
    scheduled: float
    service: ServiceOut | None


class RequirementOut(Schema):
    """A week's need by queue, and the intervals of one day."""

    id: int
    week_starts_on: date
    week_ends_on: date
    made_by: str
    made_at: datetime
    newer_id: int | None
    shrinkage_ratio: float
    kept_days_ratio: float | None
    learned_shrinkage: LearnedShrinkageOut | None
    queues: list[QueueNeedOut]
    day: date
    intervals: list[IntervalNeedOut]
    is_what_if: bool


class RequirementWanted(Schema):
    """Which queue and day, and what to try instead of what was planned; shares from 0 to 1."""

    queue_id: int | None = Field(None, ge=1, le=ID_MAX)
    day: Day | None = None
    service_level: float | None = Field(None, ge=0.01, le=0.999)
    within_seconds: float | None = Field(None, ge=0, le=SECONDS_MAX)
    shrinkage_ratio: float | None = Field(None, ge=0, le=0.9)
    patience_seconds: float | None = Field(None, ge=0, le=SECONDS_MAX)


@router.read("/requirements", scope=Scope.PLANS_READ, answer=Page[RequirementRowOut])
def list_requirements(request: ActorRequest, wanted: PageWanted) -> PageOfRows[RequirementRow]:
    """List the newest requirement of each coming week."""
    rows = requirements_page(request.actor, at=clock.now()).rows
    return page_after(rows, wanted, key=lambda row: row.id)


@router.read("/requirements/{int:requirement_id}", scope=Scope.PLANS_READ, answer=RequirementOut)
def get_requirement(
    request: ActorRequest, requirement_id: int, wanted: Annotated[RequirementWanted, Query()]
) -> RequirementPage:
    """Return a week's need, of one queue or all, and what it would be under other assumptions."""
    return requirement_page(
        request.actor,
        requirement_id=requirement_id,
        queue_id=wanted.queue_id,
        day=wanted.day,
        assumptions=Assumptions(
            service_level=wanted.service_level,
            within_seconds=wanted.within_seconds,
            shrinkage_ratio=wanted.shrinkage_ratio,
            patience_seconds=wanted.patience_seconds,
        ),
    )
