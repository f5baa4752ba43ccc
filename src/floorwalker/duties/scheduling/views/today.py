"""Today."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from floorwalker.duties.scheduling.queries.today import today_page
from floorwalker.duties.scheduling.views._address import day_in_address, team_in_address
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission


@require_safe
@page_permission("see_own_week")
def today(request: ActorRequest) -> HttpResponse:
    """Show the day to those who lead; send everyone else to their own week."""
    if not request.actor.may("see_plans"):
        return redirect("my_week")
    day = day_in_address(request.GET.get("day") or None)
    team_id = team_in_address(request.GET.get("team"))
    page = today_page(request.actor, at=clock.now(), day=day, team_id=team_id)
    return render(request, "scheduling/today.html", {"page": page})
