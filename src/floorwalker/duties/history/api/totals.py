"""What happened: the queues that have a history, and their sums by day and by interval."""

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from floorwalker.duties.history import queries
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, Where, page_after
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import ID_MAX, Day
from floorwalker.foundation.errors import BadInputError

DAYS_MAX = 400
INTERVAL_DAYS_MAX = 35

router = ApiRouter(tags=["history"])


class QueueSpanOut(Schema):
    """What is known of one queue; `abandonment` is a share from 0 to 1."""

    queue_id: int
    queue: str
    first_day: date
    last_day: date
    days: int
    offered: int
    aht_seconds: float | None
    abandonment: float | None


class DayTotalOut(Schema):
    """One queue's sums over one local day; null where the source does not tell."""

    queue_id: int
    day: date
    offered: int
    answered: int | None
    abandoned: int | None
    short_abandoned: int | None
    handled: int | None
    handle_seconds: int | None
    wait_seconds: int | None


class IntervalTotalOut(Schema):
    """One queue's sums over one interval; null where the source does not tell."""

    queue_id: int
    starts_at: datetime
    minutes: int
    offered: int
    answered: int | None
    abandoned: int | None
    handled: int | None
    handle_seconds: int | None
    wait_seconds: int | None


class StretchWanted(Where):
    """Which queue and which local days, both included."""

    queue_id: int = Field(ge=1, le=ID_MAX)
    first_day: Day
    last_day: Day


@router.read("/history/queues", scope=Scope.HISTORY_READ, answer=Page[QueueSpanOut])
def list_history(
    request: ActorRequest, wanted: Annotated[Where, Query()]
) -> PageOfRows[queries.QueueSpan]:
    """List the queues that have a history, with their days and sums."""
    spans = queries.history_page(request.actor).spans
    return page_after(spans, wanted, key=lambda span: span.queue_id)


@router.read("/history/days", scope=Scope.HISTORY_READ, answer=Page[DayTotalOut])
def list_day_totals(
    request: ActorRequest, wanted: Annotated[StretchWanted, Query()]
) -> PageOfRows[queries.DayTotal]:
    """List one queue's sums by local day, up to 400 days at once."""
    _require(request, wanted, days_max=DAYS_MAX)
    rows = queries.day_totals(
        [wanted.queue_id], first_day=wanted.first_day, last_day=wanted.last_day
    )
    return page_after(rows, wanted, key=lambda row: row.day.isoformat())


@router.read("/history/intervals", scope=Scope.HISTORY_READ, answer=Page[IntervalTotalOut])
def list_interval_totals(
    request: ActorRequest, wanted: Annotated[StretchWanted, Query()]
) -> PageOfRows[queries.IntervalTotal]:
    """List one queue's sums by interval, up to 35 days at once."""
    _require(request, wanted, days_max=INTERVAL_DAYS_MAX)
    rows = queries.interval_totals(
        [wanted.queue_id], first_day=wanted.first_day, last_day=wanted.last_day
    )
    return page_after(rows, wanted, key=lambda row: row.starts_at.isoformat())


def _require(request: ActorRequest, wanted: StretchWanted, *, days_max: int) -> None:
    queries.require_history_of(request.actor, queue_id=wanted.queue_id)
    if not 0 <= (wanted.last_day - wanted.first_day).days < days_max:
        raise BadInputError(
            _("choose 1 to %(days)s days, the first before the last.") % {"days": days_max},
            where="last_day",
        )
