"""The child process of one attempt: `python -m floorwalker.foundation.jobs.child JOB ATTEMPT PARENT`.

Exit codes: 0 the attempt took effect or was overtaken, 1 the work failed (its error on stderr).
"""

import ctypes
import os
import signal
import sys
import traceback

PR_SET_PDEATHSIG = 1


def main(job_id: int, attempt: int, parent_pid: int) -> int:
    """Run one attempt in this process."""
    _die_with(parent_pid)
    import django

    django.setup()
    from floorwalker.foundation.accounts.actor import Actor
    from floorwalker.foundation.accounts.queries import actor_of
    from floorwalker.foundation.errors import FloorwalkerError
    from floorwalker.foundation.jobs.kinds import kind_named
    from floorwalker.foundation.jobs.models import Job
    from floorwalker.foundation.jobs.running_job import JobOvertakenError, RunningJob

    job = Job.objects.select_related("requested_by").get(pk=job_id)
    if job.attempt != attempt:
        return 0
    user = job.requested_by
    actor = actor_of(user) if user else Actor.program(job.requested_by_name)
    try:
        kind_named(job.kind).run(RunningJob(job, actor=actor), job.arguments)
    except JobOvertakenError:
        return 0
    except FloorwalkerError as error:
        sys.stderr.write(str(error))
        return 1
    except Exception:  # noqa: BLE001  # whatever it was, the job's page must show it
        traceback.print_exc()
        return 1
    return 0


def _die_with(parent_pid: int) -> None:
    """Ask the kernel to end this process when the worker dies, even by `kill -9`."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:  # it died before we asked
        sys.exit(0)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:4])))
