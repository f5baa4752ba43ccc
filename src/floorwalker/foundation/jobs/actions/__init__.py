"""What can be done to jobs: one deed per file."""

from floorwalker.foundation.jobs.actions.cancel_job import cancel_job
from floorwalker.foundation.jobs.actions.retry_job import retry_job
from floorwalker.foundation.jobs.actions.start_job import start_job

__all__ = ["cancel_job", "retry_job", "start_job"]
