"""How the expected wait of a queue is told, and learning it again."""

from datetime import date, datetime

from ninja import Schema

from floorwalker.duties.scheduling.actions.calibrate_waits import calibrate_waits
from floorwalker.duties.scheduling.api.weeks import PlanOut
from floorwalker.duties.scheduling.queries.queue_pages import QueuePage, queue_page
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.routing import ApiRouter

router = ApiRouter(tags=["queues"])


class WaitErrorOut(Schema):
    """How far off one way to tell the wait was: `rrmse_ratio` of the mean wait."""

    method: str
    rrmse_ratio: float
    mae_seconds: float
    is_told: bool


class WaitsOut(Schema):
    """The newest calibration; `errors` is empty where there was too little history to judge.

    `verdict` is calibrated, too_little_history, worse_than_qla or worse_than_constant; the formula
    is told unless it is calibrated. `coverage_ratio` is the share of waits in the 80 % band.
    """

    verdict: str
    waits: int
    days: int
    learned_from: date
    learned_until: date
    made_at: datetime
    other_queues: list[str]
    judged_waits: int
    coverage_ratio: float | None
    errors: list[WaitErrorOut]


class ExpectedWaitOut(Schema):
    """What is learned of the waits of a queue; null: nothing yet."""

    waits: WaitsOut | None


@router.read(
    "/queues/{int:queue_id}/expected-wait", scope=Scope.QUEUES_READ, answer=ExpectedWaitOut
)
def get_expected_wait(request: ActorRequest, queue_id: int) -> QueuePage:
    """Return how the expected wait of a queue is told, and how far off that was."""
    return queue_page(request.actor, queue_id=queue_id)


@router.write(
    "/queues/{int:queue_id}/expected-wait", scope=Scope.PLANS_WRITE, answer=PlanOut, status=202
)
def calibrate_expected_waits(request: ActorRequest, queue_id: int) -> PlanOut:
    """Start learning the waits of the queue's site again, which is done every night."""
    page = queue_page(request.actor, queue_id=queue_id)
    job = calibrate_waits(request.actor, site=page.site, at=clock.now())
    return PlanOut(job_id=job.pk)
