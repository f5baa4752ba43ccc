"""Jobs and workers for the monitoring: what waits, what runs, and who works."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, Min
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from floorwalker.foundation import clock
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.kinds import kinds
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.tasks import STALLED_AFTER_SECONDS

GONE = "gone"
"""Jobs of a kind that this version no longer has."""

_HEARTBEATS = """
SELECT count(*) FILTER (WHERE age <= %(stalled)s), count(*) FILTER (WHERE age > %(stalled)s),
       min(age)
FROM (SELECT extract(epoch FROM clock_timestamp() - last_heartbeat)::float AS age
      FROM procrastinate_workers) AS workers
"""


def job_facts() -> Iterator[Metric]:
    """Yield jobs by kind and state, the oldest one waiting, and the workers' heartbeats."""
    yield _jobs()
    yield GaugeMetricFamily(
        "floorwalker_job_waiting_seconds",
        "Age of the oldest job that no worker has begun; 0 when none waits.",
        value=oldest_waiting_seconds(),
    )
    alive, silent, age_seconds = workers()
    count = GaugeMetricFamily(
        "floorwalker_workers",
        "Workers that sent a heartbeat just now, and those that fell silent without leaving.",
        labels=["state"],
    )
    count.add_metric(["alive"], alive)
    count.add_metric(["silent"], silent)
    yield count
    if age_seconds is not None:
        yield GaugeMetricFamily(
            "floorwalker_worker_heartbeat_seconds",
            "Seconds since the newest heartbeat of any worker; absent without workers.",
            value=age_seconds,
        )


def workers() -> tuple[int, int, float | None]:
    """Return how many workers live, how many fell silent, and the age of the newest heartbeat."""
    with connection.cursor() as cursor:
        cursor.execute(_HEARTBEATS, {"stalled": STALLED_AFTER_SECONDS})
        alive, silent, age_seconds = cursor.fetchone()
    return alive, silent, age_seconds


def oldest_waiting_seconds() -> float:
    """Return how long the oldest queued job has waited."""
    queued = Job.objects.filter(state=JobState.QUEUED)
    oldest = queued.aggregate(oldest=Min("created_at"))["oldest"]
    return (clock.now() - oldest).total_seconds() if oldest else 0.0


def _jobs() -> Metric:
    known = {kind.name for kind in kinds()}
    counts = dict.fromkeys(((kind, state) for kind in (*known, GONE) for state in JobState), 0)
    for kind, state, count in Job.objects.order_by().values_list("kind", "state", Count("pk")):
        counts[kind if kind in known else GONE, JobState(state)] += count
    jobs = GaugeMetricFamily("floorwalker_jobs", "Jobs there are.", labels=["kind", "state"])
    for (kind, state), count in counts.items():
        jobs.add_metric([kind, state.value], count)
    return jobs
