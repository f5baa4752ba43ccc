"""Rosters: look, change by hand, undo, rehearse, publish."""

import json
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.change_shift import change_shift
from floorwalker.duties.scheduling.actions.publish_roster import publish_roster
from floorwalker.duties.scheduling.actions.start_rehearsal import start_rehearsal
from floorwalker.duties.scheduling.actions.undo_change import undo_change
from floorwalker.duties.scheduling.forms import (
    PublishForm,
    RosterSeenForm,
    ShiftTimesForm,
    UndoForm,
)
from floorwalker.duties.scheduling.queries.change_answer import answer_to_change, answer_to_refusal
from floorwalker.duties.scheduling.queries.grid import day_start
from floorwalker.duties.scheduling.queries.rehearsal_page import rehearsal_page
from floorwalker.duties.scheduling.queries.roster_document import roster_document
from floorwalker.duties.scheduling.queries.roster_news import roster_news
from floorwalker.duties.scheduling.queries.roster_page import roster_page, visible_roster
from floorwalker.duties.scheduling.views._address import day_in_address, team_in_address
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.documents import as_answer
from floorwalker.foundation.errors import BadInputError, StateError

CHANGE_BYTES_MAX = 10_000


@require_safe
@page_permission("see_plans")
def roster(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Show a roster by person or by interval, a day or the week."""
    view = "intervals" if request.GET.get("view") == "intervals" else "people"
    day = day_in_address(request.GET.get("day") or None)
    team_id = team_in_address(request.GET.get("team"))
    page = roster_page(request.actor, roster_id=roster_id, day=day, view=view, team_id=team_id)
    return render(request, "scheduling/roster.html", {"page": page})


@require_safe
@page_permission("see_plans")
def roster_pdf(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Give a published roster for the wall."""
    return as_answer(roster_document(request.actor, roster_id=roster_id, at=clock.now()))


@require_safe
@page_permission("see_plans")
def news(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Show what others did to the roster since the page that asks was made."""
    seen = _checked(RosterSeenForm(request.GET))
    roster = visible_roster(request.actor, roster_id=roster_id)
    found = roster_news(request.actor, roster, after_change_id=seen["after"], state=seen["state"])
    return render(request, "scheduling/_roster_news.html", {"news": found})


@require_POST
@page_permission("change_shift")
def shift_change(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Give a shift new times; a refusal by rule or by time is an answer of the grid's own kind."""
    form = _checked(ShiftTimesForm(_json_body(request)))
    zone = visible_roster(request.actor, roster_id=roster_id).site.tzinfo
    midnight = day_start(form["starts_on"], zone)
    try:
        done = change_shift(
            request.actor,
            shift_id=form["shift_id"],
            version=form["version"],
            starts_at=midnight + timedelta(minutes=form["start_minute"]),
            ends_at=midnight + timedelta(minutes=form["end_minute"]),
            at=clock.now(),
        )
    except StateError as error:
        return JsonResponse(answer_to_refusal(error, shift_id=form["shift_id"]).as_json())
    return JsonResponse(answer_to_change(done).as_json())


@require_POST
@page_permission("change_shift")
def shift_undo(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Take a change back; a refusal by rule or by time is an answer of the grid's own kind."""
    visible_roster(request.actor, roster_id=roster_id)
    form = _checked(UndoForm(_json_body(request)))
    try:
        done = undo_change(request.actor, change_id=form["undo_token"], at=clock.now())
    except StateError as error:
        return JsonResponse(answer_to_refusal(error).as_json())
    return JsonResponse(answer_to_change(done, can_undo=False).as_json())


@require_safe
@page_permission("see_plans")
def rehearsal(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Show what a rehearsal of the roster expects."""
    page = rehearsal_page(
        request.actor, roster_id=roster_id, day=day_in_address(request.GET.get("day") or None)
    )
    return render(request, "scheduling/rehearsal.html", {"page": page})


@require_POST
@page_permission("plan_week")
def rehearse(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Start a rehearsal."""
    roster = visible_roster(request.actor, roster_id=roster_id)
    start_rehearsal(request.actor, roster=roster, at=clock.now())
    return redirect("rehearsal", roster_id=roster_id)


@require_POST
@page_permission("publish_roster")
def publish(request: ActorRequest, roster_id: int) -> HttpResponse:
    """Publish the revision that the page showed."""
    form = _checked(PublishForm(request.POST))
    publish_roster(request.actor, roster_id=roster_id, revision=form["revision"], at=clock.now())
    return redirect("roster", roster_id=roster_id)


def _json_body(request: ActorRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.read(CHANGE_BYTES_MAX))
    except ValueError:
        raise BadInputError(_("the change could not be read.")) from None
    if not isinstance(body, dict):
        raise BadInputError(_("the change could not be read."))
    return body


def _checked(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise BadInputError(_("the change could not be read."), where=", ".join(form.errors))
    cleaned: dict[str, Any] = form.cleaned_data
    return cleaned
