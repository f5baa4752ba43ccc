"""Queue a job; the worker hears of it when the transaction commits."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.jobs.live import announce
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.tasks import defer_run


def start_job(
    actor: Actor,
    kind: str,
    *,
    arguments: dict[str, object],
    at: datetime,
    site_id: int | None = None,
) -> Job:
    """Queue work of a declared kind; the calling action has checked the permission."""
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind,
            arguments=arguments,
            site_id=site_id,
            requested_by_id=actor.user_id,
            requested_by_name=actor.name,
            created_at=at,
        )
        defer_run(job.pk)
        announce(job.pk)
        record(actor, "start_job", subject=job, after={"kind": kind, "arguments": arguments}, at=at)
    return job
