"""Cancel a job: a queued one at once, a running one as soon as its worker ends the process."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError, StateError
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.live import announce
from floorwalker.foundation.jobs.models import Job


def cancel_job(actor: Actor, *, job_id: int, at: datetime) -> None:
    """Ask for the end of a job that has not finished.

    Raises:
        NotFoundError: there is no such job.
        NotPermittedError: this actor may not.
        StateError: it has finished already.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None:
            raise NotFoundError(_("there is no such job."))
        actor.require("manage_jobs", site_id=job.site_id)
        if job.is_finished:
            raise StateError(_("this job has finished already."))
        before = {"state": job.state}
        job.cancel_requested_at = at
        if job.state == JobState.QUEUED:
            job.state, job.finished_at = JobState.CANCELLED, at
        job.save(update_fields=["cancel_requested_at", "state", "finished_at"])
        announce(job.pk)
        record(actor, "cancel_job", subject=job, before=before, after={"cancel": True}, at=at)
