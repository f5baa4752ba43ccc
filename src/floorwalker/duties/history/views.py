"""Pages about what happened, and bringing in more of it."""

from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from floorwalker.duties.history import actions, queries
from floorwalker.duties.history.forms import UploadForm
from floorwalker.duties.history.import_page import import_page
from floorwalker.duties.history.mapping_form import MappingForm
from floorwalker.duties.history.tables import IMPORTS, SPANS
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.errors import BadInputError


@require_GET
@page_permission("see_history")
def history(request: ActorRequest) -> HttpResponseBase:
    """Show the queues that have a history and the imports."""
    page = queries.history_page(request.actor)
    spans, imports = SPANS.show(page.spans, request), IMPORTS.show(page.imports, request)
    context = {"page": page, "spans": spans, "imports": imports}
    return spans.as_file() or imports.as_file() or render(request, "history/history.html", context)


@require_http_methods(["GET", "POST"])
@page_permission("import_history")
def upload(request: ActorRequest) -> HttpResponse:
    """Take in a file and go on to its preview."""
    site = site_of(request.actor)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"zone": site.zone})
    if request.method == "POST" and form.is_valid():
        file: TemporaryUploadedFile = form.cleaned_data["file"]
        try:
            import_ = actions.upload_file(
                request.actor,
                Path(file.temporary_file_path()),
                file_name=file.name or "",
                site=site,
                choices=form.reading(file_name=file.name or ""),
                at=clock.now(),
            )
            return redirect("import", import_.pk)
        except BadInputError as error:
            form.add_error("file", str(error))
    status = 422 if form.errors else 200
    return render(request, "history/upload.html", {"form": form}, status=status)


@require_GET
@page_permission("see_history")
def show_import(request: ActorRequest, import_id: int) -> HttpResponse:
    """Show one import: before its confirmation the preview, afterwards what came of it."""
    page = import_page(request.actor, import_id=import_id)
    form = MappingForm(detection=page.detection, choices=page.choices)
    if page.lacks_columns:  # judged as if it had been sent, so that each field says what it needs
        form = MappingForm(form.initial, detection=page.detection, choices=page.choices)
    return render(request, "history/import.html", {"page": page, "form": form})


@require_POST
@page_permission("import_history")
def read_again(request: ActorRequest, import_id: int) -> HttpResponse:
    """Look at the uploaded file with other choices."""
    page = import_page(request.actor, import_id=import_id)
    form = MappingForm(request.POST, detection=page.detection, choices=page.choices)
    if form.is_valid():
        choices = form.reading(file_name=page.file_name)
        try:
            actions.read_differently(
                request.actor, import_id=import_id, choices=choices, at=clock.now()
            )
            return redirect("import", import_id)
        except BadInputError as error:
            form.add_error(None, str(error))
    return render(request, "history/import.html", {"page": page, "form": form}, status=422)


@require_POST
@page_permission("import_history")
def confirm(request: ActorRequest, import_id: int) -> HttpResponse:
    """Start the import."""
    actions.confirm_import(request.actor, import_id=import_id, at=clock.now())
    return redirect("import", import_id)


@require_POST
@page_permission("import_history")
def discard(request: ActorRequest, import_id: int) -> HttpResponse:
    """Throw the uploaded file away."""
    actions.discard_import(request.actor, import_id=import_id, at=clock.now())
    return redirect("history")


@require_GET
@page_permission("see_history")
def rejected_rows(request: ActorRequest, import_id: int) -> HttpResponse:
    """Download the rows that could not be used."""
    csv = queries.rejected_rows_csv(request.actor, import_id=import_id)
    response = HttpResponse(csv, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rejected-rows-{import_id}.csv"'
    return response
