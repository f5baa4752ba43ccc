import os
import signal
import time
from pathlib import Path

from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.jobs.kinds import job_kind
from floorwalker.foundation.jobs.running_job import RunningJob
from floorwalker.foundation.people.models import Organisation

FOREVER_SECONDS = 60


@job_kind("leave_a_mark", title="Leave a mark")
def leave_a_mark(job: RunningJob, *, name: str) -> None:
    """Add one organisation; doing it twice would break its unique name."""
    job.progress(50, "half way")
    with job.effect() as effect:
        Organisation.objects.create(name=name)
        effect.result = {"name": name}


@job_kind("dawdle", title="Dawdle")
def dawdle(job: RunningJob, *, sign: str) -> None:
    """Tell the test that it runs (by a file with its pid), then be deaf to everything."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    job.progress(10, "dawdling")
    Path(sign).write_text(str(os.getpid()))
    time.sleep(FOREVER_SECONDS)


@job_kind("linger_then_mark", title="Linger the first time, then leave a mark")
def linger_then_mark(job: RunningJob, *, sign: str, name: str) -> None:
    if job.attempt == 1:
        Path(sign).write_text(str(os.getpid()))
        time.sleep(FOREVER_SECONDS)
    leave_a_mark(job, name=name)


@job_kind("mark_then_die", title="Leave a mark, then die before anyone hears of it")
def mark_then_die(job: RunningJob, *, name: str) -> None:
    leave_a_mark(job, name=name)
    os.kill(os.getpid(), signal.SIGKILL)


@job_kind("fail", title="Fail")
def fail(job: RunningJob) -> None:
    with job.effect():
        Organisation.objects.create(name="half done")
        raise BadInputError("the file is empty.", next_step="Choose another.")


@job_kind("die", title="Die")
def die(job: RunningJob) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
