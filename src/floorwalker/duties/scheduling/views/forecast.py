"""Forecasts: the list, one version, and a change by hand."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.edit_forecast import edit_forecast
from floorwalker.duties.scheduling.forms import ForecastEditForm, StretchForm
from floorwalker.duties.scheduling.models import ForecastVersion
from floorwalker.duties.scheduling.queries.forecast_list import forecasts_page
from floorwalker.duties.scheduling.queries.forecast_pages import forecast_page, forecast_version
from floorwalker.duties.scheduling.tables import FORECASTS
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.errors import BadInputError


@require_safe
@page_permission("see_plans")
def forecasts(request: ActorRequest) -> HttpResponseBase:
    """List the queues with their newest forecasts."""
    page = forecasts_page(request.actor, at=clock.now())
    table = FORECASTS.show(page.rows, request)
    context = {"page": page, "table": table}
    return table.as_file() or render(request, "scheduling/forecasts.html", context)


@require_safe
@page_permission("see_plans")
def forecast(request: ActorRequest, version_id: int) -> HttpResponse:
    """Show one version of a queue's forecast."""
    stretch = StretchForm(request.GET)
    if not stretch.is_valid():
        raise BadInputError(_("the day in the address is not a date."))
    page = forecast_page(request.actor, version_id=version_id, **stretch.cleaned_data)
    context = {"page": page, "form": ForecastEditForm(initial={"day": page.day})}
    return render(request, "scheduling/forecast.html", context)


@require_POST
@page_permission("edit_forecast")
def edit(request: ActorRequest, version_id: int) -> HttpResponse:
    """Change a day, or part of it, in a new version."""
    version = forecast_version(request.actor, version_id=version_id)
    form = ForecastEditForm(request.POST)
    edited = _edited(request, version, form)
    if edited is None:
        context = {"page": forecast_page(request.actor, version_id=version_id), "form": form}
        return render(request, "scheduling/forecast.html", context, status=422)
    messages.success(request, _("The change is in a new version; the old one is kept."))
    return redirect(f"{reverse('forecast', args=[edited.pk])}?day={form.cleaned_data['day']}")


def _edited(
    request: ActorRequest, version: ForecastVersion, form: ForecastEditForm
) -> ForecastVersion | None:
    """Return the new version, or `None` with the reasons in the form."""
    if not form.is_valid():
        return None
    change, note = form.edit(), form.cleaned_data["note"]
    try:
        return edit_forecast(request.actor, version=version, edit=change, note=note, at=clock.now())
    except BadInputError as error:
        form.add_error(None, str(error))
        return None
