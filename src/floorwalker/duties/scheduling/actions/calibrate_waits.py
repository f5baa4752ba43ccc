"""Start the calibration of a site's expected waits from its latest contacts."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.jobs.actions import start_job
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Site


def calibrate_waits(actor: Actor, *, site: Site, at: datetime) -> Job:
    """Queue the calibration of all queues of the site.

    Raises:
        NotPermittedError: this actor may not.
    """
    actor.require("plan_week", site_id=site.pk)
    with transaction.atomic():
        arguments: dict[str, object] = {"site_id": site.pk}
        job = start_job(actor, "calibrate_waits", arguments=arguments, site_id=site.pk, at=at)
        record(actor, "calibrate_waits", subject=site, after={"job": job.pk}, at=at)
    return job
