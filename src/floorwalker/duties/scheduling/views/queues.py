"""Queues: what each promises and who may serve it; shift templates and facts of the site."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.calibrate_waits import calibrate_waits
from floorwalker.duties.scheduling.forms import OpeningHoursForms, QueueForm, SiteForm
from floorwalker.duties.scheduling.queries.queue_pages import (
    QueuePage,
    QueueRow,
    QueuesPage,
    queue_page,
    queues_page,
)
from floorwalker.duties.scheduling.tables import CLOSED_QUEUES, QUEUES
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.demand.actions.define_queue import define_queue
from floorwalker.foundation.demand.actions.set_opening_hours import set_opening_hours
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.actions.change_site import change_site


@require_safe
@page_permission("see_plans")
def queues(request: ActorRequest) -> HttpResponseBase:
    """List the queues of the site, its shift templates and its facts."""
    page = queues_page(request.actor)
    context = _tables(request, page) | {"form": SiteForm(initial=vars(page.site))}
    file = context["queues"].as_file() or context["closed"].as_file()
    return file or render(request, "scheduling/queues.html", context)


@require_safe
@page_permission("see_plans")
def queue(request: ActorRequest, queue_id: int) -> HttpResponse:
    """Show one queue."""
    page = queue_page(request.actor, queue_id=queue_id)
    return render(request, "scheduling/queue.html", _forms(page))


@require_POST
@page_permission("define_queues")
def queue_define(request: ActorRequest, queue_id: int) -> HttpResponse:
    """Say what a queue promises and who may serve it."""
    page = queue_page(request.actor, queue_id=queue_id)
    form = QueueForm(request.POST, skills=page.skills_of_site)
    if not _is_defined(request, page, form):
        context = _forms(page) | {"form": form}
        return render(request, "scheduling/queue.html", context, status=422)
    said = _("%(queue)s is saved. Plan the week anew to see the effect.")
    messages.success(request, said % {"queue": page.queue.name})
    return redirect("queues")


@require_POST
@page_permission("define_queues")
def queue_hours(request: ActorRequest, queue_id: int) -> HttpResponse:
    """Say when a queue is open."""
    page = queue_page(request.actor, queue_id=queue_id)
    hours = OpeningHoursForms(data=request.POST)
    if not _are_hours_set(request, page, hours):
        context = _forms(page) | {"hours": hours}
        return render(request, "scheduling/queue.html", context, status=422)
    said = _("The opening hours of %(queue)s are saved. The next forecast knows them.")
    messages.success(request, said % {"queue": page.queue.name})
    return redirect("queue", queue_id=queue_id)


@require_POST
@page_permission("plan_week")
def queue_calibrate_waits(request: ActorRequest, queue_id: int) -> HttpResponse:
    """Learn the expected waits of the queue's site again."""
    page = queue_page(request.actor, queue_id=queue_id)
    calibrate_waits(request.actor, site=page.site, at=clock.now())
    messages.success(request, _("The waits are being learned again. It takes a few seconds."))
    return redirect("queue", queue_id=queue_id)


@require_POST
@page_permission("change_site")
def site_change(request: ActorRequest) -> HttpResponse:
    """Change the facts of the site."""
    form = SiteForm(request.POST)
    if not _is_changed(request, form):
        context = _tables(request, queues_page(request.actor)) | {"form": form}
        return render(request, "scheduling/queues.html", context, status=422)
    messages.success(request, _("The site is saved."))
    return redirect("queues")


def _tables(request: ActorRequest, page: QueuesPage) -> dict[str, Any]:
    return {
        "page": page,
        "queues": QUEUES.show(page.queues, request),
        "closed": CLOSED_QUEUES.show(page.closed, request),
    }


def _forms(page: QueuePage) -> dict[str, Any]:
    return {
        "page": page,
        "form": QueueForm(initial=_initial(page.queue), skills=page.skills_of_site),
        "hours": OpeningHoursForms(page.opening_hours),
    }


def _are_hours_set(request: ActorRequest, page: QueuePage, hours: OpeningHoursForms) -> bool:
    """Set the hours as the forms say, or leave the reasons why not in them."""
    if not hours.is_valid():
        return False
    try:
        days = hours.days()
        set_opening_hours(request.actor, queue_id=page.queue.id, days=days, at=clock.now())
    except BadInputError as error:
        hours.errors.append(error.what)
        return False
    return True


def _is_defined(request: ActorRequest, page: QueuePage, form: QueueForm) -> bool:
    """Define the queue as the form says, or leave the reasons why not in the form."""
    if not form.is_valid():
        return False
    try:
        define_queue(
            request.actor,
            site=page.site,
            name=page.queue.name,
            required_skills=form.cleaned_data["required_skills"],
            promise=form.promise(),
            channel=Channel(form.cleaned_data["channel"]),
            is_active=form.cleaned_data["is_active"],
            at=clock.now(),
        )
    except BadInputError as error:
        _add(error, form)
        return False
    return True


def _is_changed(request: ActorRequest, form: SiteForm) -> bool:
    """Change the site as the form says, or leave the reasons why not in the form."""
    if not form.is_valid():
        return False
    site = site_of(request.actor)
    try:
        change_site(request.actor, site_id=site.pk, facts=form.facts(), at=clock.now())
    except BadInputError as error:
        _add(error, form)
        return False
    return True


def _add(error: BadInputError, form: forms.Form) -> None:
    place = error.where if error.where in form.fields else None
    form.add_error(place, f"{error.what} {error.next_step}".strip())


def _initial(row: QueueRow) -> dict[str, object]:
    target = row.target
    return {
        "service_level": _percent(target.service_level),
        "within_seconds": target.within_seconds,
        "occupancy_max": _percent(target.occupancy_max),
        "patience_seconds": target.patience_seconds,
        "handle_seconds_default": target.handle_seconds_default,
        "short_abandon_seconds": target.short_abandon_seconds,
        "channel": row.channel,
        "required_skills": row.skills,
        "is_active": row.is_active,
    }


def _percent(ratio: float) -> str:
    """Write 0.8 as `80` and 0.825 as `82.5`, whatever the language: a number field wants a dot."""
    return f"{ratio * 100:.10g}"
