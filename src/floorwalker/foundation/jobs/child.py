"""The process of one attempt: `python -m floorwalker.foundation.jobs.child JOB ATTEMPT`.

Exit codes: 0 the attempt took effect or was overtaken, 1 the work failed (its error on stderr).
"""

import sys
import traceback


def main(job_id: int, attempt: int) -> int:
    """Run one attempt in this process."""
    import django
    from django.utils import translation

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
    if user:
        translation.activate(user.language)  # its sentences and errors are read by that person
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


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:3])))
