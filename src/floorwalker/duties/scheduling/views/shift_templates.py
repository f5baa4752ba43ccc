"""Shift templates: add one, change one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.duties.scheduling.actions.define_shift_template import define_shift_template
from floorwalker.duties.scheduling.forms.shift_templates import ShiftTemplateForms
from floorwalker.duties.scheduling.queries.shift_templates import (
    ShiftTemplatePage,
    shift_template_page,
)
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.errors import BadInputError


@require_safe
@page_permission("plan_week")
def shift_template(request: ActorRequest, template_id: int | None = None) -> HttpResponse:
    """Show a template to change, or a new one to fill in."""
    page = shift_template_page(request.actor, template_id=template_id)
    context = {"page": page, "forms": ShiftTemplateForms(page)}
    return render(request, "scheduling/shift_template.html", context)


@require_POST
@page_permission("plan_week")
def define(request: ActorRequest, template_id: int | None = None) -> HttpResponse:
    """Change the template, or add the new one."""
    page = shift_template_page(request.actor, template_id=template_id)
    forms = ShiftTemplateForms(page, request.POST)
    if not _is_defined(request, page, forms):
        context = {"page": page, "forms": forms}
        return render(request, "scheduling/shift_template.html", context, status=422)
    messages.success(request, _("The shift template is saved. The next roster is made with it."))
    return redirect("queues")


def _is_defined(request: ActorRequest, page: ShiftTemplatePage, forms: ShiftTemplateForms) -> bool:
    """Define the template as the forms say, or leave the reasons why not in them."""
    if not forms.is_valid():
        return False
    try:
        define_shift_template(
            request.actor,
            site=page.site,
            name=forms.template.cleaned_data["name"],
            times=forms.template.times(),
            pauses=forms.wished_pauses(),
            is_new=page.id is None,
            at=clock.now(),
        )
    except BadInputError as error:
        place = error.where if error.where in forms.template.fields else None
        forms.template.add_error(place, f"{error.what} {error.next_step}".strip())
        return False
    return True
