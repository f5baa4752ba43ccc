"""Who listens to what in this process; each listener has a bounded queue of messages.

Everything here runs in one event loop and never waits, so a listener that is added at a position
hears of everything after it, once.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Collection, Iterable

from floorwalker.foundation.live.metrics import DELIVERED
from floorwalker.foundation.live.outbox import Event, Position
from floorwalker.foundation.live.topics import with_those_above

MESSAGES_MAX = 100
"""A browser that is this far behind starts afresh: its messages are dropped for one `resync`."""


class Listener:
    """One open stream: its topics, and the messages that wait to be sent."""

    def __init__(self, topics: Collection[str]) -> None:
        self.topics = frozenset(topics)
        self.is_over = False
        self._waiting: deque[bytes] = deque()
        self._has_news = asyncio.Event()

    def offer(self, message: bytes, *, position: Position) -> None:
        """Queue a message; when the queue is full, a `resync` in the place of all."""
        if len(self._waiting) >= MESSAGES_MAX:
            self._waiting.clear()
            message = message_of("resync", position=position)
        self._waiting.append(message)
        self._has_news.set()

    def end(self) -> None:
        """Let the stream end after what is being sent."""
        self.is_over = True
        self._has_news.set()

    async def take(self, *, within_seconds: float) -> bytes:
        """Return everything that waits, or nothing when nothing came in time."""
        try:
            async with asyncio.timeout(within_seconds):
                await self._has_news.wait()
        except TimeoutError:
            return b""
        self._has_news.clear()
        taken = b"".join(self._waiting)
        self._waiting.clear()
        return taken


class Hub:
    """The listeners of this process, by topic."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[Listener]] = defaultdict(set)
        self._listeners: set[Listener] = set()

    def __len__(self) -> int:
        return len(self._listeners)

    def add(self, listener: Listener) -> None:
        """Let a listener hear of what comes from now on."""
        self._listeners.add(listener)
        for topic in listener.topics:
            self._by_topic[topic].add(listener)

    def remove(self, listener: Listener) -> None:
        """Forget a listener; one that was never added is forgotten already."""
        self._listeners.discard(listener)
        for topic in listener.topics:
            self._by_topic[topic].discard(listener)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def broadcast(self, events: Iterable[Event], *, position: Position) -> None:
        """Give each listener the events of its topics, as one message that leads to `position`."""
        heard: dict[Listener, list[Event]] = defaultdict(list)
        for event in events:
            for listener in self._listeners_of(event.topic):
                heard[listener].append(event)
        encoded: dict[tuple[int, ...], bytes] = {}  # most listeners hear the same
        for listener, theirs in heard.items():
            key = tuple(map(id, theirs))
            if key not in encoded:
                encoded[key] = changes_message(theirs, position=position)
            listener.offer(encoded[key], position=position)
            DELIVERED.inc(len(theirs))

    def resync(self, *, position: Position) -> None:
        """Tell everybody to ask for everything again."""
        for listener in self._listeners:
            listener.offer(message_of("resync", position=position), position=position)

    def end_all(self) -> None:
        """Let every stream end."""
        for listener in self._listeners:
            listener.end()

    def _listeners_of(self, topic: str) -> set[Listener]:
        found: set[Listener] = set()
        for name in with_those_above(topic):
            found |= self._by_topic.get(name, set())
        return found


def changes_message(events: Iterable[Event], *, position: Position) -> bytes:
    """Return one message with several events: a browser gets all of them or none."""
    data = [{"topic": event.topic, "body": event.body} for event in events]
    return message_of("changes", data=data, position=position)


def message_of(kind: str, *, data: object = None, position: Position | None = None) -> bytes:
    """Return a server-sent event; with its position, which the browser names when it comes back."""
    head = f"id: {position.token}\n" if position else ""
    text = json.dumps(data, separators=(",", ":"))
    return f"{head}event: {kind}\ndata: {text}\n\n".encode()
