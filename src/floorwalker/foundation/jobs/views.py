"""Pages about jobs."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.jobs import actions, queries
from floorwalker.foundation.jobs.tables import JOBS


@require_safe
@page_permission("see_jobs")
def jobs(request: ActorRequest) -> HttpResponseBase:
    """List the jobs."""
    page = queries.jobs_page(request.actor)
    table = JOBS.show(page.rows, request)
    return table.as_file() or render(request, "jobs/jobs.html", {"page": page, "table": table})


@require_safe
@page_permission("see_jobs")
def job(request: ActorRequest, job_id: int) -> HttpResponse:
    """Show one job's progress; other pages embed it."""
    return render(request, "jobs/_job.html", {"job": queries.job_row(request.actor, job_id=job_id)})


@require_POST
@page_permission("manage_jobs")
def cancel(request: ActorRequest, job_id: int) -> HttpResponse:
    """Cancel a job."""
    actions.cancel_job(request.actor, job_id=job_id, at=clock.now())
    return redirect("jobs")


@require_POST
@page_permission("manage_jobs")
def retry(request: ActorRequest, job_id: int) -> HttpResponse:
    """Run a job again."""
    actions.retry_job(request.actor, job_id=job_id, at=clock.now())
    return redirect("jobs")
