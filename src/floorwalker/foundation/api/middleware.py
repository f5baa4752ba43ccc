"""Whatever goes wrong below `/api/` is told as problem+json, also outside any operation."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from floorwalker.foundation.api.problems import MEDIA_TYPE, problem_response

PREFIX = "/api/v1/"
ERRORS_FROM = 400


class ProblemMiddleware:
    """Turns the pages of unknown addresses, refused methods and broken requests into problems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        answer = self.get_response(request)
        is_error = answer.status_code >= ERRORS_FROM and answer["Content-Type"] != MEDIA_TYPE
        return _as_problem(answer) if is_error and request.path.startswith(PREFIX) else answer


def _as_problem(answer: HttpResponseBase) -> HttpResponse:
    problem = problem_response(answer.status_code)
    for header in ("Allow", "Retry-After"):
        if header in answer.headers:
            problem[header] = answer.headers[header]
    return problem
