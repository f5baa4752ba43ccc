"""The endpoints: the list, one of them, and what can be done to it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.webhooks import actions
from floorwalker.foundation.webhooks.forms import EndpointForm, ReplayForm
from floorwalker.foundation.webhooks.queries.deliveries import Wanted, deliveries_before
from floorwalker.foundation.webhooks.queries.endpoints import (
    EndpointRow,
    endpoint_row,
    endpoints_page,
    managed_sites,
)
from floorwalker.foundation.webhooks.tables import endpoints_table

LATEST = 10
"""Deliveries on the page of an endpoint; a link leads to all."""


@require_safe
@page_permission("manage_webhooks")
def webhooks(request: ActorRequest) -> HttpResponseBase:
    """List the endpoints."""
    page = endpoints_page(request.actor)
    table = endpoints_table(has_sites=page.has_several_sites).show(page.rows, request)
    context = {"page": page, "table": table}
    return table.as_file() or render(request, "webhooks/webhooks.html", context)


@require_safe
@page_permission("manage_webhooks")
def new(request: ActorRequest) -> HttpResponse:
    """Ask about a new endpoint."""
    form = EndpointForm(sites=managed_sites(request.actor))
    return render(request, "webhooks/new.html", {"form": form})


@require_POST
@never_cache
@page_permission("manage_webhooks")
def add(request: ActorRequest) -> HttpResponse:
    """Add an endpoint and show its secret, this once."""
    sites = managed_sites(request.actor)
    form = EndpointForm(request.POST, sites=sites)
    if form.is_valid():
        site_id = form.cleaned_data.get("site") or sites[0].pk
        facts, at = form.facts(), clock.now()
        try:
            made = actions.add_endpoint(request.actor, site_id=site_id, facts=facts, at=at)
        except BadInputError as error:
            _blame(form, error)
        else:
            return _endpoint(request, made.endpoint.pk, secret=made.secret)
    return render(request, "webhooks/new.html", {"form": form}, status=422)


@require_safe
@page_permission("manage_webhooks")
def webhook(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    """Show one endpoint with its latest deliveries."""
    return _endpoint(request, endpoint_id)


@require_POST
@page_permission("manage_webhooks")
def change(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    """Change an endpoint."""
    endpoint_row(request.actor, endpoint_id=endpoint_id)
    form = EndpointForm(request.POST)
    if form.is_valid():
        facts, at = form.facts(), clock.now()
        try:
            actions.change_endpoint(request.actor, endpoint_id=endpoint_id, facts=facts, at=at)
        except BadInputError as error:
            _blame(form, error)
        else:
            messages.success(request, _("The endpoint is saved."))
            return redirect("webhook", endpoint_id)
    return _endpoint(request, endpoint_id, form=form, status=422)


@require_POST
@page_permission("manage_webhooks")
def pause(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    """Pause an endpoint."""
    actions.pause_endpoint(request.actor, endpoint_id=endpoint_id, at=clock.now())
    messages.success(request, _("The endpoint is paused; what happens meanwhile waits."))
    return redirect("webhook", endpoint_id)


@require_POST
@page_permission("manage_webhooks")
def resume(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    """Resume an endpoint."""
    actions.resume_endpoint(request.actor, endpoint_id=endpoint_id, at=clock.now())
    messages.success(request, _("The endpoint is active again; what has waited goes out now."))
    return redirect("webhook", endpoint_id)


@require_POST
@never_cache
@page_permission("manage_webhooks")
def rotate(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    """Give an endpoint a new secret and show it, this once."""
    made = actions.rotate_secret(request.actor, endpoint_id=endpoint_id, at=clock.now())
    return _endpoint(request, endpoint_id, secret=made.secret)


@require_POST
@page_permission("manage_webhooks")
def test(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    """Send a test event."""
    delivery = actions.send_test_event(request.actor, endpoint_id=endpoint_id, at=clock.now())
    return redirect("webhook_delivery", delivery.pk)


@require_POST
@page_permission("manage_webhooks")
def remove(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    """Remove an endpoint."""
    actions.remove_endpoint(request.actor, endpoint_id=endpoint_id, at=clock.now())
    messages.success(request, _("The endpoint is removed."))
    return redirect("webhooks")


def _endpoint(
    request: ActorRequest,
    endpoint_id: int,
    *,
    form: EndpointForm | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    row, at = endpoint_row(request.actor, endpoint_id=endpoint_id), clock.now()
    wanted = Wanted(endpoint_id=endpoint_id)
    context: dict[str, Any] = {
        "endpoint": row,
        "rows": deliveries_before(
            request.actor, wanted=wanted, before_id=None, count=LATEST, at=at
        ),
        "form": form or EndpointForm(initial=_initial(row)),
        "replay_form": ReplayForm(initial={"since": at - timedelta(days=1)}),
        "secret": secret,
    }
    return render(request, "webhooks/endpoint.html", context, status=status)


def _initial(row: EndpointRow) -> dict[str, object]:
    return {"url": row.url, "description": row.description, "event_types": row.event_types}


def _blame(form: EndpointForm, error: BadInputError) -> None:
    place = error.where if error.where in form.fields else None
    form.add_error(place, f"{error.what} {error.next_step}".strip())
