"""Files that are not what their name says, through the form: refused, and nothing is left."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from floorwalker.duties.history._uploads import upload_path
from floorwalker.duties.history.models import Import
from floorwalker.foundation.audit.models import AuditRecord


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    return packed.getvalue()


def program():
    return Path(sys.executable).resolve().read_bytes()[:200_000]


def web_page():
    return b"<!doctype html>\n<html><script>alert(1)</script>\n<p>time,offered</p></html>\n"


def waiting_uploads():
    folder = upload_path(0).parent
    return set(folder.iterdir()) if folder.exists() else set()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("calls.xlsx", bomb, "unpacks to 63 MB; it was not opened"),
        ("calls.csv", bomb, "unpacks to 63 MB; it was not opened"),
        ("calls.csv", program, "not a text file"),
        ("calls.csv", web_page, "calls.csv: this is a web page, whatever its name says."),
        ("../../etc/passwd.csv", web_page, "passwd.csv: this is a web page"),
    ],
)
def test_a_file_is_judged_by_what_it_holds(signed_in, name, content, message):
    file = SimpleUploadedFile(name, content(), content_type="text/csv")
    before, uploads = AuditRecord.objects.count(), waiting_uploads()
    answer = signed_in("asha").post(
        reverse("upload"),
        {"zone": "America/Toronto", "kind": "", "date_order": "", "queue": "", "file": file},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert "alert(1)" not in page
    assert "../" not in page
    assert not Import.objects.exists()
    assert AuditRecord.objects.count() == before
    assert waiting_uploads() == uploads
