"""Start what a site's day in progress is due: lessons at night, an update when facts are new."""

from datetime import datetime, time, timedelta

from floorwalker.duties.scheduling.actions.update_rest_of_day import JOB_KIND, update_rest_of_day
from floorwalker.duties.scheduling.stages.day_facts import facts_of_day, new_facts
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.jobs.actions import start_job
from floorwalker.foundation.jobs.choices import FINISHED_STATES, JobState
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Site

LESSONS_KIND = "learn_from_past_days"
LESSONS_FROM = time(2)  # on the site's clock: files of the day before may come late
PAUSE_AFTER_FAILURE = timedelta(minutes=30)


def start_due_day_work(actor: Actor, *, at: datetime) -> list[Job]:
    """Start for each site the night's lessons, if they are due, or else an update."""
    return [job for site in Site.objects.order_by("pk") if (job := _start(actor, site, at=at))]


def _start(actor: Actor, site: Site, *, at: datetime) -> Job | None:
    if _lessons_are_due(site, at=at):
        arguments: dict[str, object] = {
            "site_id": site.pk,
            "day": at.astimezone(site.tzinfo).date().isoformat(),
        }
        return start_job(actor, LESSONS_KIND, arguments=arguments, site_id=site.pk, at=at)
    if new_facts(site, at=at) and not _is_at_it(site, at=at):
        return update_rest_of_day(actor, site=site, at=at)
    return None


def _lessons_are_due(site: Site, *, at: datetime) -> bool:
    """Tell whether it is past two and nobody has begun; one start a night, failed or not."""
    local = at.astimezone(site.tzinfo)
    begins_at = datetime.combine(local.date(), LESSONS_FROM, tzinfo=site.tzinfo)
    if local < begins_at or not facts_of_day(site, day=local.date(), at=at):
        return False
    begun = Job.objects.filter(site=site, kind=LESSONS_KIND, created_at__gte=begins_at)
    return not begun.exists()


def _is_at_it(site: Site, *, at: datetime) -> bool:
    """Tell whether an update runs or waits, or one has just failed and would again."""
    updates = Job.objects.filter(site=site, kind=JOB_KIND)
    failed = updates.filter(state=JobState.FAILED, finished_at__gt=at - PAUSE_AFTER_FAILURE)
    return updates.exclude(state__in=FINISHED_STATES).exists() or failed.exists()
