"""Tell live pages that a job has moved: `site/<id>/jobs/<job>`; without a site `house/…`."""

from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.live.publish import publish


def jobs_topic(site_id: int | None) -> str:
    """Return the topic of all jobs of a site, or of those that belong to none."""
    return f"site/{site_id}/jobs" if site_id is not None else "house/jobs"


def job_topic(job_id: int, *, site_id: int | None) -> str:
    """Return the topic of one job."""
    return f"{jobs_topic(site_id)}/{job_id}"


def announce(job_id: int) -> None:
    """Publish that the job is no longer what it was; part of the current transaction."""
    site_id = Job.objects.values_list("site_id", flat=True).get(pk=job_id)
    publish(job_topic(job_id, site_id=site_id))
