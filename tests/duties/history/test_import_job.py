"""An upload imported by a real worker in a child process of its own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.builders.cast import make_cast
from tests.builders.processes import eventually, floorwalker_process
from tests.duties.history.files import CONTACTS

from floorwalker.duties.history.models import Contact, Import
from floorwalker.foundation.jobs.models import Job

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("worker"),
]


def test_a_worker_imports_a_confirmed_upload_with_progress():
    client = Client()
    client.force_login(make_cast().users["asha"])
    row = "{},2024-03-{:02d} 08:{:02d}:00,Q{},5,ANSWERED,60,Ada\n"
    rows = "".join(row.format(n, 1 + n % 28, n % 60, n % 3) for n in range(30_000))
    file = SimpleUploadedFile("calls.csv", (CONTACTS + rows).encode())
    client.post(reverse("upload"), {"file": file, "zone": "America/Toronto"})
    import_ = Import.objects.get()
    client.post(reverse("confirm_import", args=[import_.pk]))
    with floorwalker_process("work"):
        eventually(lambda: Job.objects.get().is_finished, within_seconds=60)
    job = Job.objects.get()
    assert (job.state, job.error) == ("succeeded", "")
    import_.refresh_from_db()
    assert import_.state == "done"
    assert Contact.objects.count() == 30_000
