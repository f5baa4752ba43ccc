"""Pages of the look itself: search, the kit, and what an installed site asks for."""

import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.ui.finding import find
from floorwalker.foundation.ui.installed_app import manifest, worker_facts
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


@require_safe
@login_not_required
@cache_control(max_age=3600)
def app_manifest(request: HttpRequest, language: str) -> HttpResponse:
    """Say what the installed app is called and how it looks."""
    del request
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return JsonResponse(manifest(language), content_type="application/manifest+json")


@require_safe
@login_not_required
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the worker, with the facts of this version in its first line."""
    del request
    facts = json.dumps(worker_facts())
    script = render_to_string("ui/service-worker.js", {"facts": facts})
    return HttpResponse(script, content_type="text/javascript")


@require_safe
@login_not_required
def offline(request: HttpRequest) -> HttpResponse:
    """Show what stands in for a page without a network: kept by browsers, so it knows nobody."""
    del request
    return HttpResponse(render_to_string("ui/offline.html"))
