"""Twins: the list, one of them, and the start of another."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.start_twin import start_twin
from floorwalker.duties.scheduling.queries.twin_list import twins_page
from floorwalker.duties.scheduling.queries.twin_page import twin_page
from floorwalker.duties.scheduling.tables import TWINS
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.accounts.queries import site_of


@require_safe
@page_permission("see_plans")
def twins(request: ActorRequest) -> HttpResponseBase:
    """List the twins of the site."""
    page = twins_page(request.actor)
    table = TWINS.show(page.rows, request)
    context = {"page": page, "table": table}
    return table.as_file() or render(request, "scheduling/twins.html", context)


@require_safe
@page_permission("see_plans")
def twin(request: ActorRequest, twin_id: int) -> HttpResponse:
    """Show whether a twin is true, what it has learned, and what it cannot tell."""
    page = twin_page(request.actor, twin_id=twin_id)
    return render(request, "scheduling/twin.html", {"page": page})


@require_POST
@page_permission("plan_week")
def make(request: ActorRequest) -> HttpResponse:
    """Start making a twin."""
    start_twin(request.actor, site=site_of(request.actor), at=clock.now())
    return redirect("twins")
