"""Real web processes on the test database, each on a port of its own."""

import http.client
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from tests.builders.processes import eventually, floorwalker_process

CSRF = "c" * 32
START_SECONDS_MAX = 90.0
"""On a busy machine."""


@dataclass(frozen=True)
class WebServer:
    """A running `floorwalker web`."""

    process: subprocess.Popen[bytes]
    port: int

    def answers(self) -> bool:
        try:
            return self._ask("GET", "/healthz").status == 200
        except OSError:
            return False

    def post(self, path: str, *, cookie: str) -> int:
        headers = {"Cookie": f"{cookie}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
        return self._ask("POST", path, headers).status

    def _ask(
        self, method: str, path: str, headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, headers=headers or {})
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()


@contextmanager
def web_server(*, log: IO[bytes] | None = None, **environment: str) -> Iterator[WebServer]:
    """Run a web server until the end of the block; it answers when the block begins."""
    with starting_web_server(log=log, **environment) as server:
        eventually(server.answers, within_seconds=START_SECONDS_MAX)
        yield server


@contextmanager
def starting_web_server(*, log: IO[bytes] | None = None, **environment: str) -> Iterator[WebServer]:
    """Run a web server until the end of the block; when the block begins, it only just starts."""
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    with floorwalker_process("web", "--port", str(port), log=log, **environment) as process:
        yield WebServer(process, port)
