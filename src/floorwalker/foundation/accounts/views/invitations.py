"""Make accounts, one or many, invite their people, and let an invited person in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from floorwalker.foundation import clock
from floorwalker.foundation.accounts import invite_pages as pages
from floorwalker.foundation.accounts.accounts_pages import account_page
from floorwalker.foundation.accounts.actions.accept_invitation import accept_invitation
from floorwalker.foundation.accounts.actions.create_account import create_account
from floorwalker.foundation.accounts.actions.invite_account import invite_account
from floorwalker.foundation.accounts.actions.invite_people import invite_people
from floorwalker.foundation.accounts.actions.withdraw_invitation import withdraw_invitation
from floorwalker.foundation.accounts.forms import RoleForm
from floorwalker.foundation.accounts.invitation_forms import (
    AccountForm,
    FirstPasswordForm,
    InvitePeopleForm,
    WhichPersonForm,
)
from floorwalker.foundation.accounts.invitation_mail import deliver
from floorwalker.foundation.accounts.invitations import invited_user
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.errors import BadInputError


@require_safe
@page_permission("manage_accounts")
def account_new(request: ActorRequest) -> HttpResponse:
    """Show the form of a new account, filled in for a person when one is named."""
    asked = WhichPersonForm(request.GET)
    person_id = asked.cleaned_data["person"] if asked.is_valid() else None
    page = pages.new_account_page(request.actor, person_id=person_id)
    return _new_account(request, page, AccountForm(places=page.grants, initial=_initial(page)))


@require_POST
@never_cache
@page_permission("manage_accounts")
def account_create(request: ActorRequest) -> HttpResponse:
    """Create an account and invite its person."""
    page = pages.new_account_page(request.actor, person_id=None)
    form = AccountForm(request.POST, places=page.grants)
    if not form.is_valid():
        return _new_account(request, page, form, status=422)
    sent, at = form.cleaned_data, clock.now()
    try:
        user = create_account(
            request.actor,
            email=sent["email"],
            name=sent["name"],
            language=sent["language"],
            grants=[form.grant()],
            person_id=sent["person"],
            at=at,
        )
    except BadInputError as error:
        form.add_error(error.where if error.where in form.fields else None, error.what)
        return _new_account(request, page, form, status=422)
    return _invited(request, user.pk)


@require_POST
@never_cache
@page_permission("manage_accounts")
def account_invite(request: ActorRequest, user_id: int) -> HttpResponse:
    """Invite once more; the link before works no longer."""
    return _invited(request, user_id)


@require_POST
@page_permission("manage_accounts")
def account_withdraw(request: ActorRequest, user_id: int) -> HttpResponse:
    """Withdraw an invitation."""
    withdraw_invitation(request.actor, user_id=user_id, at=clock.now())
    messages.success(request, _("The invitation is withdrawn: its link works no longer."))
    return redirect("account", user_id=user_id)


@require_safe
@page_permission("manage_accounts")
def accounts_invite(request: ActorRequest) -> HttpResponse:
    """Show who has an email and no account."""
    page = pages.invite_page(request.actor, today=localdate(clock.now()))
    everybody = [who.id for who in page.people]
    form = InvitePeopleForm(page=page, initial={"people": everybody, "role": Role.AGENT})
    return render(request, "accounts/invite.html", {"page": page, "form": form})


@require_POST
@never_cache
@page_permission("manage_accounts")
def accounts_invite_people(request: ActorRequest) -> HttpResponse:
    """Give the chosen people accounts, and show the links where no mail brings them."""
    page = pages.invite_page(request.actor, today=localdate(clock.now()))
    form = InvitePeopleForm(request.POST, page=page)
    if not form.is_valid():
        return render(request, "accounts/invite.html", {"page": page, "form": form}, status=422)
    invited = invite_people(
        request.actor,
        person_ids=form.cleaned_data["people"],
        role=Role(form.cleaned_data["role"]),
        origin=request.build_absolute_uri("/").rstrip("/"),
        at=clock.now(),
    )
    if invited.job_id is not None:
        said = ngettext(
            "%d account is made; its invitation is on its way.",
            "%d accounts are made; their invitations are on their way.",
            len(invited.users),
        )
        messages.success(request, said % len(invited.users))
        return redirect("job", job_id=invited.job_id)
    links = [(link.user, _link(request, link.secret)) for link in invited.links]
    return render(request, "accounts/invited.html", {"links": links})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: ActorRequest, secret: str) -> HttpResponse:
    """Let the invited person choose a password; looking at the page uses nothing up."""
    user, at = invited_user(secret, at=clock.now()), clock.now()
    form = FirstPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["new_password1"]
        accept_invitation(request.actor, secret=secret, password=password, at=at)
        return redirect("password_set")
    return render(request, "accounts/invitation.html", {"form": form, "invited": user})


def _invited(request: ActorRequest, user_id: int) -> HttpResponse:
    """Invite by mail; a site without a mail server shows the link, this once."""
    secret = invite_account(request.actor, user_id=user_id, at=clock.now())
    link = _link(request, secret)
    if not settings.CAN_MAIL:
        page = account_page(request.actor, user_id=user_id)
        context = {"page": page, "form": RoleForm(places=page.grants), "link": link}
        return render(request, "accounts/account.html", context)
    if deliver(user_id, link=link, by_name=request.actor.name):
        messages.success(request, _("The invitation is on its way by mail."))
    else:
        messages.error(request, _("The mail server did not take the invitation. Send it again."))
    return redirect("account", user_id=user_id)


def _link(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("invitation", args=[secret]))


def _new_account(
    request: ActorRequest, page: pages.NewAccountPage, form: AccountForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "accounts/account_new.html", {"page": page, "form": form}, status=status)


def _initial(page: pages.NewAccountPage) -> dict[str, object]:
    if page.person is None:
        return {"role": Role.AGENT}
    return {
        "name": page.person.name,
        "email": page.person.email,
        "language": page.person.language,
        "role": Role.AGENT,
        "place": page.place,
        "person": page.person.pk,
    }
