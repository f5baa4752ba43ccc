"""`/metrics`: what Prometheus asks for, open to this machine or to whoever brings the token."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client.exposition import choose_encoder

from floorwalker.foundation.metrics import REGISTRY

_SIGNS_OF_A_PROXY = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via")


@require_safe
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in the format that was asked for."""
    if not _may_look(request):
        return HttpResponse(
            "not from here: bring the token of FLOORWALKER_METRICS_TOKEN\n",
            status=401,
            headers={"WWW-Authenticate": "Bearer"},
            content_type="text/plain",
        )
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(REGISTRY), content_type=content_type)


def _may_look(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and constant_time_compare(token, settings.METRICS_TOKEN)
    return _comes_straight_from_this_machine(request)


def _comes_straight_from_this_machine(request: HttpRequest) -> bool:
    """Tell whether it does: a proxy on this machine is one's neighbour and speaks for strangers."""
    if any(header in request.headers for header in _SIGNS_OF_A_PROXY):
        return False
    host = urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and (
        host == "localhost" or _is_loopback(host)
    )


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
