"""A small server for pages made of our static files, with answers that a test decides."""

import json
import mimetypes
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from playwright.sync_api import Page

import floorwalker.foundation.ui as ui
from floorwalker.foundation.ui.kit import kit_context
from floorwalker.foundation.ui.kit.chart_samples import TORONTO

STATIC = Path(ui.__file__).parent / "static"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"

Answer = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class StubSite:
    """Pages by path, answers to posts by path, and what was posted."""

    address: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    posted: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)

    def get(self, path: str) -> tuple[str, bytes] | None:
        if path in self.pages:
            return "text/html; charset=utf-8", self.pages[path].encode()
        file = STATIC / path.removeprefix("/static/")
        if path.startswith("/static/") and file.is_file():
            return mimetypes.guess_type(file.name)[0] or "text/plain", file.read_bytes()
        return None

    def open(self, page: Page, html: str) -> None:
        """Serve this as the page and show it."""
        self.pages["/"] = html
        page.goto(self.address)


def kit_html() -> str:
    """Render `/kit` without anybody signed in."""
    request = RequestFactory().get("/kit/?sort=-offered")
    request.user = AnonymousUser()
    with timezone.override(TORONTO):
        return render_to_string("ui/kit.html", kit_context(request), request)


@pytest.fixture
def site() -> Iterator[StubSite]:
    stub = StubSite()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    stub.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield stub
    server.shutdown()
    server.server_close()
    thread.join()


def _handler(stub: StubSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = stub.get(self.path.split("?")[0])
            if found is None:
                self.send_error(404)
                return
            self._send(*found)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.posted.append((self.path, body, self.headers.get("X-CSRFToken", "")))
            self._send("application/json", json.dumps(stub.answers[self.path](body)).encode())

        def _send(self, kind: str, content: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            """Stay silent: the tests speak."""

    return Handler
