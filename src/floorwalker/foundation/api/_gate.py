"""What happens before every operation, in this order: token, limit, scope, idempotency key."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api._once import once
from floorwalker.foundation.api._rate import count_request
from floorwalker.foundation.api.choices import Scope, holds
from floorwalker.foundation.api.errors import ScopeMissingError, TokenRefusedError
from floorwalker.foundation.api.models import ApiToken
from floorwalker.foundation.api.problems import answer_to_error
from floorwalker.foundation.api.queries import actor_through, token_of
from floorwalker.foundation.errors import BadInputError

Run = Callable[..., HttpResponse]


def gate(*, scope: Scope, is_write: bool) -> Callable[[Run], Run]:
    """Let a request through to an operation when its token has the scope."""

    def decorate(run: Run) -> Run:
        parameters = _query_parameters(getattr(run, "__self__", None))

        @wraps(run)
        def guarded(request: ActorRequest, **path_values: Any) -> HttpResponse:
            try:
                token = _admitted(request, scope=scope)
                _refuse_unknown(request, known=parameters)
                if not is_write:
                    return run(request, **path_values)
                at = clock.now()
                return once(request, token, lambda: run(request, **path_values), at=at)
            except Exception as error:  # noqa: BLE001  # the caller gets a problem, the log gets the rest
                return answer_to_error(request, error)

        return guarded

    return decorate


def _query_parameters(operation: Any) -> frozenset[str]:
    """Return the names that an operation of ninja reads from the address."""
    models = [m for m in operation.models if m.__ninja_param_source__ == "query"]
    return frozenset(name for model in models for name in model.__ninja_flatten_map__)


def _refuse_unknown(request: ActorRequest, *, known: frozenset[str]) -> None:
    """Refuse a parameter that would be ignored: a slip of the pen would change what is asked."""
    if unknown := sorted(set(request.GET) - known):
        raise BadInputError(
            _("there is no such parameter."),
            where=unknown[0],
            next_step=_("This operation knows: %(names)s.") % {"names": ", ".join(sorted(known))},
        )


def _admitted(request: ActorRequest, *, scope: Scope) -> ApiToken:
    """Return the request's token, counted; the request's actor is its person from here on."""
    at = clock.now()
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise TokenRefusedError(
            _("send a token: Authorization: Bearer fw_…"),
            next_step=_("Make one on the page API tokens."),
        )
    token = token_of(secret.strip(), at=at)
    count_request(token, at=at)
    if not holds(token.scopes, scope):
        raise ScopeMissingError(
            _("this token was not given the scope %(scope)s.") % {"scope": scope.value},
            next_step=_("Make a token with it on the page API tokens."),
        )
    request.actor = actor_through(token)
    return token
