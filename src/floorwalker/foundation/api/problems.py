"""Errors as `application/problem+json` (RFC 9457), whoever raised them."""

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from ninja import Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from floorwalker.foundation.accounts.middleware import status_of
from floorwalker.foundation.api.errors import TokenRefusedError, TooManyRequestsError
from floorwalker.foundation.errors import FloorwalkerError

MEDIA_TYPE = "application/problem+json"

logger = logging.getLogger(__name__)


class FieldProblem(Schema):
    """What is wrong with one part of the request."""

    where: str
    what: str


class Problem(Schema):
    """What is wrong, where, and what to do next (RFC 9457; `type` is always `about:blank`)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    where: str = ""
    next_step: str = ""
    errors: list[FieldProblem] = Field(default_factory=list)


def problem_response(
    status: int,
    detail: str = "",
    *,
    where: str = "",
    next_step: str = "",
    errors: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """Return a problem as a response."""
    title = HttpResponse(status=status).reason_phrase
    problem = Problem(
        title=title,
        status=status,
        detail=detail or title,
        where=where,
        next_step=next_step,
        errors=list(errors),
    )
    return JsonResponse(problem.model_dump(), status=status, content_type=MEDIA_TYPE)


def answer_to_error(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the problem that an error is; one that nobody foresaw is logged and told as a 500."""
    match error:
        case FloorwalkerError():
            return _of_ours(error)
        case ValidationError():
            return problem_response(422, errors=[_field_problem(found) for found in error.errors])
        case HttpError():
            return problem_response(error.status_code, error.message)
        case Http404():
            return problem_response(404)
        case RequestDataTooBig():
            return problem_response(413)
        case BadRequest() | SuspiciousOperation() | MultiPartParserError() | UnicodeError():
            return problem_response(400)
        case _:
            logger.error("%s %s failed", request.method, request.path, exc_info=error)
            return problem_response(500)


def _of_ours(error: FloorwalkerError) -> HttpResponse:
    if isinstance(error, TokenRefusedError):
        answer = problem_response(401, error.what, next_step=error.next_step)
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    if isinstance(error, TooManyRequestsError):
        answer = problem_response(429, error.what, next_step=error.next_step)
        answer["Retry-After"] = str(error.retry_after_seconds)
        return answer
    return problem_response(
        status_of(error), error.what, where=error.where, next_step=error.next_step
    )


def _field_problem(found: dict[str, Any]) -> FieldProblem:
    return FieldProblem(where=".".join(str(part) for part in found["loc"]), what=found["msg"])
