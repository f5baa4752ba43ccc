import json
import logging
import os
import subprocess
import sys

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from tests.builders.processes import REPOSITORY

from floorwalker.config.json_log import JsonLines
from floorwalker.config.mail_url import django_mail
from floorwalker.config.private_log import NothingPersonal
from floorwalker.foundation.errors import SetupError


def test_a_site_over_https_passes_djangos_check_for_deployment(home):
    answer = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env=os.environ
        | {
            "PYTHONPATH": str(REPOSITORY / "src"),
            "DJANGO_SETTINGS_MODULE": "floorwalker.config.settings",
            "FLOORWALKER_HTTPS": "yes",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr


def test_over_https_browsers_come_back_over_https_only(cast, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    assert Client().get("/sign-in/").url == "https://testserver/sign-in/"
    answer = Client().get("/sign-in/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000"
    assert Client().get("/healthz").status_code == 200


def test_every_page_carries_the_headers_that_protect_it(cast):
    answer = Client().get("/sign-in/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_form_of_another_site_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["mia"])
    address = f"/accounts/{cast.users['ben'].pk}/close/"
    assert client.post(address, headers={"origin": "https://evil.example"}).status_code == 403


def test_a_form_that_is_too_large_is_refused(cast):
    words = "x" * 3_000_000
    assert Client().post("/sign-in/", {"username": words}).status_code == 400
    assert Client().post("/sign-in/", {"username": words[:1_000]}).status_code == 200


def test_a_site_is_ready_when_its_schema_is_up_to_date(db, client):
    assert client.get("/readyz").status_code == 200
    MigrationRecorder.Migration.objects.latest("pk").delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the schema is not up to date\n")


def test_a_log_line_is_json_and_says_nothing_of_the_person():
    record = logging.LogRecord(
        "django.request", logging.WARNING, "x.py", 1, "Not Found: %s", ("/x/",), None
    )
    record.status_code, record.request = 404, "the request of ben@example.ca"
    line = JsonLines().format(record)
    told = json.loads(line)
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "WARNING",
        "logger": "django.request",
        "message": "Not Found: /x/",
        "status": 404,
    }


def test_a_fault_tells_its_kind_and_where_it_arose_but_not_its_words():
    who = "Ben"
    try:
        try:
            int(f"{who}@example.ca")
        except ValueError as cause:
            raise LookupError(who) from cause
    except LookupError:
        record = logging.LogRecord("a", logging.ERROR, "x.py", 1, "m", (), sys.exc_info())
    assert NothingPersonal().filter(record)
    fault = json.loads(JsonLines().format(record))["fault"]
    assert "builtins.ValueError\nwhich led to\n" in fault
    assert fault.endswith("builtins.LookupError")
    assert "test_security.py" in fault
    assert "Ben" not in logging.Formatter("{message}", style="{").format(record)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
        ("smtp+tls://a:b%40c@mail.example", ("mail.example", 587, "a", "b@c", True, False)),
        ("smtps://a:b@mail.example:4650", ("mail.example", 4650, "a", "b", False, True)),
    ],
)
def test_a_mail_server_is_named_by_an_address(url, expected):
    told = django_mail(url)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(told[f"EMAIL_{name}"] for name in names) == expected


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example", "smtp://x:99999999"])
def test_what_is_no_mail_server_stops_the_program(url):
    with pytest.raises(SetupError) as refused:
        django_mail(url)
    assert refused.value.where == "FLOORWALKER_MAIL_URL"


def test_without_a_mail_server_mail_goes_nowhere():
    assert django_mail("") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
