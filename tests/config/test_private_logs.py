"""Nothing about a person is in any log of web and worker, whatever goes wrong."""

import json
import socket
from urllib.parse import urlencode

import pytest
from django.db import connection
from tests.builders.live import cookie_of
from tests.builders.processes import eventually, floorwalker_process
from tests.builders.web_servers import CSRF, web_server
from tests.config.test_protection import ask

from floorwalker.duties.history.models import Import
from floorwalker.foundation.jobs.models import Job

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

PERSONAL = ("ben", "tremblay", "example.ca", "hunter2", "198.51.100.7", "sessionid")
FORM = "application/x-www-form-urlencoded"
CALLS = "queue,time,offered\nTremblay,2024-03-04 08:00,x\nTremblay,2024-03-04 08:30,1\n" + "".join(
    f"Tremblay,2024-03-04 {hour:02d}:00,5\n" for hour in range(9, 18)
)


@pytest.mark.usefixtures("no_jobs_of_another_test")
@pytest.mark.parametrize("form", ["json", "lines"])
def test_sign_ins_resets_uploads_and_faults_leave_no_trace_of_a_person(cast, tmp_path, form):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        mail = f"smtp://127.0.0.1:{closed.getsockname()[1]}"
        said = tmp_path / "said"
        settings = {
            "FLOORWALKER_LOG_FORMAT": form,
            "FLOORWALKER_LOG_LEVEL": "INFO",
            "FLOORWALKER_MAIL_URL": mail,
        }
        with (
            said.open("wb") as log,
            web_server(log=log, **settings) as web,
            floorwalker_process("work", log=log, **settings),
        ):
            drive(web.port, cast)
    text = said.read_text().lower()
    assert [word for word in PERSONAL if word in text] == []
    for told in (
        "(no page of ours)",
        "/queues/",
        "undefinedtable",
        "a password mail did not go out",
    ):
        assert told in text, told
    if form == "json":
        levels = {json.loads(line)["level"] for line in text.splitlines() if line[0] == "{"}
        assert {"info", "warning", "error"} <= levels


def drive(port, cast):
    cast.users["ben"].set_password("hunter2 but longer")
    cast.users["ben"].save()
    mia, who = cookie_of(cast.users["mia"]), {"X-Forwarded-For": "198.51.100.7"}
    stranger = f"csrftoken={CSRF}"

    def post(path, cookie=stranger, **fields):
        body = urlencode({"csrfmiddlewaretoken": CSRF, **fields})
        headers = {"Cookie": cookie, "Content-Type": FORM, **who}
        return ask(port, path, method="POST", body=body, **headers)[0]

    for _try in range(6):
        post("/sign-in/?next=/tremblay/", username="ben@example.ca", password="hunter2")
    assert post("/password/", email="ben@example.ca") == 302
    assert ask(port, "/tremblay/ben@example.ca/?q=hunter2", Cookie=mia)[0] == 404
    assert ask(port, "/jobs/999999/?q=ben@example.ca", Cookie=mia, **who)[0] == 404
    assert post("/jobs/1/cancel/?q=ben", cookie=mia) == 403  # no token in the cookie
    assert ask(port, "/jobs/", Host="ben.tremblay.example.ca")[0] == 400
    assert ask(port, "/api/v1/jobs?q=ben@example.ca", Authorization="Bearer hunter2")[0] == 401
    upload(port, f"{mia}; csrftoken={CSRF}")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE demand_queue RENAME TO elsewhere")
        try:
            assert ask(port, "/queues/?q=ben@example.ca", Cookie=mia)[0] == 500
        finally:
            cursor.execute("ALTER TABLE elsewhere RENAME TO demand_queue")


def upload(port, cookie):
    """A file about Tremblay, imported by a job of the real worker."""
    edge = "e" * 20
    fields = {"zone": "America/Toronto", "kind": "", "date_order": "", "queue": ""}
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append(f'name="file"; filename="Ben Tremblay.csv"\r\n\r\n{CALLS}')
    body = "".join(f"--{edge}\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    kind = f"multipart/form-data; boundary={edge}"
    headers = {"Cookie": cookie, "X-CSRFToken": CSRF, "Content-Type": kind}
    answer = ask(port, "/history/import/", method="POST", body=f"{body}--{edge}--\r\n", **headers)
    assert answer[0] == 302
    import_ = Import.objects.get()
    confirm = f"/history/imports/{import_.pk}/confirm/"
    headers = {"Cookie": cookie, "X-CSRFToken": CSRF}
    assert ask(port, confirm, method="POST", **headers)[0] == 302
    eventually(lambda: Job.objects.get().is_finished)
