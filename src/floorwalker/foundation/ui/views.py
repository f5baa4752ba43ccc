"""The page of the command palette."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.ui.finding import find


@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """Find pages and things by name; the palette asks for the list alone."""
    text = request.GET.get("q", "")
    template = "ui/found.html" if request.headers.get("HX-Request") else "ui/search.html"
    return render(request, template, {"groups": find(request.actor, text), "text": text})
