"""Reads about jobs."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.live import job_topic, jobs_topic
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Site
from floorwalker.foundation.ui.tables import Rows, RowsInDatabase


@dataclass(frozen=True)
class JobRow:
    """One job as the pages show it."""

    id: int
    kind: str
    title: str
    state: str
    state_label: str
    percent: int
    sentence: str
    requested_by: str
    created_at: datetime
    finished_at: datetime | None
    error: str
    attempt: int
    topic: str
    can_cancel: bool
    can_retry: bool


@dataclass(frozen=True)
class JobsPage:
    """The jobs, newest first, and the topics that tell of them."""

    rows: Rows
    topics: str


def jobs_page(actor: Actor) -> JobsPage:
    """Return the jobs of the sites this actor may see."""
    actor.require("see_jobs")
    return JobsPage(
        rows=RowsInDatabase(
            _visible_jobs(actor),
            lambda job: _row(job, actor),
            fields={"requested_by": "requested_by_name"},
        ),
        topics=_topics(actor),
    )


def jobs_before(actor: Actor, *, before_id: int | None, count: int) -> tuple[JobRow, ...]:
    """Return jobs that this actor may see, newest first, below an id if one is given."""
    actor.require("see_jobs")
    jobs = _visible_jobs(actor)
    if before_id is not None:
        jobs = jobs.filter(pk__lt=before_id)
    return tuple(_row(job, actor) for job in jobs[:count])


def job_row(actor: Actor, *, job_id: int) -> JobRow:
    """Return one job.

    Raises:
        NotFoundError: there is none with this number.
        NotPermittedError: it belongs to a site this actor may not see.
    """
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        raise NotFoundError(_("there is no such job."))
    actor.require("see_jobs", site_id=job.site_id)
    return _row(job, actor)


def _visible_jobs(actor: Actor) -> QuerySet[Job]:
    return Job.objects.filter(Q(site__in=_sites(actor)) | Q(site=None))


def _topics(actor: Actor) -> str:
    return " ".join(jobs_topic(site_id) for site_id in [*_sites(actor), None])


def _sites(actor: Actor) -> list[int]:
    sites = Site.objects.values_list("pk", flat=True)
    return [site_id for site_id in sites if actor.may("see_jobs", site_id=site_id)]


def _row(job: Job, actor: Actor) -> JobRow:
    may_manage = actor.may("manage_jobs", site_id=job.site_id)
    return JobRow(
        id=job.pk,
        kind=job.kind,
        title=job.title,
        state=job.state,
        state_label=job.get_state_display(),
        percent=job.percent,
        sentence=job.sentence,
        requested_by=job.requested_by_name,
        created_at=job.created_at,
        finished_at=job.finished_at,
        error=job.error,
        attempt=job.attempt,
        topic=job_topic(job.pk, site_id=job.site_id),
        can_cancel=may_manage and not job.is_finished and job.cancel_requested_at is None,
        can_retry=may_manage and job.state in (JobState.FAILED, JobState.CANCELLED),
    )
