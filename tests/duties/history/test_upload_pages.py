"""From an uploaded file to stored history, through the pages and the job."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.duties.history.files import CONTACTS

from floorwalker.duties.history._uploads import upload_path
from floorwalker.duties.history.models import Contact, DayStat, Import
from floorwalker.duties.history.tasks import import_uploaded_file
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.queries import actor_of
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.running_job import JobOvertakenError, RunningJob

CALLS = CONTACTS + (
    "1,2024-03-04 08:00:00,Billing,0,ANSWERED,100,Ada\n"
    "2,2024-03-04 08:01:00,Billing,20,MAYBE,200,Bob\n"
    "3,2024-03-04 08:14:59,Billing,21,ANSWERED,300,Ada\n"
)
FORM = {"zone": "America/Toronto", "kind": "", "date_order": "", "queue": ""}


def upload(client, text=CALLS, *, name="calls.csv", **form):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(reverse("upload"), {**FORM, **form, "file": file})


def run_the_job(import_):
    """Do what a worker's child process does."""
    import_.refresh_from_db()
    Job.objects.filter(pk=import_.job_id).update(state=JobState.RUNNING, attempt=1)
    job = Job.objects.get(pk=import_.job_id)
    running = RunningJob(job, actor=actor_of(job.requested_by))
    import_uploaded_file(running, **job.arguments)
    job.refresh_from_db()
    return job


@pytest.fixture
def asha(signed_in):
    return signed_in("asha")


def test_an_upload_is_shown_as_it_is_read_and_stores_no_history(asha):
    answer = upload(asha)
    import_ = Import.objects.get()
    assert answer["Location"] == reverse("import", args=[import_.pk])
    page = asha.get(answer["Location"]).content.decode()
    assert "calls.csv" in page
    assert '<th scope="col">outcome<br><span class="badge info">Outcome</span></th>' in page
    assert "an outcome that we do not know" in page
    assert "America/Toronto" in page
    assert not Contact.objects.exists()


def test_a_confirmed_upload_is_imported_by_a_job(asha):
    upload(asha)
    import_ = Import.objects.get()
    asha.post(reverse("confirm_import", args=[import_.pk]))
    job = run_the_job(import_)
    assert (job.state, job.result) == ("succeeded", {"import_id": import_.pk, "is_new": True})
    assert DayStat.objects.get().offered == 2
    assert not upload_path(import_.pk).exists()
    page = asha.get(reverse("import", args=[import_.pk])).content.decode()
    assert "What it changed" in page
    csv = asha.get(reverse("rejected_rows", args=[import_.pk]))
    assert csv["Content-Disposition"].endswith(f'"rejected-rows-{import_.pk}.csv"')
    assert b"unknown_outcome" in csv.content
    actions = set(AuditRecord.objects.values_list("action", flat=True))
    assert {"upload_file", "confirm_import", "start_job", "import_file"} <= actions


def test_a_job_that_was_cancelled_while_it_read_stores_nothing(asha):
    upload(asha)
    import_ = Import.objects.get()
    asha.post(reverse("confirm_import", args=[import_.pk]))
    Job.objects.update(cancel_requested_at=clock.now())
    with pytest.raises(JobOvertakenError):
        run_the_job(import_)
    assert not Contact.objects.exists()
    assert not DayStat.objects.exists()


def test_the_same_file_uploaded_again_ends_as_known(asha):
    for _ in range(2):
        upload(asha)
        import_ = Import.objects.latest("pk")
        asha.post(reverse("confirm_import", args=[import_.pk]))
        job = run_the_job(import_)
    assert job.result["is_new"] is False
    assert Import.objects.latest("pk").state == "nothing_new"
    assert Contact.objects.count() == 2


def test_a_second_confirmation_is_refused(asha):
    upload(asha)
    import_ = Import.objects.get()
    asha.post(reverse("confirm_import", args=[import_.pk]))
    assert asha.post(reverse("confirm_import", args=[import_.pk])).status_code == 409
    assert Job.objects.count() == 1


def test_a_discarded_upload_is_gone(asha):
    upload(asha)
    import_ = Import.objects.get()
    asha.post(reverse("discard_import", args=[import_.pk]))
    assert not Import.objects.exists()
    assert not upload_path(import_.pk).exists()
    assert AuditRecord.objects.filter(action="discard_import").exists()


@pytest.mark.parametrize(
    ("text", "form", "message"),
    [
        ("", {}, "The submitted file is empty."),
        ("time,offered\n", {}, "calls.csv: there is no row below the header."),
        (CALLS, {"zone": "Mars/Base"}, "There is no such zone"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_on_the_form(asha, text, form, message):
    answer = upload(asha, text, **form)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Import.objects.exists()


def test_a_file_with_mostly_bad_rows_is_shown_with_its_problem(asha):
    upload(asha, "time,offered\n2024-03-04 08:00,x\n2024-03-04 08:30,1\n2024-03-04 09:00,y\n")
    page = asha.get(reverse("import", args=[Import.objects.get().pk])).content.decode()
    assert "2 of 3 rows cannot be used" in page


def test_a_formula_in_a_cell_is_text_on_the_page(asha):
    upload(asha, CALLS.replace("Ada", "<script>alert(1)</script>"))
    page = asha.get(reverse("import", args=[Import.objects.get().pk])).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("name", ["ben", "otto", "zoe"])
def test_others_may_not_confirm(asha, signed_in, name):
    upload(asha)
    import_ = Import.objects.get()
    assert signed_in(name).post(reverse("confirm_import", args=[import_.pk])).status_code == 403
    assert Import.objects.get().state == "uploaded"
    assert not Job.objects.exists()


def test_the_history_page_lists_queues_and_imports(asha):
    empty = asha.get(reverse("history")).content.decode()
    assert "No history yet" in empty
    upload(asha)
    import_ = Import.objects.get()
    asha.post(reverse("confirm_import", args=[import_.pk]))
    run_the_job(import_)
    page = asha.get(reverse("history")).content.decode()
    assert "Billing" in page
    assert "calls.csv" in page
