"""One request and its answer on an open connection, in HTTP/1.1 as h11 speaks it."""

import asyncio
from dataclasses import dataclass

import h11

from floorwalker.adapters.webhooks._addresses import Target
from floorwalker.foundation.webhooks.records import Message

READ_BYTES_MAX = 64 * 1024
"""Of everything that comes back; what is beyond is not read."""

START_CHARACTERS_MAX = 2_000
PIECE_BYTES = 4096
AGENT = "Floorwalker"


class NoHttpError(Exception):
    """What came back is no HTTP answer."""


@dataclass
class Received:
    """What has come back so far; it counts also when the rest never comes."""

    status: int | None = None
    body: bytes = b""
    retry_after_seconds: int = 0

    @property
    def start(self) -> str:
        """The beginning of the body as text that a database takes."""
        text = self.body.decode("utf-8", errors="replace").replace("\x00", "\ufffd")
        return text[:START_CHARACTERS_MAX]


async def exchange(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    *,
    target: Target,
    message: Message,
    received: Received,
) -> None:
    """Send the message and read its answer, as far as it is of use, into `received`.

    Raises:
        NoHttpError: this is no answer.
        OSError: the connection broke.
    """
    http = h11.Connection(h11.CLIENT)
    try:
        writer.write(_request(http, target, message))
        await writer.drain()
        await _read(http, reader, received)
    except h11.RemoteProtocolError as error:
        raise NoHttpError(str(error)) from error


def _request(http: h11.Connection, target: Target, message: Message) -> bytes:
    headers = {
        "Host": target.host_header,
        "User-Agent": AGENT,
        "Content-Type": "application/json",
        "Content-Length": str(len(message.body)),
        "Connection": "close",
        **message.headers,
    }
    request = h11.Request(method="POST", target=target.path, headers=list(headers.items()))
    pieces = (request, h11.Data(data=message.body), h11.EndOfMessage())
    return b"".join(http.send(piece) or b"" for piece in pieces)


async def _read(http: h11.Connection, reader: asyncio.StreamReader, received: Received) -> None:
    bytes_read = 0
    while True:
        match http.next_event():
            case h11.NEED_DATA if bytes_read < READ_BYTES_MAX:
                piece = await reader.read(min(PIECE_BYTES, READ_BYTES_MAX - bytes_read))
                bytes_read += len(piece)
                http.receive_data(piece)
            case h11.Response() as response:
                received.status = response.status_code
                received.retry_after_seconds = _retry_after(response)
            case h11.Data() as data:
                received.body += bytes(data.data)
            case h11.InformationalResponse():
                continue
            case _:  # its end, the other side's, or ours
                break
    if received.status is None:
        raise NoHttpError("no status")


def _retry_after(response: h11.Response) -> int:
    """Return the seconds that a receiver asks for; a date is not understood."""
    for name, value in response.headers:
        if name == b"retry-after" and value.isdigit() and len(value) <= len("86400"):
            return int(value)
    return 0
