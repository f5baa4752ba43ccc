"""A part of a page whose reader was signed out meanwhile: the page is told so.

Where a page would be sent to sign in, htmx would follow and put the sign-in page into a table.
It gets an event instead (foundation/ui/static/ui/requests.js), with the way back to the page.
"""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import urlencode


class EndedSessionMiddleware:
    """Turns a redirect to the sign-in page into an event for htmx."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        if "HX-Request" not in request.headers or not _leads_to_sign_in(response):
            return response
        told = HttpResponse(status=204)
        told["HX-Trigger"] = json.dumps({"session-ended": {"sign_in": _way_back(request)}})
        return told


def _leads_to_sign_in(response: HttpResponse) -> bool:
    to = response.headers.get("Location", "")
    return response.status_code == 302 and urlsplit(to).path == resolve_url(settings.LOGIN_URL)


def _way_back(request: HttpRequest) -> str:
    """Return the address that signs in and goes on to the page that holds the part."""
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    here = f"{page.path}?{page.query}" if page.query else page.path
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': here or '/'})}"
