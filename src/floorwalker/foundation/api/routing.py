"""`ApiRouter`: how the `api` room of an app declares its operations.

    router = ApiRouter(tags=["jobs"])

    @router.read("/jobs/{int:job_id}", scope=Scope.JOBS_READ, answer=JobOut)
    def job(request: ActorRequest, job_id: int) -> JobRow:
        \"\"\"Return one job.\"\"\"
        return job_row(request.actor, job_id=job_id)

An operation parses, calls one action or query and returns what it got; `answer` is what the
caller sees of that. Everything else (token, limit, scope, idempotency, problems) is done here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponse
from ninja import Router, Status
from ninja.decorators import decorate_view

from floorwalker.foundation.api._gate import gate
from floorwalker.foundation.api._once import HEADER, KEY_PATTERN
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.problems import Problem

View = TypeVar("View", bound=Callable[..., Any])

_READ_PROBLEMS = frozenset({400, 401, 403, 404, 422, 429})
_WRITE_PROBLEMS = _READ_PROBLEMS | {409, 413}
_IDEMPOTENCY_KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "pattern": KEY_PATTERN},
    "description": "The same key with the same request is answered the same, for 24 hours.",
}


class ApiRouter(Router):
    """A router whose operations need a token with a scope."""

    def read(
        self, path: str, *, scope: Scope, answer: Any, media_type: str | None = None
    ) -> Callable[[View], View]:
        """Declare an operation that changes nothing; with a `media_type` it answers a file."""
        extra: dict[str, Any] = {}
        if media_type:
            content = {media_type: {"schema": {"type": "string"}}}
            extra["responses"] = {200: {"content": content}}
        return self._declare(path, "GET", scope=scope, status=200, answer=answer, extra=extra)

    def write(
        self, path: str, *, scope: Scope, answer: Any, status: int = 200, method: str = "POST"
    ) -> Callable[[View], View]:
        """Declare an operation that changes something; it honours an idempotency key."""
        extra = {"parameters": [_IDEMPOTENCY_KEY]}
        return self._declare(path, method, scope=scope, status=status, answer=answer, extra=extra)

    def _declare(
        self,
        path: str,
        method: str,
        *,
        scope: Scope,
        status: int,
        answer: Any,
        extra: dict[str, Any],
    ) -> Callable[[View], View]:
        is_write = method != "GET"
        problems = _WRITE_PROBLEMS if is_write else _READ_PROBLEMS

        def decorate(view: View) -> View:
            @wraps(view)
            def with_status(*args: Any, **values: Any) -> Status[Any] | HttpResponse:
                result = view(*args, **values)
                return result if isinstance(result, HttpResponse) else Status(status, result)

            guarded = decorate_view(gate(scope=scope, is_write=is_write))(with_status)
            self.api_operation(
                [method],
                path,
                response={status: answer, problems: Problem},
                operation_id=view.__name__,
                openapi_extra={"x-scope": scope.value, **extra},
            )(guarded)
            return view

        return decorate
