"""Put the actor on each request, and turn our errors into pages with a next step."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.queries import actor_of
from floorwalker.foundation.errors import (
    BadInputError,
    FloorwalkerError,
    NotFoundError,
    NotPermittedError,
    StateError,
)

_STATUS_BY_ERROR = {
    NotPermittedError: 403,
    NotFoundError: 404,
    StateError: 409,
    BadInputError: 422,
}


class ActorRequest(HttpRequest):
    """A request that knows who acts."""

    actor: Actor


class ActorMiddleware:
    """Sets `request.actor` (looked up when first used)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        """Answer the request, with its actor known."""
        request.actor = SimpleLazyObject(lambda: _actor_of(request))  # type: ignore[assignment]  # lazy stand-in
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer one of our own errors with its page; leave all others to Django."""
        if not isinstance(error, FloorwalkerError):
            return None
        status = next((s for kind, s in _STATUS_BY_ERROR.items() if isinstance(error, kind)), 500)
        return render(
            request, "accounts/cannot.html", {"error": error, "status": status}, status=status
        )


def _actor_of(request: HttpRequest) -> Actor:
    if isinstance(request.user, User) and request.user.is_active:
        return actor_of(request.user)
    return Actor(name="anonymous")
