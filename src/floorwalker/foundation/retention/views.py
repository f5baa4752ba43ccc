"""How long personal data stays, and the erasure of one person."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.retention import queries
from floorwalker.foundation.retention.actions.change_rule import change_rule
from floorwalker.foundation.retention.actions.request_erasure import request_erasure
from floorwalker.foundation.retention.forms import ConfirmForm, DaysForm
from floorwalker.foundation.retention.tables import RULES


@require_safe
@page_permission("see_retention")
def retention(request: ActorRequest) -> HttpResponseBase:
    """Show every class of data with its rule."""
    page = queries.retention_page(request.actor, at=clock.now())
    table = RULES.show(page.rows, request)
    context = {"page": page, "table": table}
    return table.as_file() or render(request, "retention/retention.html", context)


@require_safe
@page_permission("manage_retention")
def retention_rule(request: ActorRequest, name: str) -> HttpResponse:
    """Try other days for a class of data: what they would erase."""
    asked = DaysForm(request.GET)
    days = asked.cleaned_data["days"] if asked.is_valid() else 0
    tried = queries.tried_rule(request.actor, name=name, days=days, at=clock.now())
    if "days" not in request.GET:
        tried = queries.tried_rule(request.actor, name=name, days=tried.row.days, at=clock.now())
    form = DaysForm(initial={"days": tried.days})
    return render(request, "retention/rule.html", {"page": tried, "form": form})


@require_POST
@page_permission("manage_retention")
def retention_rule_change(request: ActorRequest, name: str) -> HttpResponse:
    """Put other days in force."""
    form = DaysForm(request.POST)
    if not form.is_valid():
        raise BadInputError(_("choose a number of days."), where="days")
    change_rule(request.actor, name=name, days=form.cleaned_data["days"], at=clock.now())
    messages.success(request, _("The rule is in force from the next daily run."))
    return redirect("retention")


@require_safe
@page_permission("manage_retention")
def erasures(request: ActorRequest) -> HttpResponse:
    """Find somebody to erase."""
    words = request.GET.get("q", "")
    people = queries.people_found(request.actor, words=words)
    return render(request, "retention/erasures.html", {"people": people, "words": words})


@require_safe
@page_permission("manage_retention")
def erasure(request: ActorRequest, key: str) -> HttpResponse:
    """Show what erasing somebody would do."""
    page = queries.erasure_page(request.actor, key=key)
    return render(request, "retention/erasure.html", {"page": page, "form": ConfirmForm()})


@require_POST
@page_permission("manage_retention")
def erasure_request(request: ActorRequest, key: str) -> HttpResponse:
    """Erase somebody, as a job."""
    typed = request.POST.get("name", "")
    job = request_erasure(request.actor, key=key, typed_name=typed, at=clock.now())
    return redirect("job", job_id=job.pk)
