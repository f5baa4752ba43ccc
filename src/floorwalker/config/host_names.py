"""Names of hosts are checked, save for monitoring."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware

ASKED_BY_MACHINES = frozenset({"/healthz", "/readyz", "/metrics"})


class HostNamesMiddleware(CommonMiddleware):
    """Django's own; but what watches a web server asks it by its address, not by a site's name."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Refuse a name that is not ours."""
        if request.path_info in ASKED_BY_MACHINES:
            return None
        return super().process_request(request)
