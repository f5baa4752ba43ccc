"""HTTP with bounds: seconds for the whole answer, bytes, and no redirects.

A timeout of `requests` is for one read: a provider that drips would hold a web thread for ever.
"""

import io
import time
from collections.abc import Iterator
from typing import Any

import requests
from requests.adapters import HTTPAdapter

BYTES_MAX = 1_000_000
PIECE_BYTES = 8_192


class BoundedAdapter(HTTPAdapter):
    """Reads the whole answer within its bounds, or raises a `RequestException`."""

    def __init__(self, *, seconds_max: float) -> None:
        self.seconds_max = seconds_max
        super().__init__(max_retries=0)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]  # the same, by name
        """Send and read."""
        ends_at = time.monotonic() + self.seconds_max
        answer = super().send(request, **options | {"stream": True, "timeout": self.seconds_max})
        try:
            if answer.is_redirect:
                raise requests.TooManyRedirects("a provider answers itself")
            body = b"".join(_pieces(answer, ends_at=ends_at))
        finally:
            answer.close()
        read = requests.Response()
        read.status_code, read.headers, read.request = answer.status_code, answer.headers, request
        read.url, read.raw, read.encoding = answer.url, io.BytesIO(body), answer.encoding
        return read


def _pieces(answer: requests.Response, *, ends_at: float) -> Iterator[bytes]:
    size = 0
    for piece in answer.iter_content(PIECE_BYTES):
        size += len(piece)
        if time.monotonic() > ends_at:
            raise requests.Timeout("the answer took too long")
        if size > BYTES_MAX:
            raise requests.RequestException("the answer is too long")
        yield piece
