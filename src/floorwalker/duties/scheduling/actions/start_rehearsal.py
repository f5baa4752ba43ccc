"""Start the rehearsal of a roster as it is now."""

from datetime import datetime

from django.db import transaction

from floorwalker.duties.scheduling.models import Roster
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.jobs.actions import start_job
from floorwalker.foundation.jobs.models import Job


def start_rehearsal(actor: Actor, *, roster: Roster, at: datetime) -> Job:
    """Queue the rehearsal of the roster.

    Raises:
        NotPermittedError: this actor may not.
    """
    actor.require("plan_week", site_id=roster.site_id)
    with transaction.atomic():
        job = start_job(
            actor,
            "rehearse_roster",
            arguments={"roster_id": roster.pk},
            site_id=roster.site_id,
            at=at,
        )
        after = {"job": job.pk, "revision": roster.revision}
        record(actor, "start_rehearsal", subject=roster, after=after, at=at)
    return job
