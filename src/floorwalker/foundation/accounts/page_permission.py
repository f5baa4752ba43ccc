"""`@page_permission("see_plans")`: the door of a view."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponseBase

from floorwalker.foundation.accounts.middleware import ActorRequest

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[ActorRequest, Arguments], HttpResponseBase]


def page_permission(permission: str) -> Callable[[View[Arguments]], View[Arguments]]:
    """Refuse (403) whoever may not do this anywhere; the action or query checks the exact place."""

    def decorate(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def guarded(
            request: ActorRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponseBase:
            request.actor.require(permission)
            return view(request, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]  # read by the access test
        return guarded

    return decorate
