"""Planning weeks: the list, and the start of a plan."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.plan_week import plan_week
from floorwalker.duties.scheduling.forms import PlanWeekForm
from floorwalker.duties.scheduling.queries.my_week import my_week_page
from floorwalker.duties.scheduling.queries.my_week_document import my_week_document
from floorwalker.duties.scheduling.queries.weeks import weeks_page
from floorwalker.duties.scheduling.tables import WEEKS
from floorwalker.duties.scheduling.views._address import day_in_address
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.documents import as_answer
from floorwalker.foundation.errors import BadInputError, NotFoundError


@require_safe
@page_permission("see_plans")
def weeks(request: ActorRequest) -> HttpResponseBase:
    """List the weeks and how far their plans have come."""
    page = weeks_page(request.actor, at=clock.now())
    table = WEEKS.show(page.rows, request)
    context = {"page": page, "table": table}
    return table.as_file() or render(request, "scheduling/weeks.html", context)


@require_POST
@page_permission("plan_week")
def plan_week_start(request: ActorRequest) -> HttpResponse:
    """Start planning a week."""
    form = PlanWeekForm(request.POST)
    if not form.is_valid():
        raise BadInputError(_("name the Monday of the week to plan, as 2026-11-23."))
    plan_week(
        request.actor,
        site=site_of(request.actor),
        week_starts_on=form.cleaned_data["week_starts_on"],
        with_forecast=form.cleaned_data["with_forecast"],
        at=clock.now(),
    )
    return redirect("weeks")


@require_safe
@page_permission("see_own_week")
def my_week(request: ActorRequest) -> HttpResponse:
    """Show one's own week."""
    page = my_week_page(request.actor, at=clock.now(), day=day_in_address(request.GET.get("day")))
    return render(request, "scheduling/my_week.html", {"page": page})


@require_safe
@page_permission("see_own_week")
def my_week_copy(request: ActorRequest) -> HttpResponse:
    """Show one's own week as a browser keeps it for offline: it says when it was made."""
    at = clock.now()
    page = my_week_page(request.actor, at=at, day=day_in_address(request.GET.get("day")))
    if page is None:
        raise NotFoundError(_("no person is behind your account."))
    return render(request, "scheduling/my_week.html", {"page": page, "kept_at": at})


@require_safe
@page_permission("see_own_week")
def my_week_pdf(request: ActorRequest) -> HttpResponse:
    """Give one's own week for paper."""
    day = day_in_address(request.GET.get("day") or None)
    return as_answer(my_week_document(request.actor, at=clock.now(), day=day))
