"""Operations on jobs."""

from datetime import datetime

from ninja import Schema

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_of
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.jobs import actions
from floorwalker.foundation.jobs.queries import JobRow, job_row, jobs_before

router = ApiRouter(tags=["jobs"])


class JobOut(Schema):
    """Long work: how far it is, and what came of it."""

    id: int
    title: str
    state: str
    percent: int
    sentence: str
    requested_by: str
    created_at: datetime
    finished_at: datetime | None
    error: str
    attempt: int
    can_cancel: bool
    can_retry: bool


@router.read("/jobs", scope=Scope.JOBS_READ, answer=Page[JobOut])
def list_jobs(request: ActorRequest, wanted: PageWanted) -> PageOfRows[JobRow]:
    """List jobs, newest first."""
    rows = jobs_before(request.actor, before_id=wanted.id, count=wanted.limit + 1)
    return page_of(rows, key=lambda job: job.id, limit=wanted.limit)


@router.read("/jobs/{int:job_id}", scope=Scope.JOBS_READ, answer=JobOut)
def get_job(request: ActorRequest, job_id: int) -> JobRow:
    """Return one job."""
    return job_row(request.actor, job_id=job_id)


@router.write("/jobs/{int:job_id}/cancel", scope=Scope.JOBS_WRITE, answer=JobOut)
def cancel_job(request: ActorRequest, job_id: int) -> JobRow:
    """Cancel a job: a queued one at once, a running one as soon as its process has ended."""
    actions.cancel_job(request.actor, job_id=job_id, at=clock.now())
    return job_row(request.actor, job_id=job_id)


@router.write("/jobs/{int:job_id}/retry", scope=Scope.JOBS_WRITE, answer=JobOut)
def retry_job(request: ActorRequest, job_id: int) -> JobRow:
    """Run a failed or cancelled job once more."""
    actions.retry_job(request.actor, job_id=job_id, at=clock.now())
    return job_row(request.actor, job_id=job_id)
