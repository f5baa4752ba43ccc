"""What makes forecasts good: the tournament of methods, a planner's choice, value added."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.choose_method import choose_method
from floorwalker.duties.scheduling.forms import MethodChoiceForm
from floorwalker.duties.scheduling.queries.tournament import (
    queue_seen,
    tournament_page,
    tournaments,
)
from floorwalker.duties.scheduling.queries.value_added_page import value_added_page
from floorwalker.duties.scheduling.tables import METHODS, VALUE_ADDED
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission


@require_safe
@page_permission("see_plans")
def methods(request: ActorRequest) -> HttpResponseBase:
    """List the queues with the outcome of their tournaments."""
    table = METHODS.show(tournaments(request.actor), request)
    return table.as_file() or render(request, "scheduling/methods.html", {"table": table})


@require_safe
@page_permission("see_plans")
def queue_methods(request: ActorRequest, queue_id: int) -> HttpResponse:
    """Show one queue's tournament."""
    page = tournament_page(request.actor, queue_id=queue_id)
    form = MethodChoiceForm(names=page.method_names)
    return render(request, "scheduling/queue_methods.html", {"page": page, "form": form})


@require_POST
@page_permission("edit_forecast")
def method_choose(request: ActorRequest, queue_id: int) -> HttpResponse:
    """Keep a planner's choice of method."""
    page = tournament_page(request.actor, queue_id=queue_id)
    form = MethodChoiceForm(request.POST, names=page.method_names)
    if not form.is_valid():
        context = {"page": page, "form": form}
        return render(request, "scheduling/queue_methods.html", context, status=422)
    queue = queue_seen(request.actor, queue_id=queue_id)
    choose_method(request.actor, queue=queue, at=clock.now(), **form.cleaned_data)
    messages.success(request, _("The choice is kept. It counts from the next forecast on."))
    return redirect("queue_methods", queue_id)


@require_safe
@page_permission("see_plans")
def value_added(request: ActorRequest) -> HttpResponseBase:
    """Show what changes by hand were worth."""
    page = value_added_page(request.actor, at=clock.now())
    table = VALUE_ADDED.show(page.rows, request)
    context = {"page": page, "table": table}
    return table.as_file() or render(request, "scheduling/value_added.html", context)
