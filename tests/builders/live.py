"""Listen to `/live` as a browser does, one server-sent event at a time."""

import asyncio
import http.client
import json
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

from django.test import Client

from floorwalker.foundation.accounts.models import User

SECONDS_MAX = 20.0

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class ServerEvent:
    """One event of the stream."""

    kind: str
    data: Any
    id: str


def server_event(block: str) -> ServerEvent | None:
    """Read the lines between two empty ones; `None` when they hold no event (`retry:`)."""
    fields = dict(re.findall(r"^(\w+): (.*)$", block, re.M))
    if "event" not in fields:
        return None
    return ServerEvent(fields["event"], json.loads(fields["data"]), fields.get("id", ""))


def run_async(scene: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a coroutine in a thread: a browser of another test may have a loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, scene).result()


def cookie_of(user: User) -> str:
    """The cookie header of a browser in which this user has signed in."""
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


class Listening:
    """An open stream of a real server."""

    def __init__(self, port: int, *, cookie: str, topics: list[str], after: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_MAX)
        headers = {"Cookie": cookie} | ({"Last-Event-ID": after} if after else {})
        query = urlencode({"topics": ",".join(topics)})
        self._connection.request("GET", f"/live?{query}", headers=headers)
        self._answer = self._connection.getresponse()
        assert self._answer.status == 200, self._answer.status
        self.last_id = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._answer.close()
        self._connection.close()

    def next(self) -> ServerEvent | None:
        """The next event; `None` at the end of the stream, whatever ended it."""
        block = ""
        while line := self._line():
            if line != "\n":
                block += line
            elif event := server_event(block):
                self.last_id = event.id or self.last_id
                return event
            else:
                block = ""
        return None

    def _line(self) -> str:
        try:
            return self._answer.readline().decode()
        except (ConnectionError, http.client.HTTPException):
            return ""

    def changes(self, *, count: int) -> list[Any]:
        """The bodies of the next changes, at least so many."""
        found: list[Any] = []
        while len(found) < count:
            event = self.next()
            assert event is not None, "the stream ended"
            assert event.kind in {"changes", "ready", "beat"}, event
            if event.kind == "changes":
                found += [change["body"] for change in event.data]
        return found
