"""The worker's side of a job: start the child process, watch it, end it when cancelled."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from datetime import datetime

from asgiref.sync import sync_to_async
from django.db import transaction
from django.db.models import F

from floorwalker.foundation import clock
from floorwalker.foundation.child_process import ends_with_parent
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.live import announce
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.webhooks.outbox import emit

SECONDS_BETWEEN_LOOKS = 0.2
ERROR_CHARACTERS_MAX = 4_000
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Jobs run side by side: linear algebra on all cores in each would make them wait on each other."""


async def run_attempts(job_id: int) -> None:
    """Run the job until it has finished; a child that crashed is tried again (`attempts_max`)."""
    while (attempt := await sync_to_async(_begin)(job_id)) is not None:
        process = await _start_child(job_id, attempt)
        try:
            await _watch(process, job_id)
        finally:
            _end(process)
            _stdout, stderr = await process.communicate()  # it is gone, also when we are cancelled
        await sync_to_async(_settle)(job_id, attempt, process.returncode, stderr.decode())


@transaction.atomic
def _begin(job_id: int) -> int | None:
    """Take the job over as the next attempt; `None` when it has finished or was cancelled."""
    began = Job.objects.filter(
        pk=job_id,
        state__in=(JobState.QUEUED, JobState.RUNNING),
        cancel_requested_at__isnull=True,
        attempt__lt=F("attempts_max"),
    ).update(state=JobState.RUNNING, attempt=F("attempt") + 1, started_at=clock.now())
    if began:
        announce(job_id)
        return Job.objects.values_list("attempt", flat=True).get(pk=job_id)
    _finish(job_id)
    return None


def _finish(job_id: int) -> None:
    """Give a job that will not be tried again its final state."""
    unfinished = Job.objects.filter(pk=job_id, state__in=(JobState.QUEUED, JobState.RUNNING))
    at = clock.now()
    unfinished.filter(cancel_requested_at__isnull=False).update(
        state=JobState.CANCELLED, finished_at=at
    )
    failed = unfinished.filter(cancel_requested_at__isnull=True).update(
        state=JobState.FAILED, finished_at=at, error="its process died again and again"
    )
    if failed:
        _tell_failed(job_id, at=at)
    announce(job_id)


async def _start_child(job_id: int, attempt: int) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "floorwalker.foundation.jobs.child",
        str(job_id),
        str(attempt),
        env=os.environ | ONE_THREAD,
        stderr=PIPE,
        preexec_fn=ends_with_parent(by=signal.SIGKILL),
        start_new_session=True,  # a group of its own, so that a cancel reaches its children too
    )


async def _watch(process: Process, job_id: int) -> None:
    """Return when the child has ended or the job was cancelled, whichever is first."""
    while process.returncode is None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), timeout=SECONDS_BETWEEN_LOOKS)
            return
        if await sync_to_async(_is_cancelled)(job_id):
            return


def _is_cancelled(job_id: int) -> bool:
    return Job.objects.filter(pk=job_id, cancel_requested_at__isnull=False).exists()


def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@transaction.atomic
def _settle(job_id: int, attempt: int, exit_code: int | None, stderr: str) -> None:
    """Note a child that gave up with an error; a killed one stays `running`, to be retried."""
    if exit_code is not None and exit_code > 0:
        at = clock.now()
        failed = Job.objects.filter(pk=job_id, attempt=attempt, state=JobState.RUNNING).update(
            state=JobState.FAILED,
            finished_at=at,
            error=stderr.strip()[-ERROR_CHARACTERS_MAX:] or f"its process ended with {exit_code}",
        )
        announce(job_id)
        if failed:
            _tell_failed(job_id, at=at)


def _tell_failed(job_id: int, *, at: datetime) -> None:
    job = Job.objects.get(pk=job_id)
    data = {"site_id": job.site_id, "job_id": job.pk, "kind": job.kind, "attempt": job.attempt}
    emit("job.failed", site_id=job.site_id, data=data, at=at)
