"""Shrinkage: what is learned, and what is used where nothing is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.set_usual_shrinkage import set_usual_shrinkage
from floorwalker.duties.scheduling.forms.lost_time import LeadForm, UsualShrinkageForm
from floorwalker.duties.scheduling.queries.shrinkage_page import LEAD_DAYS_USUAL, shrinkage_page
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.accounts.queries import site_of


@require_safe
@page_permission("see_plans")
def shrinkage(request: ActorRequest) -> HttpResponse:
    """Show what is lost, by cause and lead time, and what is used for a week."""
    form = LeadForm(request.GET or {"lead": LEAD_DAYS_USUAL})
    page = shrinkage_page(request.actor, lead_days=form.lead_days(), at=clock.now())
    usual = UsualShrinkageForm(initial={"percent": f"{100 * page.usual_ratio:.10g}"})
    context = {"page": page, "form": form, "usual": usual}
    return render(request, "scheduling/shrinkage.html", context)


@require_POST
@page_permission("plan_week")
def usual_set(request: ActorRequest) -> HttpResponse:
    """Type in what counts while nothing is learned."""
    form = UsualShrinkageForm(request.POST)
    if not form.is_valid():
        page = shrinkage_page(request.actor, at=clock.now())
        context = {"page": page, "form": LeadForm({"lead": LEAD_DAYS_USUAL}), "usual": form}
        return render(request, "scheduling/shrinkage.html", context, status=422)
    ratio = form.cleaned_data["percent"] / 100
    set_usual_shrinkage(request.actor, site=site_of(request.actor), ratio=ratio, at=clock.now())
    messages.success(request, _("The usual shrinkage is saved."))
    return redirect("shrinkage")
