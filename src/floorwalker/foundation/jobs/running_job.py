"""What the work sees of its job: tell progress, and take effect exactly once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from django.db import models, transaction

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.live import announce
from floorwalker.foundation.jobs.models import Job

SECONDS_BETWEEN_PROGRESS_WRITES = 0.2


class JobOvertakenError(Exception):
    """Another attempt runs this job now, or it was cancelled: this one must leave no trace."""


@dataclass
class Effect:
    """What the job's page will show as its result; set it inside `RunningJob.effect`."""

    result: dict[str, object] = field(default_factory=dict)


class RunningJob:
    """One attempt at one job, in its own process."""

    def __init__(self, job: Job, *, actor: Actor) -> None:
        self.id = job.pk
        self.attempt = job.attempt
        self.actor = actor
        self._written_at = -SECONDS_BETWEEN_PROGRESS_WRITES

    def progress(self, percent: float, sentence: object) -> None:
        """Tell how far the work is: 0 to 100, and one sentence; called as often as one likes."""
        if monotonic() - self._written_at < SECONDS_BETWEEN_PROGRESS_WRITES:
            return
        self._written_at = monotonic()
        with transaction.atomic():
            share = min(99, max(0, int(percent)))
            if not self._mine().update(percent=share, sentence=str(sentence)):
                raise JobOvertakenError(self.id)
            announce(self.id)

    @contextmanager
    def effect(self) -> Iterator[Effect]:
        """One transaction for everything the job changes, its own success among it.

        A crash before its end leaves nothing and the job runs again; a crash after it finds the
        job done. An attempt that was overtaken or cancelled is refused here.

        Raises:
            JobOvertakenError: this attempt may not change anything any more.
        """
        with transaction.atomic():
            if self._mine().select_for_update().first() is None:
                raise JobOvertakenError(self.id)
            effect = Effect()
            yield effect
            self._mine().update(
                state=JobState.SUCCEEDED,
                percent=100,
                sentence="",
                finished_at=clock.now(),
                result=effect.result,
            )
            announce(self.id)

    def _mine(self) -> models.QuerySet[Job]:
        return Job.objects.filter(
            pk=self.id,
            attempt=self.attempt,
            state=JobState.RUNNING,
            cancel_requested_at__isnull=True,
        )
