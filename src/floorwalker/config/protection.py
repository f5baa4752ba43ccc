"""Headers that tell browsers what to refuse, on every answer of whatever kind."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from floorwalker.foundation.live.stream import Send

POLICY_OF_FILES = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
"""For what is no page: django-csp gives pages theirs before this is looked at."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
    ),
    "Content-Security-Policy": POLICY_OF_FILES,
}


class ProtectionMiddleware:
    """Stands outside all others, so that files, errors and the API have the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with each header that nobody has set already."""
        answer = self.get_response(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer


def protected(send: Send) -> Send:
    """Do the same for an answer that does not pass through Django: the live stream."""

    async def send_with_headers(message: Any) -> None:
        if message["type"] == "http.response.start":
            told = {name.lower() for name, _value in message["headers"]}
            ours = ((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
            missing = [(name, value) for name, value in ours if name not in told]
            message = {**message, "headers": [*message["headers"], *missing]}
        await send(message)

    return send_with_headers
