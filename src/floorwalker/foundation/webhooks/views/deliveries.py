"""The deliveries: which were sent, which were not, and sending them again."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.webhooks import actions
from floorwalker.foundation.webhooks.forms import ReplayForm
from floorwalker.foundation.webhooks.queries.deliveries import deliveries_page, delivery_row
from floorwalker.foundation.webhooks.tables import deliveries_table


@require_safe
@page_permission("manage_webhooks")
def deliveries(request: ActorRequest) -> HttpResponseBase:
    """List deliveries."""
    page = deliveries_page(request.actor, at=clock.now())
    table = deliveries_table(endpoints=page.endpoints).show(page.rows, request)
    context = {"page": page, "table": table}
    return table.as_file() or render(request, "webhooks/deliveries.html", context)


@require_safe
@page_permission("manage_webhooks")
def delivery(request: ActorRequest, delivery_id: int) -> HttpResponse:
    """Show one delivery: what was sent, and what came back."""
    row = delivery_row(request.actor, delivery_id=delivery_id, at=clock.now())
    return render(request, "webhooks/delivery.html", {"delivery": row})


@require_POST
@page_permission("manage_webhooks")
def replay(request: ActorRequest, delivery_id: int) -> HttpResponse:
    """Send one again."""
    actions.replay_delivery(request.actor, delivery_id=delivery_id, at=clock.now())
    messages.success(request, _("It is sent again, under the same id."))
    return redirect("webhook_delivery", delivery_id)


@require_POST
@page_permission("manage_webhooks")
def replay_failed(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    """Send again all that failed at an endpoint since some moment."""
    form = ReplayForm(request.POST)
    if not form.is_valid():
        raise BadInputError(_("choose since when."), where="since")
    since, at = form.moment(), clock.now()
    count = actions.replay_failed(request.actor, endpoint_id=endpoint_id, since=since, at=at)
    said = ngettext("%(count)s event is sent again.", "%(count)s events are sent again.", count)
    messages.success(request, said % {"count": count})
    return redirect("webhook", endpoint_id)
