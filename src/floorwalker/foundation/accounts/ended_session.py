"""A part of a page whose reader was signed out meanwhile: the page is told so.

Where a page would be sent to sign in, htmx would follow and put the sign-in page into a table.
It gets an event instead (foundation/ui/static/ui/requests.js), with the way back to the page.
"""

import json
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django_htmx.middleware import HtmxDetails


class EndedSessionMiddleware:
    """Turns a redirect to the sign-in page into an event for htmx."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        htmx = HtmxDetails(request)
        if not htmx or not _leads_to_sign_in(response):
            return response
        back = urlencode({"next": htmx.current_url_abs_path or "/"})  # None: not a page of ours
        told = HttpResponse(status=204)
        sign_in = f"{resolve_url(settings.LOGIN_URL)}?{back}"
        told["HX-Trigger"] = json.dumps({"session-ended": {"sign_in": sign_in}})
        return told


def _leads_to_sign_in(response: HttpResponse) -> bool:
    path, _, _ = response.headers.get("Location", "").partition("?")
    return response.status_code == 302 and path == resolve_url(settings.LOGIN_URL)
