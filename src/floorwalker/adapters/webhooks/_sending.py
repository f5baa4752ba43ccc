"""Send one message: resolve, check, connect to what was checked, speak HTTP/1.1, read a little."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from ipaddress import ip_address
from time import monotonic

from floorwalker.adapters.webhooks._addresses import Address, Policy, Target, target_of
from floorwalker.adapters.webhooks._exchange import NoHttpError, Received, exchange
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.webhooks.choices import Outcome
from floorwalker.foundation.webhooks.records import Answer, Message

SECONDS_MAX = 15.0
"""For everything together: name, connection, request and answer."""

CONNECT_SECONDS_MAX = 5.0
ADDRESSES_MAX = 3
"""A name with more addresses is tried at the first ones only."""


class RefusedAddressError(Exception):
    """The name leads to an address that is not allowed."""


class HttpSender:
    """Sends messages where a policy allows it, to servers whose certificates are trusted."""

    def __init__(self, policy: Policy, trust: ssl.SSLContext) -> None:
        self._policy, self._trust = policy, trust

    @property
    def policy(self) -> Policy:
        """Where messages may go."""
        return self._policy

    @property
    def trust(self) -> ssl.SSLContext:
        """Whose certificates are trusted."""
        return self._trust

    def checked_host(self, url: str) -> str:
        """Return the host of an address that a message may be sent to.

        Raises:
            BadInputError: nothing may be sent there.
        """
        return target_of(url, policy=self.policy).host

    async def send(self, message: Message, *, seconds_max: float = SECONDS_MAX) -> Answer:
        """Send a message once and tell what came of it."""
        began, received = monotonic(), Received()
        outcome = Outcome.ANSWERED
        try:
            async with asyncio.timeout(seconds_max):
                await self._send(message, received)
        except (TimeoutError, OSError, NoHttpError, BadInputError, RefusedAddressError) as error:
            # With a status it has answered, whatever became of the rest.
            outcome = Outcome.ANSWERED if received.status else _outcome_of(error)
        return Answer(
            outcome=outcome,
            duration_seconds=monotonic() - began,
            status=received.status,
            start=received.start,
            retry_after_seconds=received.retry_after_seconds,
        )

    async def _send(self, message: Message, received: Received) -> None:
        target = target_of(message.url, policy=self.policy)
        addresses = await self._allowed_addresses(target)
        async with self._connection(target, addresses) as (reader, writer):
            await exchange(reader, writer, target=target, message=message, received=received)

    async def _allowed_addresses(self, target: Target) -> list[Address]:
        """Resolve the name, once; one address that is not allowed spoils all of them."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        addresses = [ip_address(str(info[4][0]).partition("%")[0]) for info in found]
        if not addresses or not all(self.policy.allows(address) for address in addresses):
            raise RefusedAddressError(target.host)
        if not target.is_secure and not all(address.is_loopback for address in addresses):
            raise RefusedAddressError(target.host)
        return list(dict.fromkeys(addresses))[:ADDRESSES_MAX]

    @contextlib.asynccontextmanager
    async def _connection(
        self, target: Target, addresses: list[Address]
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Connect to the first address that takes us; its certificate is for the name."""
        reader, writer = await self._first(target, addresses)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()  # no polite end: a slow peer would hold it up

    async def _first(
        self, target: Target, addresses: list[Address]
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        trust, name = (self.trust, target.host) if target.is_secure else (None, None)
        failure: OSError = OSError("no address")
        for address in addresses:
            try:
                async with asyncio.timeout(CONNECT_SECONDS_MAX):
                    return await asyncio.open_connection(
                        str(address), target.port, ssl=trust, server_hostname=name
                    )
            except TimeoutError as error:
                failure = ConnectionError(str(error))
            except OSError as error:
                failure = error
        raise failure


def _outcome_of(error: Exception) -> Outcome:
    match error:
        case TimeoutError():
            return Outcome.TOO_SLOW
        case ssl.SSLError():
            return Outcome.NOT_TRUSTED
        case socket.gaierror():
            return Outcome.UNKNOWN_NAME
        case BadInputError() | RefusedAddressError():
            return Outcome.REFUSED_ADDRESS
        case NoHttpError():
            return Outcome.NO_HTTP
        case _:
            return Outcome.NO_CONNECTION
