"""The day in progress: what the rest of it will bring, and an update of that."""

from datetime import datetime

from ninja import Schema

from floorwalker.duties.scheduling.actions.update_rest_of_day import update_rest_of_day
from floorwalker.duties.scheduling.queries.rest_of_day import QueueRest, rest_page
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_after
from floorwalker.foundation.api.routing import ApiRouter

router = ApiRouter(tags=["rest of the day"])


class TrackRecordOut(Schema):
    """How updates of the newest graded days did: mean error of the rest without them and with."""

    days: int
    better: int
    wape_ratio_morning: float
    wape_ratio_updated: float


class RestIntervalOut(Schema):
    """One interval that is not over yet; without a published roster nobody is on."""

    starts_at: datetime
    ends_at: datetime
    morning: float
    mean: float
    p05: float
    p95: float
    agents_needed: int
    agents_on: int | None
    service_level: float | None
    late_contacts: float


class QueueRestOut(Schema):
    """One queue: what came until `told_until`, and what the rest of the day will bring.

    `verdict` is `updated`, or why the morning forecast stands. `late_contacts` wait longer than
    promised, beyond what the promise allows, in intervals that are short of agents.
    """

    id: int
    name: str
    verdict: str
    told_until: datetime | None
    updated_at: datetime
    interval_minutes: int
    came: float
    expected_so_far: float
    rest_morning: float
    rest_mean: float
    factor: float
    saved_ratio: float
    past_days: int
    promised: float
    within_seconds: float
    service_level: float | None
    agents_short_max: int
    risks: int
    late_contacts: float
    track_record: TrackRecordOut | None
    intervals: list[RestIntervalOut]


class UpdateOut(Schema):
    """The job that looks whether anything new is known."""

    job_id: int


@router.read("/today/rest", scope=Scope.PLANS_READ, answer=Page[QueueRestOut])
def list_rest_of_day(request: ActorRequest, wanted: PageWanted) -> PageOfRows[QueueRest]:
    """List the queues of the site with the newest update of their day, by id."""
    queues = rest_page(request.actor, at=clock.now()).queues
    rows = sorted(queues, key=lambda queue: queue.id)
    return page_after(rows, wanted, key=lambda queue: queue.id)


@router.write("/today/rest/update", scope=Scope.PLANS_WRITE, answer=UpdateOut, status=202)
def update_todays_rest(request: ActorRequest) -> UpdateOut:
    """Start an update of each queue of which something new is known."""
    request.actor.require("plan_week")
    job = update_rest_of_day(request.actor, site=site_of(request.actor), at=clock.now())
    return UpdateOut(job_id=job.pk)
