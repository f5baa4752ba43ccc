"""Special days: the list with a year to look at; add one, change one, take one back."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.define_special_day import define_special_day
from floorwalker.duties.scheduling.actions.remove_special_day import remove_special_day
from floorwalker.duties.scheduling.forms.special_days import SpecialDayForm, YearForm, initial_of
from floorwalker.duties.scheduling.queries.special_days import (
    SpecialDayPage,
    SpecialDaysPage,
    special_day_page,
    special_days_page,
)
from floorwalker.duties.scheduling.tables import SPECIAL_DAYS
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.errors import BadInputError

FIELD_OF = {"factor": "percent"}


@require_safe
@page_permission("see_plans")
def special_days(request: ActorRequest) -> HttpResponseBase:
    """List the special days beside a year of the calendar."""
    sent = YearForm(request.GET)
    if not sent.is_valid():
        raise BadInputError(_("the year in the address is not a number."))
    page = special_days_page(request.actor, at=clock.now(), year=sent.cleaned_data["year"])
    form = SpecialDayForm(queues=page.queues)
    table = SPECIAL_DAYS.show(page.rows, request)
    context = {"page": page, "table": table, "form": form}
    return table.as_file() or render(request, "scheduling/special_days.html", context)


@require_POST
@page_permission("edit_forecast")
def add(request: ActorRequest) -> HttpResponse:
    """Add a special day."""
    page = special_days_page(request.actor, at=clock.now())
    form = SpecialDayForm(request.POST, queues=page.queues)
    if _is_defined(request, page, form):
        messages.success(request, _("The special day is saved. The next forecast knows it."))
        return redirect("special_days")
    table = SPECIAL_DAYS.show(page.rows, request, path=reverse("special_days"))
    context = {"page": page, "table": table, "form": form}
    return render(request, "scheduling/special_days.html", context, status=422)


@require_safe
@page_permission("see_plans")
def special_day(request: ActorRequest, special_day_id: int) -> HttpResponse:
    """Show one special day."""
    page = _page(request, special_day_id)
    form = SpecialDayForm(initial=initial_of(page.facts), queues=page.queues)
    return render(request, "scheduling/special_day.html", {"page": page, "form": form})


@require_POST
@page_permission("edit_forecast")
def change(request: ActorRequest, special_day_id: int) -> HttpResponse:
    """Change a special day."""
    page = _page(request, special_day_id)
    form = SpecialDayForm(request.POST, queues=page.queues)
    if not _is_defined(request, page, form, special_day_id=special_day_id):
        context = {"page": page, "form": form}
        return render(request, "scheduling/special_day.html", context, status=422)
    messages.success(request, _("The special day is saved. The next forecast knows it."))
    return redirect("special_days")


@require_POST
@page_permission("edit_forecast")
def remove(request: ActorRequest, special_day_id: int) -> HttpResponse:
    """Take a special day back."""
    page = _page(request, special_day_id)
    remove_special_day(request.actor, site=page.site, special_day_id=special_day_id, at=clock.now())
    messages.success(request, _("%(name)s is no special day any more.") % {"name": page.row.name})
    return redirect("special_days")


def _page(request: ActorRequest, special_day_id: int) -> SpecialDayPage:
    return special_day_page(request.actor, special_day_id=special_day_id, at=clock.now())


def _is_defined(
    request: ActorRequest,
    page: SpecialDaysPage | SpecialDayPage,
    form: SpecialDayForm,
    *,
    special_day_id: int | None = None,
) -> bool:
    """Define the special day as the form says, or leave the reasons why not in the form."""
    if not form.is_valid():
        return False
    try:
        define_special_day(
            request.actor,
            site=page.site,
            facts=form.facts(),
            special_day_id=special_day_id,
            at=clock.now(),
        )
    except BadInputError as error:
        place = FIELD_OF.get(error.where, error.where)
        place_or_none = place if place in form.fields else None
        form.add_error(place_or_none, f"{error.what} {error.next_step}".strip())
        return False
    return True
