"""The audit log on a page and as a file."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.audit.export import csv_lines
from floorwalker.foundation.audit.forms import SearchForm
from floorwalker.foundation.audit.queries import audit_lines, audit_page


@require_safe
@page_permission("see_audit")
def audit(request: ActorRequest) -> HttpResponse:
    """Search the audit log."""
    form = SearchForm(request.GET)
    page = audit_page(request.actor, search=form.search(), number=request.GET.get("page", "1"))
    context = {"page": page, "page_obj": page.page_obj, "form": form}
    return render(request, "audit/audit.html", context)


@require_safe
@page_permission("see_audit")
def audit_csv(request: ActorRequest) -> StreamingHttpResponse:
    """Send the records found as a file."""
    lines = csv_lines(audit_lines(request.actor, search=SearchForm(request.GET).search()))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response
