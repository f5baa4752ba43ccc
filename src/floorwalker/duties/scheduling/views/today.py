"""Today."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from floorwalker.duties.scheduling.queries.today import today_page
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.errors import BadInputError


@require_safe
@page_permission("see_own_week")
def today(request: ActorRequest) -> HttpResponse:
    """Show the day to those who lead; send everyone else to their own week."""
    if not request.actor.may("see_plans"):
        return redirect("my_week")
    try:
        day = date.fromisoformat(request.GET["day"]) if request.GET.get("day") else None
    except ValueError:
        raise BadInputError(_("the day in the address is not a date.")) from None
    page = today_page(request.actor, at=clock.now(), day=day)
    return render(request, "scheduling/today.html", {"page": page})
