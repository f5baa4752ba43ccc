import pytest

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.running_job import JobOvertakenError, RunningJob
from floorwalker.foundation.people.models import Organisation

PROGRAM = Actor.program("test")


@pytest.fixture
def job(db):
    return Job.objects.create(kind="any", state=JobState.RUNNING, attempt=2, created_at=clock.now())


def test_the_effect_and_the_success_come_together(job):
    with RunningJob(job, actor=PROGRAM).effect() as effect:
        Organisation.objects.create(name="A")
        effect.result = {"made": 1}
    job.refresh_from_db()
    assert (job.state, job.percent, job.result) == (JobState.SUCCEEDED, 100, {"made": 1})


def test_an_overtaken_attempt_changes_nothing(job):
    overtaken = RunningJob(job, actor=PROGRAM)
    Job.objects.update(attempt=3)
    with pytest.raises(JobOvertakenError), overtaken.effect():
        Organisation.objects.create(name="A")
    assert not Organisation.objects.exists()
    assert Job.objects.get().state == JobState.RUNNING


def test_a_cancelled_job_changes_nothing(job):
    running = RunningJob(job, actor=PROGRAM)
    Job.objects.update(cancel_requested_at=clock.now())
    with pytest.raises(JobOvertakenError), running.effect():
        Organisation.objects.create(name="A")
    assert not Organisation.objects.exists()


def test_progress_stays_below_100_until_the_effect(job):
    RunningJob(job, actor=PROGRAM).progress(140, "nearly")
    job.refresh_from_db()
    assert (job.percent, job.sentence) == (99, "nearly")


def test_progress_of_an_overtaken_attempt_stops_it(job):
    overtaken = RunningJob(job, actor=PROGRAM)
    Job.objects.update(attempt=3)
    with pytest.raises(JobOvertakenError):
        overtaken.progress(50, "half")
    assert Job.objects.get().percent == 0
