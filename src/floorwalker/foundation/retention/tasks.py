"""The daily run of the rules, and the job that erases one person."""

from asgiref.sync import sync_to_async
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.jobs.kinds import job_kind
from floorwalker.foundation.jobs.running_job import RunningJob
from floorwalker.foundation.retention.actions.apply_rules import apply_rules
from floorwalker.foundation.retention.actions.erase_person import erase_person

EVERY_NIGHT = "20 3 * * *"


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="floorwalker.apply_retention", queueing_lock="apply_retention")
async def apply_retention(timestamp: int) -> None:
    """Erase what is due."""
    del timestamp
    await sync_to_async(apply_rules)(Actor.program("retention"), at=clock.now())


@job_kind("erase_person", title=_("Erasing a person"))
def erase(job: RunningJob, *, key: str) -> None:
    """Erase, in one transaction with the job's own success."""
    with job.effect() as effect:
        counts = erase_person(job.actor, key=key, at=clock.now())
        effect.result = {"rows": sum(counts.values())}
