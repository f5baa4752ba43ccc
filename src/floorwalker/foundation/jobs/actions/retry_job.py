"""Run a failed or cancelled job once more."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError, StateError
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.live import announce
from floorwalker.foundation.jobs.models import ATTEMPTS_PER_TRY, Job
from floorwalker.foundation.jobs.tasks import defer_run


def retry_job(actor: Actor, *, job_id: int, at: datetime) -> None:
    """Queue the job again with the same arguments.

    Raises:
        NotFoundError: there is no such job.
        NotPermittedError: this actor may not.
        StateError: it has not failed or been cancelled.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None:
            raise NotFoundError(_("there is no such job."))
        actor.require("manage_jobs", site_id=job.site_id)
        if job.state not in (JobState.FAILED, JobState.CANCELLED):
            raise StateError(_("only a failed or cancelled job can be tried again."))
        before = {"state": job.state, "error": job.error}
        job.state, job.percent, job.sentence, job.error = JobState.QUEUED, 0, "", ""
        job.cancel_requested_at = job.finished_at = None
        job.attempts_max = job.attempt + ATTEMPTS_PER_TRY
        job.save()
        defer_run(job.pk)
        announce(job.pk)
        record(actor, "retry_job", subject=job, before=before, after={"state": job.state}, at=at)
