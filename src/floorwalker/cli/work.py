"""`floorwalker work`: a worker that runs jobs, here or on any machine with the database."""

import asyncio
import os

import click

CONCURRENT_JOBS = 2


@click.command("work")
@click.option("--jobs", default=CONCURRENT_JOBS, show_default=True, help="Jobs run at once.")
def command(jobs: int) -> None:
    """Run jobs until stopped (`serve` starts one by itself)."""
    from floorwalker.cli._database import database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "floorwalker.config.settings")
    with database():
        asyncio.run(_work(jobs))


async def _work(concurrent_jobs: int) -> None:
    from procrastinate.contrib.django import app

    from floorwalker.foundation.jobs.tasks import HEARTBEAT_SECONDS, STALLED_AFTER_SECONDS

    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # Django's connector has it
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            concurrency=concurrent_jobs,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_AFTER_SECONDS,
            delete_jobs="successful",
            shutdown_graceful_timeout=2,
        )
