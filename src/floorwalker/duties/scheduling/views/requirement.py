"""Requirements: the coming weeks, and one week with its what-if."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from floorwalker.duties.scheduling.forms import RequirementForm
from floorwalker.duties.scheduling.queries.requirement_list import requirements_page
from floorwalker.duties.scheduling.queries.requirement_pages import requirement_page
from floorwalker.duties.scheduling.tables import REQUIREMENTS
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission


@require_safe
@page_permission("see_plans")
def requirements(request: ActorRequest) -> HttpResponseBase:
    """List the coming weeks with their newest requirements."""
    page = requirements_page(request.actor, at=clock.now())
    table = REQUIREMENTS.show(page.rows, request)
    context = {"page": page, "table": table}
    return table.as_file() or render(request, "scheduling/requirements.html", context)


@require_safe
@page_permission("see_plans")
def requirement(request: ActorRequest, requirement_id: int) -> HttpResponse:
    """Show one week's need, and what it would be under other assumptions."""
    form = RequirementForm(request.GET)
    form.full_clean()  # what is not valid is left out, and named beside its field
    page = requirement_page(
        request.actor,
        requirement_id=requirement_id,
        queue_id=form.cleaned_data.get("queue"),
        day=form.cleaned_data.get("day"),
        assumptions=form.assumptions(),
    )
    return render(request, "scheduling/requirement.html", {"page": page, "form": form})
