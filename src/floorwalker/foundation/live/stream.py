"""`GET /live?topics=a,b`: the one stream of server-sent events, a raw ASGI application.

| event | meaning |
|---|---|
| `ready` | the topics that are heard from now on; those this person may not hear are left out |
| `changes` | a list of `{topic, body}` |
| `resync` | something was missed: ask for everything again |
| `beat` | nothing for 15 seconds; the connection lives |
| `signed-out` | the session has ended, and the stream with it |

Each brings its position as `id`. A browser that comes back names it by `Last-Event-ID`, or by
`after` in the address, and gets what it has missed.
"""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.http import QueryDict
from psycopg.conninfo import make_conninfo

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.live.feed import Feed, NotReadyError
from floorwalker.foundation.live.hub import Hub, Listener, message_of
from floorwalker.foundation.live.metrics import STREAMS
from floorwalker.foundation.live.outbox import Position
from floorwalker.foundation.live.topics import is_topic, may_listen
from floorwalker.foundation.live.visitor import threads, visitor_of
from floorwalker.foundation.metrics.requests import count_request

LIVE_PATH = "/live"
BEAT_SECONDS = 15.0
RECHECK_SECONDS = 30.0
SEND_SECONDS_MAX = 30.0
RECONNECT_MILLISECONDS = (500, 2_500)
TOPICS_MAX = 100
LISTENERS_MAX = 5_000
OK = 200

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class LiveStream:
    """The ASGI application; it reaches the database when the first browser comes."""

    def __init__(
        self, *, beat_seconds: float = BEAT_SECONDS, recheck_seconds: float = RECHECK_SECONDS
    ) -> None:
        self.hub = Hub()
        self._feed: Feed | None = None
        self._beat_seconds = beat_seconds
        self._recheck_seconds = recheck_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; it lasts until the browser or the server leaves."""
        topics, after = _asked_for(scope)
        status, heard = await self._admit(scope, topics)
        count_request("live", method=scope["method"], status=status)
        if status != OK:
            await _refuse(send, status=status)
        else:
            await self._serve(Listener(heard), scope, receive, send, after=after)

    async def close(self) -> None:
        """End every stream, then leave the database; browsers come back to whoever serves next."""
        self.hub.end_all()
        if self._feed is not None:
            await self._feed.close()
            self._feed = None

    async def lifespan(self, receive: Receive, send: Send) -> None:
        """Speak the server's start-and-stop protocol."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _admit(self, scope: Scope, topics: set[str]) -> tuple[int, set[str]]:
        """Return the status of the answer, and the topics that this person may hear."""
        if scope["method"] != "GET":
            return 405, set()
        if not topics or len(topics) > TOPICS_MAX or not all(map(is_topic, topics)):
            return 400, set()
        actor = await _visitor(scope)
        if actor is None:
            return 401, set()
        heard = {topic for topic in topics if may_listen(actor, topic)}
        if heard and len(self.hub) >= LISTENERS_MAX:
            return 503, set()
        return (OK, heard) if heard else (403, set())

    async def _serve(
        self,
        listener: Listener,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        after: Position | None,
    ) -> None:
        feed = self._running_feed()
        try:
            await feed.join(listener, after=after)
        except NotReadyError:
            await _refuse(send, status=503)
            return
        leaving = asyncio.create_task(_end_when_gone(receive, listener))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            with STREAMS.track_inprogress():
                await self._write(listener, feed, scope, send)
        finally:
            leaving.cancel()
            self.hub.remove(listener)

    async def _write(self, listener: Listener, feed: Feed, scope: Scope, send: Send) -> None:
        loop = asyncio.get_running_loop()
        # Spread out, so that a restart is not followed by everybody at the same moment.
        pause = random.randint(*RECONNECT_MILLISECONDS)  # noqa: S311  # nothing secret
        chunk = f"retry: {pause}\n\n".encode()
        recheck_at = loop.time() + self._recheck_seconds
        while not listener.is_over:
            await _send_chunk(send, chunk)
            if loop.time() >= recheck_at:
                if not await _may_still(listener, scope):
                    await _send_chunk(send, message_of("signed-out"))
                    break
                recheck_at = loop.time() + self._recheck_seconds
            until_recheck = max(0.0, recheck_at - loop.time())
            chunk = await listener.take(within_seconds=min(self._beat_seconds, until_recheck))
            chunk = chunk or message_of("beat", position=feed.position)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _running_feed(self) -> Feed:
        if self._feed is None:
            self._feed = Feed(self.hub, database=_database())
        return self._feed


async def _visitor(scope: Scope) -> Actor | None:
    cookies = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(threads, visitor_of, cookies)


async def _may_still(listener: Listener, scope: Scope) -> bool:
    """Tell whether this person is still signed in and may still hear all of these topics."""
    actor = await _visitor(scope)
    return actor is not None and all(may_listen(actor, topic) for topic in listener.topics)


def _asked_for(scope: Scope) -> tuple[set[str], Position | None]:
    query = QueryDict(scope["query_string"])
    topics = {topic for topic in query.get("topics", "").split(",") if topic}
    named = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    return topics, Position.from_token(named or query.get("after", ""))


async def _end_when_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


async def _send_chunk(send: Send, chunk: bytes) -> None:
    """Send, but wait no longer than `SEND_SECONDS_MAX` for a browser that does not read."""
    async with asyncio.timeout(SEND_SECONDS_MAX):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})


async def _refuse(send: Send, *, status: int) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    with contextlib.suppress(OSError):
        await send({"type": "http.response.body", "body": b""})


def _database() -> str:
    """Return the address of Django's database; a pooler in between must keep sessions (LISTEN)."""
    named = settings.DATABASES["default"]
    options = named.get("OPTIONS", {})
    address: dict[str, Any] = {
        **{name: value for name, value in options.items() if isinstance(value, str | int)},
        "dbname": named["NAME"],
        "user": named.get("USER"),
        "password": named.get("PASSWORD"),
        "host": named.get("HOST"),
        "port": named.get("PORT"),
    }
    return make_conninfo(**{name: value for name, value in address.items() if value})
