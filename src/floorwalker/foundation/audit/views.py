"""The audit log on a page and as a file."""

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.audit.export import csv_lines
from floorwalker.foundation.audit.forms import SearchForm
from floorwalker.foundation.audit.queries import audit_lines, audit_rows
from floorwalker.foundation.audit.tables import AUDIT


@require_safe
@page_permission("see_audit")
def audit(request: ActorRequest) -> HttpResponseBase:
    """Search the audit log."""
    form = SearchForm(request.GET)
    table = AUDIT.show(audit_rows(request.actor, search=form.search()), request)
    context = {"table": table, "form": form}
    return table.as_file() or render(request, "audit/audit.html", context)


@require_safe
@page_permission("see_audit")
def audit_csv(request: ActorRequest) -> StreamingHttpResponse:
    """Send the records found as a file."""
    lines = csv_lines(audit_lines(request.actor, search=SearchForm(request.GET).search()))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response
