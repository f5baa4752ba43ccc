"""Count and time every request by the name of its route; addresses and people stay unsaid."""

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Counter, Histogram

from floorwalker.foundation.metrics.registry import REGISTRY

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0)
"""Upper ends of the histogram's steps; 0.2 is what we promise for a page."""

UNKNOWN, STATIC = "unknown", "static"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS = Counter(
    "floorwalker_requests",
    "Requests answered.",
    labelnames=["route", "method", "status"],
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "floorwalker_request_seconds",
    "Seconds from a request to its answer.",
    labelnames=["route"],
    buckets=SECONDS,
    registry=REGISTRY,
)


class CountingMiddleware:
    """Stands first, so that it counts what all others answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and count it."""
        began = perf_counter()
        answer = self.get_response(request)
        route = _route_of(request)
        count_request(route, method=request.method or "", status=answer.status_code)
        REQUEST_SECONDS.labels(route).observe(perf_counter() - began)
        return answer


def count_request(route: str, *, method: str, status: int) -> None:
    """Count one answer; a method that nobody knows counts as `OTHER`."""
    REQUESTS.labels(route, method if method in _METHODS else "OTHER", str(status)).inc()


def _route_of(request: HttpRequest) -> str:
    """Return a word from the map of addresses, so that strangers cannot make up series."""
    if (match := request.resolver_match) is not None:
        return match.view_name or match.route
    is_static = request.path_info.startswith(f"/{settings.STATIC_URL.strip('/')}/")
    return STATIC if is_static else UNKNOWN
