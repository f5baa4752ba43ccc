"""People and teams: the list, one person, changes, leaving and coming back."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.actions.add_person import add_person
from floorwalker.foundation.people.actions.add_team import add_team
from floorwalker.foundation.people.actions.change_person import change_person
from floorwalker.foundation.people.actions.deactivate_person import deactivate_person
from floorwalker.foundation.people.actions.reactivate_person import reactivate_person
from floorwalker.foundation.people.actions.rename_team import rename_team
from floorwalker.foundation.people.errors import PersonChangedMeanwhileError
from floorwalker.foundation.people.forms import (
    LeavingForm,
    PersonForms,
    TeamForm,
    VersionForm,
)
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.queries.people_list import people_page
from floorwalker.foundation.people.queries.person_pages import PersonForm, person_form, person_page
from floorwalker.foundation.people.queries.teams import TeamsPage, team_row, teams_page
from floorwalker.foundation.people.tables import people_table, teams_table
from floorwalker.foundation.ui.tables import ShownTable

CONFLICT = 409


@require_safe
@page_permission("see_people")
def people(request: ActorRequest) -> HttpResponseBase:
    """List the people of one's teams."""
    page = people_page(request.actor, today=_today())
    table = people_table(teams=page.teams).show(page.rows, request)
    context = {"page": page, "table": table}
    return table.as_file() or render(request, "people/people.html", context)


@require_safe
@page_permission("see_people")
def person(request: ActorRequest, person_id: int) -> HttpResponse:
    """Show one person."""
    page = person_page(request.actor, person_id=person_id, today=_today())
    return render(request, "people/person.html", {"page": page})


@require_safe
@page_permission("change_people")
def person_edit(request: ActorRequest, person_id: int | None = None) -> HttpResponse:
    """Show the form about a person, or an empty one for a new person."""
    page = person_form(request.actor, person_id=person_id)
    return _filled_in(request, page, PersonForms(page))


@require_POST
@page_permission("change_people")
def person_add(request: ActorRequest) -> HttpResponse:
    """Add a person."""
    page = person_form(request.actor, person_id=None)
    forms = PersonForms(page, request.POST)
    added = _stored(request, forms, None, 0)
    if added is None:
        return _filled_in(request, page, forms, status=422)
    messages.success(request, _("%(name)s is added.") % {"name": added.name})
    return redirect("person", person_id=added.pk)


@require_POST
@page_permission("change_people")
def person_change(request: ActorRequest, person_id: int) -> HttpResponse:
    """Change what is known of a person."""
    page = person_form(request.actor, person_id=person_id)
    forms, seen = PersonForms(page, request.POST), VersionForm(request.POST)
    version = seen.cleaned_data["version"] if seen.is_valid() else 0
    try:
        changed = _stored(request, forms, person_id, version)
    except PersonChangedMeanwhileError as error:
        return _filled_in(request, page, forms, status=CONFLICT, version=version, stale=error)
    if changed is None:
        return _filled_in(request, page, forms, status=422, version=version)
    messages.success(request, _("%(name)s is saved.") % {"name": changed.name})
    return redirect("person", person_id=person_id)


@require_safe
@page_permission("change_people")
def person_leaving(request: ActorRequest, person_id: int) -> HttpResponse:
    """Ask from which day on a person is inactive, and show what they are still planned for."""
    return _leaving(request, person_id, None)


@require_POST
@page_permission("change_people")
def person_deactivate(request: ActorRequest, person_id: int) -> HttpResponse:
    """Deactivate a person."""
    form = LeavingForm(request.POST, may_close_account=True)
    if not form.is_valid():
        return _leaving(request, person_id, form)
    try:
        left = deactivate_person(
            request.actor, person_id=person_id, at=clock.now(), **form.cleaned_data
        )
    except BadInputError as error:
        form.add_error("from_day", error.what)
        return _leaving(request, person_id, form)
    said = _("%(name)s is inactive from that day on; history and shifts stay.")
    messages.success(request, said % {"name": left.name})
    return redirect("person", person_id=person_id)


@require_POST
@page_permission("change_people")
def person_reactivate(request: ActorRequest, person_id: int) -> HttpResponse:
    """Reactivate a person."""
    back = reactivate_person(
        request.actor, person_id=person_id, version=_version_seen(request), at=clock.now()
    )
    messages.success(request, _("%(name)s is active again.") % {"name": back.name})
    return redirect("person", person_id=person_id)


@require_safe
@page_permission("see_people")
def teams(request: ActorRequest) -> HttpResponseBase:
    """List the teams."""
    page = teams_page(request.actor, today=_today())
    file = _teams_table(request, page).as_file()
    return file or _teams(request, page, TeamForm(sites=page.sites))


@require_POST
@page_permission("change_teams")
def team_add(request: ActorRequest) -> HttpResponse:
    """Add a team."""
    page = teams_page(request.actor, today=_today())
    form = TeamForm(request.POST, sites=page.sites)
    if not form.is_valid():
        return _teams(request, page, form, status=422)
    try:
        added = add_team(request.actor, at=clock.now(), **form.cleaned_data)
    except BadInputError as error:
        form.add_error("name", error.what)
        return _teams(request, page, form, status=422)
    messages.success(request, _("The team %(name)s is added.") % {"name": added.name})
    return redirect("teams")


@require_safe
@page_permission("change_teams")
def team(request: ActorRequest, team_id: int) -> HttpResponse:
    """Show a team's name to be changed."""
    row = team_row(request.actor, team_id=team_id, today=_today())
    context = {"page": row, "form": TeamForm(initial={"name": row.name})}
    return render(request, "people/team.html", context)


@require_POST
@page_permission("change_teams")
def team_rename(request: ActorRequest, team_id: int) -> HttpResponse:
    """Give a team another name."""
    row = team_row(request.actor, team_id=team_id, today=_today())
    form = TeamForm(request.POST)
    if form.is_valid():
        try:
            rename_team(
                request.actor, team_id=team_id, name=form.cleaned_data["name"], at=clock.now()
            )
        except BadInputError as error:
            form.add_error("name", error.what)
        else:
            messages.success(request, _("The team is renamed."))
            return redirect("teams")
    return render(request, "people/team.html", {"page": row, "form": form}, status=422)


def _stored(
    request: ActorRequest, forms: PersonForms, person_id: int | None, version: int
) -> Person | None:
    """Store what the forms say, or leave the reasons why not in them."""
    if not forms.is_valid():
        return None
    facts, at = forms.person_facts(), clock.now()
    try:
        if person_id is None:
            return add_person(request.actor, facts=facts, at=at)
        return change_person(
            request.actor, person_id=person_id, version=version, facts=facts, at=at
        )
    except BadInputError as error:
        forms.refuse(error)
        return None


def _filled_in(
    request: ActorRequest,
    page: PersonForm,
    forms: PersonForms,
    *,
    status: int = 200,
    version: int | None = None,
    stale: PersonChangedMeanwhileError | None = None,
) -> HttpResponse:
    """Show the form; after a refusal it still names the version that was seen first."""
    if version is None:
        version = page.person.version if page.person else 0
    context = {"page": page, "forms": forms, "version": version, "stale": stale}
    return render(request, "people/person_edit.html", context, status=status)


def _leaving(request: ActorRequest, person_id: int, form: LeavingForm | None) -> HttpResponse:
    page = person_page(request.actor, person_id=person_id, today=_today())
    may_close = bool(page.account and page.account.may_close and page.account.is_active)
    initial: dict[str, Any] = {"version": page.person.version, "closes_account": True}
    initial["from_day"] = page.person.inactive_from or _today()
    shown = form or LeavingForm(initial=initial, may_close_account=may_close)
    context = {"page": page, "form": shown, "may_close_account": may_close}
    return render(request, "people/leaving.html", context, status=422 if form else 200)


def _teams(
    request: ActorRequest, page: TeamsPage, form: TeamForm, *, status: int = 200
) -> HttpResponse:
    context = {"page": page, "table": _teams_table(request, page), "form": form}
    return render(request, "people/teams.html", context, status=status)


def _teams_table(request: ActorRequest, page: TeamsPage) -> ShownTable:
    return teams_table(has_sites=page.has_sites).show(page.rows, request, path=reverse("teams"))


def _version_seen(request: ActorRequest) -> int:
    seen = VersionForm(request.POST)
    return int(seen.cleaned_data["version"]) if seen.is_valid() else 0


def _today() -> date:
    """Return the day on the clock that the page shows."""
    return localdate(clock.now())
