"""The pages of the look itself: search, and the kit."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.ui.finding import find
from floorwalker.foundation.ui.kit import kit_context


@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """Find pages and things by name; the palette asks for the list alone."""
    text = request.GET.get("q", "")
    template = "ui/found.html" if request.headers.get("HX-Request") else "ui/search.html"
    return render(request, template, {"groups": find(request.actor, text), "text": text})


@require_safe
def kit(request: ActorRequest) -> HttpResponse:
    """Show every component in every state; there is no such page outside development."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "ui/kit.html", kit_context(request))
