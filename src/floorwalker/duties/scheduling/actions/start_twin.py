"""Start making a twin of a site."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.jobs.actions import start_job
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Site


def start_twin(actor: Actor, *, site: Site, at: datetime) -> Job:
    """Queue the making of a twin from the site's newest recorded days.

    Raises:
        NotPermittedError: this actor may not.
    """
    actor.require("plan_week", site_id=site.pk)
    with transaction.atomic():
        job = start_job(actor, "make_twin", arguments={"site_id": site.pk}, site_id=site.pk, at=at)
        record(actor, "start_twin", subject=site, after={"job": job.pk}, at=at)
    return job
