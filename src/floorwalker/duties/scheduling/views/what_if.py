"""The what-if board, and what certainty costs."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.staff_for_risk import staff_for_risk
from floorwalker.duties.scheduling.forms import RiskForm, WhatIfForm
from floorwalker.duties.scheduling.queries.price_list_page import price_list_page
from floorwalker.duties.scheduling.queries.requirement_pages import visible_requirement
from floorwalker.duties.scheduling.queries.what_if_board import what_if_board
from floorwalker.duties.scheduling.views._address import queue_in_address
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.errors import BadInputError


@require_safe
@page_permission("see_plans")
def what_if(request: ActorRequest) -> HttpResponse:
    """Show a week under other assumptions; while a slider moves only the answer is sent."""
    form = WhatIfForm(request.GET)
    form.full_clean()  # what is not valid is left out, and named
    page = what_if_board(
        request.actor,
        requirement_id=form.cleaned_data.get("requirement"),
        queue_id=form.cleaned_data.get("queue"),
        weekday=form.cleaned_data.get("weekday"),
        tried=form.tried(),
        at=clock.now(),
    )
    part = "scheduling/_what_if_answer.html" if request.htmx else "scheduling/what_if.html"
    return render(request, part, {"page": page, "form": form})


@require_safe
@page_permission("see_plans")
def price_list(request: ActorRequest, requirement_id: int) -> HttpResponse:
    """Show what certainty costs in a week."""
    page = price_list_page(
        request.actor,
        requirement_id=requirement_id,
        queue_id=queue_in_address(request.GET.get("queue")),
    )
    return render(request, "scheduling/price_list.html", {"page": page})


@require_POST
@page_permission("plan_week")
def risk_choose(request: ActorRequest, requirement_id: int) -> HttpResponse:
    """Staff the week for a line of its price list."""
    form = RiskForm(request.POST)
    if not form.is_valid():
        raise BadInputError(_("choose a line of the price list."))
    stored = staff_for_risk(
        request.actor,
        requirement=visible_requirement(request.actor, requirement_id=requirement_id),
        kept_days_ratio=form.kept_days_ratio(),
        at=clock.now(),
    )
    return redirect("requirement", requirement_id=stored.pk)
