"""Forecasts: the newest of each queue, one version with its intervals, an edit by hand."""

from datetime import date, datetime, time
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from floorwalker.duties.scheduling.actions.edit_forecast import (
    PERCENT_LEAST,
    PERCENT_MOST,
    Edit,
    edit_forecast,
)
from floorwalker.duties.scheduling.queries.forecast_intervals import (
    ForecastIntervalRow,
    forecast_intervals,
)
from floorwalker.duties.scheduling.queries.forecast_list import ForecastRow, forecasts_page
from floorwalker.duties.scheduling.queries.forecast_pages import (
    ForecastPage,
    forecast_page,
    forecast_version,
)
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, Where, page_after
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import ClockTime, Day, Name, Number, Sent

router = ApiRouter(tags=["forecasts"])


class ForecastRowOut(Schema):
    """One queue's newest forecast; `wape_ratio` is its error a week ahead in the past."""

    version_id: int
    queue_name: str
    is_edited: bool
    first_day: date
    last_day: date
    contacts: float
    wape_ratio: float | None
    plain_wape_ratio: float | None
    made_by: str
    made_at: datetime


class VersionOut(Schema):
    """One frozen version of a queue's forecast."""

    id: int
    is_edited: bool
    made_by: str
    made_at: datetime
    note: str
    first_day: date
    last_day: date
    based_on_id: int | None


class ForecastDayOut(Schema):
    """Contacts expected on a day, with quantiles of the day's total."""

    day: date
    mean: float
    p05: float
    p25: float
    p75: float
    p95: float
    aht_seconds: float | None
    work_hours: float


class SpecialDayToldOut(Schema):
    """A special day or public holiday in the horizon (`holiday`), and what was done about it."""

    day: date
    kind: str
    name: str
    effect: str


class ForecastOut(Schema):
    """One version: its days, and the other versions of the same queue.

    Deferred work has `due_seconds`: the opening time in which each contact is due.
    """

    queue_name: str
    version: VersionOut
    versions: list[VersionOut]
    history_from: date
    history_until: date
    interval_minutes: int
    contacts: float
    work_hours: float
    days: list[ForecastDayOut]
    special_days: list[SpecialDayToldOut]
    due_seconds: int | None


class ForecastIntervalOut(Schema):
    """Contacts expected in one interval, with their quantiles."""

    starts_at: datetime
    mean: float
    p05: float
    p25: float
    p50: float
    p75: float
    p95: float
    aht_seconds: float


class IntervalsWanted(Where):
    """Which local days, both included; all of them when left out."""

    first_day: Day | None = None
    last_day: Day | None = None


class EditIn(Sent):
    """More or fewer contacts on a day, or between two times of its clock, and why."""

    day: Day
    percent: Annotated[Number, Field(ge=PERCENT_LEAST, le=PERCENT_MOST)]
    note: Name
    from_time: ClockTime = time.min
    until_time: ClockTime | None = None


@router.read("/forecasts", scope=Scope.PLANS_READ, answer=Page[ForecastRowOut])
def list_forecasts(request: ActorRequest, wanted: PageWanted) -> PageOfRows[ForecastRow]:
    """List the newest forecast of each queue of the site."""
    rows = forecasts_page(request.actor, at=clock.now()).rows
    return page_after(rows, wanted, key=lambda row: row.version_id)


@router.read("/forecasts/{int:version_id}", scope=Scope.PLANS_READ, answer=ForecastOut)
def get_forecast(request: ActorRequest, version_id: int) -> ForecastPage:
    """Return one version, day by day."""
    return forecast_page(request.actor, version_id=version_id)


@router.read(
    "/forecasts/{int:version_id}/intervals",
    scope=Scope.PLANS_READ,
    answer=Page[ForecastIntervalOut],
)
def list_forecast_intervals(
    request: ActorRequest, version_id: int, wanted: Annotated[IntervalsWanted, Query()]
) -> PageOfRows[ForecastIntervalRow]:
    """List the intervals of one version."""
    days = {"first_day": wanted.first_day, "last_day": wanted.last_day}
    rows = forecast_intervals(request.actor, version_id=version_id, **days)
    return page_after(rows, wanted, key=lambda row: row.starts_at.isoformat())


@router.write(
    "/forecasts/{int:version_id}/edit", scope=Scope.PLANS_WRITE, answer=ForecastOut, status=201
)
def edit_one_forecast(request: ActorRequest, version_id: int, body: EditIn) -> ForecastPage:
    """Change a day, or part of it, in a new version; the old one is kept."""
    version = forecast_version(request.actor, version_id=version_id)
    change = Edit(
        day=body.day,
        percent=float(body.percent),
        from_time=body.from_time,
        until_time=body.until_time,
    )
    edited = edit_forecast(
        request.actor, version=version, edit=change, note=body.note, at=clock.now()
    )
    return forecast_page(request.actor, version_id=edited.pk)
