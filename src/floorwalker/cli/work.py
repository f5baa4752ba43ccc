"""`floorwalker work`: a worker that runs jobs, here or on any machine with the database."""

import asyncio
import os

import click

CONCURRENT_JOBS = 2
JOBS = "default"
"""Procrastinate's name for the queue of whatever names none."""


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
    from floorwalker.foundation.webhooks.outbox import QUEUE as WEBHOOKS
    from floorwalker.foundation.webhooks.tasks import RUNS_AT_ONCE

    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # Django's connector has it

    async def run(queue: str, *, concurrency: int, hears_signals: bool) -> None:
        await worker_app.run_worker_async(
            queues=[queue],
            concurrency=concurrency,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_AFTER_SECONDS,
            delete_jobs="successful",
            shutdown_graceful_timeout=2,
            install_signal_handlers=hears_signals,
        )

    async with worker_app.open_async():
        both = [
            asyncio.create_task(run(JOBS, concurrency=concurrent_jobs, hears_signals=True)),
            asyncio.create_task(run(WEBHOOKS, concurrency=RUNS_AT_ONCE, hears_signals=False)),
        ]
        ended, running = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in running:
            task.cancel()
        await asyncio.wait(both)
        for task in ended:
            task.result()  # raises what ended it
