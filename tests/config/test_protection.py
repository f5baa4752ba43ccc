"""Every answer of a real web server bears the headers that protect it."""

import http.client
import os
import re
import subprocess
import sys

import pytest
from tests.builders.live import cookie_of
from tests.builders.processes import REPOSITORY
from tests.builders.web_servers import CSRF, web_server

from floorwalker.foundation.accounts.models import FailedTries

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

EXPECTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(),"
    " payment=(), usb=()",
}


def ask(port, path, *, method="GET", body=None, **headers):
    """Return status and headers; the body of a stream is not waited for."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def test_pages_files_errors_streams_and_the_api_bear_the_same_headers(cast):
    cookie = cookie_of(cast.users["mia"])
    topics = f"/live?topics=site/{cast.site.pk}/jobs"
    with web_server() as server:
        answers = {
            "page": ask(server.port, "/jobs/", Cookie=cookie),
            "redirect": ask(server.port, "/jobs/"),
            "not found": ask(server.port, "/nothing/", Cookie=cookie),
            "forged form": ask(server.port, "/jobs/1/cancel/", method="POST", Cookie=cookie),
            "wrong host": ask(server.port, "/jobs/", Host="evil.example"),
            "file": ask(server.port, "/static/ui/live-worker.js"),
            "missing file": ask(server.port, "/static/nothing.js"),
            "api": ask(server.port, "/api/v1/jobs"),
            "download": ask(server.port, "/audit/audit.csv", Cookie=cookie),
            "monitoring": ask(server.port, "/metrics"),
            "stream": ask(server.port, topics, Cookie=cookie),
            "refused stream": ask(server.port, topics),
        }
    assert {kind: status for kind, (status, _headers) in answers.items()} == {
        **dict.fromkeys(("page", "file", "monitoring", "stream"), 200),
        "redirect": 302,
        "forged form": 403,
        "wrong host": 400,
        "not found": 404,
        "missing file": 404,
        "api": 401,
        "refused stream": 401,
        "download": 200,
    }
    for kind, (_status, headers) in answers.items():
        assert {name: headers.get(name) for name in EXPECTED} == EXPECTED, kind
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy, kind
        assert "frame-ancestors 'none'" in policy, kind
        assert "unsafe" not in policy, kind
        assert not {"server", "access-control-allow-origin"} & set(headers), kind


@pytest.mark.parametrize(
    ("trusted", "addresses_counted"), [("127.0.0.1", [1, 1, 1]), ("192.0.2.1", [3])]
)
def test_only_a_proxy_that_is_named_says_where_visitors_come_from(cast, trusted, addresses_counted):
    form = "username=ben%40example.ca&password=wrong&csrfmiddlewaretoken=" + CSRF
    headers = {
        "Cookie": f"csrftoken={CSRF}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    with web_server(FORWARDED_ALLOW_IPS=trusted) as server:
        for number in range(3):
            claimed = {"X-Forwarded-For": f"198.51.100.{number}"}
            sent = {**headers, **claimed}
            assert ask(server.port, "/sign-in/", method="POST", body=form, **sent)[0] == 200
    counted = FailedTries.objects.filter(key__startswith="sign_in address").order_by("pk")
    assert list(counted.values_list("count", flat=True)) == addresses_counted


def test_every_secret_may_come_from_a_file(tmp_path):
    names = ("FLOORWALKER_SECRET_KEY", "FLOORWALKER_MAIL_URL", "FLOORWALKER_METRICS_TOKEN")
    told = {
        "FLOORWALKER_SECRET_KEY": "a key from a file",
        "FLOORWALKER_MAIL_URL": "smtp://u:word-from-a-file@mail.example",
        "FLOORWALKER_METRICS_TOKEN": "a token from a file",
        "DATABASE_URL": "postgresql://u:password-from-a-file@h/d",
    }
    environment = {k: v for k, v in os.environ.items() if k not in told}
    for name, value in told.items():
        (tmp_path / name).write_text(value + "\n")
        environment[f"{name}_FILE"] = str(tmp_path / name)
    shown = (
        "from floorwalker.config import settings as s;"
        "print(s.SECRET_KEY, s.EMAIL_HOST_PASSWORD, s.METRICS_TOKEN,"
        " s.DATABASES['default']['PASSWORD'], sep='|')"
    )
    done = subprocess.run(
        [sys.executable, "-c", shown], env=environment, capture_output=True, text=True, check=True
    )
    assert len(names) + 1 == len(told)
    assert done.stdout.strip().split("|") == [
        *("a key from a file", "word-from-a-file", "a token from a file", "password-from-a-file"),
    ]


def test_no_secret_is_read_past_the_files():
    """Settings read the environment by env_text and its kin only, which all know NAME_FILE."""
    text = (REPOSITORY / "src/floorwalker/config/settings.py").read_text()
    assert re.findall(r"os\.environ|getenv", text) == []
