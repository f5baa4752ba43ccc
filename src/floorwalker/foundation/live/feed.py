"""Keep the hub of this process up to date: one connection listens, one reads the outbox.

Two connections, because the one that waits for notifications cannot answer at the same time. When
the database goes away both are opened again and the feed takes up where it was; nobody is cut off.
"""

import asyncio
import contextlib
import logging
from typing import Any

from psycopg import AsyncConnection, Error, OperationalError, sql

from floorwalker.foundation.live.hub import Hub, Listener, changes_message, message_of
from floorwalker.foundation.live.outbox import Position, events_between, position_now
from floorwalker.foundation.live.publish import CHANNEL

RETRY_SECONDS = 1.0
READY_SECONDS_MAX = 5.0
LOOK_SECONDS = 15.0
"""The outbox is read this often even without a notification: positions must not grow old."""

_NOTICE_LOSS: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}

log = logging.getLogger(__name__)


class NotReadyError(Exception):
    """The database does not answer; come back later."""


class Feed:
    """Carries committed events from the database into a hub."""

    def __init__(self, hub: Hub, *, database: str) -> None:
        self._hub = hub
        self._database = database
        self._connection: AsyncConnection[Any] | None = None
        self._position: Position | None = None
        self._reading = asyncio.Lock()
        self._is_ready = asyncio.Event()
        self._has_news = asyncio.Event()
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._read())]

    @property
    def position(self) -> Position | None:
        """How far every listener of the hub has been told."""
        return self._position

    async def join(self, listener: Listener, *, after: Position | None) -> None:
        """Add a listener to the hub; one that comes back first gets what it has missed.

        Raises:
            NotReadyError: the database does not answer.
        """
        try:
            async with asyncio.timeout(READY_SECONDS_MAX):
                await self._is_ready.wait()
                async with self._reading:
                    await self._join(listener, after=after)
        except (TimeoutError, Error) as error:
            raise NotReadyError from error

    async def close(self) -> None:
        """Stop listening and close both connections."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _join(self, listener: Listener, *, after: Position | None) -> None:
        # Catching up first makes our position later than any that a browser can bring from
        # another process; then what it missed is what lies between, and the hub tells the rest.
        here = await self._catch_up()
        messages = []
        if after is not None and not after.can_resume_at(here):
            messages.append(message_of("resync", position=here))
        elif after is not None and after.snapshot != here.snapshot:
            missed = await events_between(
                self._open, after=after, until=here, topics=listener.topics
            )
            if missed is None:
                messages.append(message_of("resync", position=here))
            elif missed:
                messages.append(changes_message(missed, position=here))
        ready = {"topics": sorted(listener.topics)}
        for message in [message_of("ready", data=ready, position=here), *messages]:
            listener.offer(message, position=here)
        self._hub.add(listener)

    async def _listen(self) -> None:
        while True:
            with contextlib.suppress(Error):
                async with await self._connect() as connection:
                    await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
                    self._has_news.set()  # something may have come before we listened
                    async for _notification in connection.notifies():
                        self._has_news.set()
            await asyncio.sleep(RETRY_SECONDS)

    async def _read(self) -> None:
        while True:
            try:
                async with await self._connect() as self._connection:
                    await self._read_on()
            except Error as error:
                log.warning("live: the database does not answer (%s)", type(error).__name__)
            finally:
                self._is_ready.clear()
            await asyncio.sleep(RETRY_SECONDS)

    async def _read_on(self) -> None:
        """Follow the outbox until the connection breaks."""
        while True:
            self._has_news.clear()
            async with self._reading:
                await self._catch_up()
            self._is_ready.set()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._has_news.wait()

    async def _catch_up(self) -> Position:
        """Tell the hub what is new, and return the position it has now."""
        here = await position_now(self._open)
        before = self._position or here
        events = None
        if before.can_resume_at(here):
            events = await events_between(self._open, after=before, until=here)
        self._position = here
        if events is None:
            self._hub.resync(position=here)
        else:
            self._hub.broadcast(events, position=here)
        return here

    async def _connect(self) -> AsyncConnection[Any]:
        return await AsyncConnection.connect(
            self._database, autocommit=True, application_name="floorwalker live", **_NOTICE_LOSS
        )

    @property
    def _open(self) -> AsyncConnection[Any]:
        if self._connection is None:
            raise OperationalError("no connection yet")
        return self._connection
