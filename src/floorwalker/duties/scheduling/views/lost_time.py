"""Lost time: the list, recording by hand, files, and taking back."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.import_lost_time import import_lost_time
from floorwalker.duties.scheduling.actions.record_lost_time import record_lost_time
from floorwalker.duties.scheduling.actions.remove_lost_time import remove_lost_time
from floorwalker.duties.scheduling.forms.lost_time import LostTimeFileForm, LostTimeForm
from floorwalker.duties.scheduling.ports import lost_time_reader
from floorwalker.duties.scheduling.queries.lost_time import LostTimePage, lost_time_page
from floorwalker.duties.scheduling.tables import LOST_TIME
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.errors import BadInputError


@require_safe
@page_permission("record_lost_time")
def lost_time(request: ActorRequest) -> HttpResponseBase:
    """List lost time, with the forms to record more of it."""
    page = lost_time_page(request.actor, at=clock.now())
    context = _context(request, page)
    return context["table"].as_file() or render(request, "scheduling/lost_time.html", context)


@require_POST
@page_permission("record_lost_time")
def record(request: ActorRequest) -> HttpResponse:
    """Record that time was lost, or will be."""
    page = lost_time_page(request.actor, at=clock.now())
    form = LostTimeForm(request.POST, whose=page.whose, today=page.today)
    if not _is_recorded(request, page, form):
        context = _context(request, page) | {"form": form}
        return render(request, "scheduling/lost_time.html", context, status=422)
    messages.success(request, _("The lost time is recorded."))
    return redirect("lost_time")


@require_POST
@page_permission("record_lost_time")
def import_file(request: ActorRequest) -> HttpResponse:
    """Bring in a file of lost time."""
    page = lost_time_page(request.actor, at=clock.now())
    form = LostTimeFileForm(request.POST, request.FILES)
    if not _is_imported(request, page, form):
        context = _context(request, page) | {"file_form": form}
        return render(request, "scheduling/lost_time.html", context, status=422)
    return redirect("lost_time")


@require_POST
@page_permission("record_lost_time")
def remove(request: ActorRequest, lost_time_id: int) -> HttpResponse:
    """Take a loss back."""
    remove_lost_time(request.actor, lost_time_id=lost_time_id, at=clock.now())
    messages.success(request, _("The lost time is removed."))
    return redirect("lost_time")


def _context(request: ActorRequest, page: LostTimePage) -> dict[str, Any]:
    return {
        "page": page,
        "table": LOST_TIME.show(page.rows, request, path=reverse("lost_time")),
        "form": LostTimeForm(whose=page.whose, today=page.today, initial={"day": page.today}),
        "file_form": LostTimeFileForm(),
    }


def _is_recorded(request: ActorRequest, page: LostTimePage, form: LostTimeForm) -> bool:
    """Record what the form says, or leave the reasons why not in it."""
    if not form.is_valid():
        return False
    try:
        record_lost_time(request.actor, site=page.site, loss=form.loss(), at=clock.now())
    except BadInputError as error:
        place = error.where if error.where in form.fields else None
        form.add_error(place, f"{error.what} {error.next_step}".strip())
        return False
    return True


def _is_imported(request: ActorRequest, page: LostTimePage, form: LostTimeFileForm) -> bool:
    """Import the file, or leave the reasons why not in the form."""
    if not form.is_valid():
        return False
    file = form.cleaned_data["file"]
    try:
        told = lost_time_reader()(Path(file.temporary_file_path()), file_name=file.name or "")
        done = import_lost_time(request.actor, site=page.site, told=told, at=clock.now())
    except BadInputError as error:
        form.add_error("file", str(error))
        return False
    said = ngettext("%d loss is imported.", "%d losses are imported.", done.losses)
    messages.success(request, said % done.losses)
    return True
