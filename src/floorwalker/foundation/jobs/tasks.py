"""The two Procrastinate tasks: run a job, and bring back jobs whose worker has died."""

import asyncio

from asgiref.sync import sync_to_async
from procrastinate import JobContext
from procrastinate.contrib.django import app

from floorwalker.foundation.jobs.attempt import run_attempts

HEARTBEAT_SECONDS = 3.0
STALLED_AFTER_SECONDS = 10.0
EVERY_TEN_SECONDS = "* * * * * */10"


def defer_run(job_id: int) -> None:
    """Queue the run of a job; part of the current transaction."""
    run_job.defer(job_id=job_id)


@app.task(name="floorwalker.run_job", pass_context=False)
async def run_job(job_id: int) -> None:
    """Run a job in a child process until it has finished.

    A worker that is told to stop gives its job back to the others (or to itself, started again).
    """
    try:
        await run_attempts(job_id)
    except asyncio.CancelledError:
        await sync_to_async(defer_run)(job_id)
        raise


@app.periodic(cron=EVERY_TEN_SECONDS)
@app.task(
    name="floorwalker.bring_back_stalled_jobs",
    queueing_lock="bring_back_stalled_jobs",
    pass_context=True,
)
async def bring_back_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Queue again the runs whose worker sends no heartbeat any more."""
    del timestamp
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await manager.retry_job(stalled)
