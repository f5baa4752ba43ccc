"""Put the actor on each request, and turn our errors into pages with a next step."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.queries import actor_of, first_site
from floorwalker.foundation.accounts.sign_ins import note_seen
from floorwalker.foundation.errors import (
    BadInputError,
    FloorwalkerError,
    NotFoundError,
    NotPermittedError,
    StateError,
)
from floorwalker.foundation.people.models import Site

_STATUS_BY_ERROR = {
    NotPermittedError: 403,
    NotFoundError: 404,
    StateError: 409,
    BadInputError: 422,
}


class ActorRequest(HttpRequest):
    """A request that knows who acts, and at which site (none before there is one)."""

    actor: Actor
    current_site: Site | None
    htmx: HtmxDetails


class ActorMiddleware:
    """Sets `request.actor` and `request.current_site`; the page tells time by the site's clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        """Answer the request, with its actor known."""
        request.actor = _actor_of(request)
        request.current_site = first_site(request.actor) if request.actor.user_id else None
        if request.actor.user_id:
            note_seen(request, at=clock.now())
        with timezone.override(request.current_site.tzinfo if request.current_site else None):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer one of our own errors with its page; leave all others to Django."""
        if not isinstance(error, FloorwalkerError):
            return None
        status = status_of(error)
        context = {"error": error, "status": status}
        return render(request, "accounts/cannot.html", context, status=status)


def status_of(error: FloorwalkerError) -> int:
    """Return the HTTP status of one of our own errors."""
    return next((s for kind, s in _STATUS_BY_ERROR.items() if isinstance(error, kind)), 500)


def _actor_of(request: HttpRequest) -> Actor:
    if isinstance(request.user, User) and request.user.is_active:
        return actor_of(request.user)
    return Actor(name="anonymous")
