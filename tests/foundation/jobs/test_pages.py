import pytest

from floorwalker.foundation import clock
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.models import Job


@pytest.fixture
def job(cast):
    return Job.objects.create(kind="dig", site=cast.site, created_at=clock.now())


def test_the_page_lists_the_jobs_of_ones_own_site(cast, job, signed_in):
    Job.objects.create(kind="elsewhere", site=cast.other_site, created_at=clock.now())
    page = signed_in("asha").get("/jobs/").content.decode()
    assert "dig" in page
    assert "elsewhere" not in page


def test_the_page_says_so_when_there_are_none(signed_in):
    assert "No jobs yet" in signed_in("asha").get("/jobs/").content.decode()


@pytest.mark.parametrize(
    ("who", "expected"),
    [("asha", 302), ("mia", 302), ("ann", 302), ("zoe", 403), ("ben", 403), ("otto", 403)],
)
def test_who_may_cancel(job, signed_in, who, expected):
    assert signed_in(who).post(f"/jobs/{job.pk}/cancel/").status_code == expected
    job.refresh_from_db()
    assert job.state == (JobState.CANCELLED if expected == 302 else JobState.QUEUED)


def test_a_stranger_is_sent_to_sign_in(job, client):
    answer = client.post(f"/jobs/{job.pk}/cancel/")
    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next=/jobs/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_a_finished_job_cannot_be_cancelled(job, signed_in):
    Job.objects.update(state=JobState.SUCCEEDED)
    answer = signed_in("asha").post(f"/jobs/{job.pk}/cancel/")
    assert answer.status_code == 409
    assert Job.objects.get().state == JobState.SUCCEEDED


def test_only_a_failed_or_cancelled_job_can_be_tried_again(job, signed_in):
    asha = signed_in("asha")
    assert asha.post(f"/jobs/{job.pk}/retry/").status_code == 409
    Job.objects.update(state=JobState.FAILED, error="boom")
    assert asha.post(f"/jobs/{job.pk}/retry/").status_code == 302
    assert Job.objects.get().state == JobState.QUEUED


def test_a_job_that_does_not_exist_is_not_found(signed_in):
    assert signed_in("asha").get("/jobs/999/").status_code == 404


@pytest.mark.parametrize("deed", ["cancel", "retry"])
def test_nothing_can_be_done_to_a_job_that_does_not_exist(signed_in, deed):
    assert signed_in("asha").post(f"/jobs/999/{deed}/").status_code == 404
