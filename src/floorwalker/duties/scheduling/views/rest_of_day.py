"""The rest of the day: look at it, and have it updated now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.update_rest_of_day import update_rest_of_day
from floorwalker.duties.scheduling.forms import RestForm
from floorwalker.duties.scheduling.queries.rest_charts import contacts_chart, people_chart
from floorwalker.duties.scheduling.queries.rest_of_day import rest_page
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.accounts.queries import site_of


@require_safe
@page_permission("see_plans")
def rest_of_day(request: ActorRequest) -> HttpResponse:
    """Show what the rest of the day will bring, and where people are short."""
    form = RestForm(request.GET)
    form.full_clean()  # a queue that is none is passed over
    page = rest_page(request.actor, at=clock.now(), queue_id=form.cleaned_data.get("queue"))
    context = {
        "page": page,
        "contacts": contacts_chart(page.shown) if page.shown else None,
        "people": people_chart(page.shown) if page.shown else None,
    }
    return render(request, "scheduling/rest_of_day.html", context)


@require_POST
@page_permission("plan_week")
def update(request: ActorRequest) -> HttpResponse:
    """Look now whether anything new is known of the day."""
    update_rest_of_day(request.actor, site=site_of(request.actor), at=clock.now())
    messages.success(request, _("The update is on its way; this page shows it by itself."))
    return redirect("rest_of_day")
