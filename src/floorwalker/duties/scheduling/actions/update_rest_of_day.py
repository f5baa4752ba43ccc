"""Start an update of the rest of a site's day, now."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.jobs.actions import start_job
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Site

JOB_KIND = "update_rest_of_day"


def update_rest_of_day(actor: Actor, *, site: Site, at: datetime) -> Job:
    """Queue the update; it says nothing of a queue of which nothing new is known.

    Raises:
        NotPermittedError: this actor may not.
    """
    actor.require("plan_week", site_id=site.pk)
    with transaction.atomic():
        job = start_job(actor, JOB_KIND, arguments={"site_id": site.pk}, site_id=site.pk, at=at)
        record(actor, "update_rest_of_day", subject=site, after={"job": job.pk}, at=at)
    return job
