"""A real worker process, real child processes, a real database; some of them killed."""

import signal
import time
from pathlib import Path

import pytest
from tests.builders.processes import eventually, floorwalker_process

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.jobs import actions
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.people.models import Organisation

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("worker"),
]

PROGRAM = Actor.program("test")
SETTINGS = "tests.foundation.jobs.settings"


def worker():
    return floorwalker_process("work", DJANGO_SETTINGS_MODULE=SETTINGS)


def start(kind, **arguments):
    return actions.start_job(PROGRAM, kind, arguments=arguments, at=clock.now())


def finished(job):
    def is_finished():
        job.refresh_from_db()
        return job.is_finished

    eventually(is_finished, within_seconds=40)
    return job


def pid_in(sign: Path) -> int:
    return int(eventually(lambda: sign.exists() and sign.read_text()))


def is_gone(pid: int) -> bool:
    """Tell whether the process has ended (a zombie has)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_jobs_run_fail_die_and_are_tried_again():
    with worker():
        good, twice = start("leave_a_mark", name="Once"), start("mark_then_die", name="Exactly")
        bad, dead = start("fail"), start("die")

        assert finished(good).state == JobState.SUCCEEDED
        assert (good.percent, good.result) == (100, {"name": "Once"})

        assert finished(twice).state == JobState.SUCCEEDED
        assert twice.attempt == 1

        assert finished(bad).state == JobState.FAILED
        assert bad.error == "the file is empty. Choose another."

        assert finished(dead).state == JobState.FAILED
        assert dead.attempt == 3
        actions.retry_job(PROGRAM, job_id=dead.pk, at=clock.now())
        assert finished(dead).attempt == 6
    names = set(Organisation.objects.values_list("name", flat=True))
    assert names == {"Once", "Exactly"}


def test_a_cancel_ends_a_deaf_job_within_a_second(tmp_path):
    with worker():
        job = start("dawdle", sign=str(tmp_path / "pid"))
        pid = pid_in(tmp_path / "pid")
        asked = time.monotonic()
        actions.cancel_job(PROGRAM, job_id=job.pk, at=clock.now())
        eventually(lambda: is_gone(pid))
        took = time.monotonic() - asked
        assert finished(job).state == JobState.CANCELLED
    assert took < 1.0


def test_a_killed_workers_job_runs_again_and_takes_effect_once(tmp_path):
    with worker() as first:
        job = start("linger_then_mark", sign=str(tmp_path / "pid"), name="After all")
        pid = pid_in(tmp_path / "pid")
        first.send_signal(signal.SIGKILL)
        first.wait()
        eventually(lambda: is_gone(pid))
    with worker():
        assert finished(job).state == JobState.SUCCEEDED
    assert job.attempt == 2
    assert Organisation.objects.filter(name="After all").count() == 1


def test_a_worker_told_to_stop_hands_its_job_on(tmp_path):
    with worker() as first:
        job = start("linger_then_mark", sign=str(tmp_path / "pid"), name="Handed on")
        pid = pid_in(tmp_path / "pid")
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=15) == 0
        assert is_gone(pid)
    with worker():
        assert finished(job).state == JobState.SUCCEEDED
    assert Organisation.objects.filter(name="Handed on").count() == 1


def test_a_job_cancelled_while_queued_never_runs():
    job = start("leave_a_mark", name="Never")
    actions.cancel_job(PROGRAM, job_id=job.pk, at=clock.now())
    with worker():
        other = start("leave_a_mark", name="Other")
        finished(other)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.CANCELLED, 0)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Other"]
