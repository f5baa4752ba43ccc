"""The audit of our packages, against a service on this machine that speaks OSV."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.architecture.repository import REPOSITORY

PACKAGES = REPOSITORY / "requirements/app.txt"
FAULT = {
    "id": "PYSEC-2026-1",
    "published": "2026-11-01T00:00:00Z",
    "aliases": [],
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}


@contextmanager
def service(vulnerable: str = "") -> Iterator[str]:
    """An OSV service that knows one fault of one package, or none."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = asked["package"]["name"] == vulnerable
            body = json.dumps({"vulns": [FAULT]} if known else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/query"
        finally:
            server.shutdown()
            thread.join()


def audit(url, *, strict=False):
    done = subprocess.run(
        [sys.executable, REPOSITORY / "requirements/audit", "--service", "osv", "--osv-url", url],
        env=os.environ | {"FLOORWALKER_AUDIT": "strict" if strict else ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


def test_without_known_faults_it_says_how_many_packages_were_looked_at():
    with service() as url:
        code, (said,) = audit(url, strict=True)
    assert code == 0
    told = re.fullmatch(r"audit: osv knows (\d+) of (\d+) packages, 0 vulnerable\.", said)
    assert told, said
    # a few are for other systems only
    in_file = len(re.findall(r"^[a-z].*==", PACKAGES.read_text(), re.M))
    assert in_file - 5 <= int(told[1]) == int(told[2]) <= in_file


def test_a_known_fault_fails_and_says_which_version_puts_it_right():
    with service(vulnerable="django") as url:
        code, lines = audit(url)
    assert code == 1
    assert re.fullmatch(
        r"audit: django [0-9.]+ has PYSEC-2026-1; put right in: 99\.1\.", lines[0]
    ), lines
    assert lines[1].endswith("1 vulnerable.")


def test_without_an_answer_nothing_was_checked_and_that_is_said():
    with socket.socket() as closed:  # bound, not listening: nobody else can answer there
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/v1/query"
        said = "audit: not checked: no answer from osv about any package of app.txt."
        assert audit(url) == (0, [said])
        assert audit(url, strict=True) == (1, [said])
