"""Everybody's accounts, their roles, and who may do what."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from floorwalker.foundation import clock
from floorwalker.foundation.accounts import accounts_pages as pages
from floorwalker.foundation.accounts.actions.close_account import close_account
from floorwalker.foundation.accounts.actions.give_role import give_role
from floorwalker.foundation.accounts.actions.remove_passkey import remove_passkey
from floorwalker.foundation.accounts.actions.remove_second_factor import remove_second_factor
from floorwalker.foundation.accounts.actions.reopen_account import reopen_account
from floorwalker.foundation.accounts.actions.take_role import take_role
from floorwalker.foundation.accounts.forms import RoleForm
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.page_permission import page_permission
from floorwalker.foundation.accounts.reach import accounts_in_reach
from floorwalker.foundation.accounts.tables import ACCOUNTS
from floorwalker.foundation.errors import BadInputError


@require_safe
@page_permission("see_accounts")
def accounts(request: ActorRequest) -> HttpResponseBase:
    """List the accounts within reach."""
    page = pages.accounts_page(request.actor)
    table = ACCOUNTS.show(page.rows, request)
    context = {"page": page, "table": table}
    return table.as_file() or render(request, "accounts/accounts.html", context)


@require_safe
@page_permission("see_accounts")
def account(request: ActorRequest, user_id: int) -> HttpResponse:
    """Show one account."""
    page = pages.account_page(request.actor, user_id=user_id)
    context = {"page": page, "form": RoleForm(places=page.grants)}
    return render(request, "accounts/account.html", context)


@require_POST
@page_permission("manage_accounts")
def role_give(request: ActorRequest, user_id: int) -> HttpResponse:
    """Give a role."""
    form = RoleForm(request.POST, places=pages.grants_to_give(request.actor))
    if not form.is_valid():
        raise BadInputError(_("choose a role, and a place of yours."))
    give_role(request.actor, user_id=user_id, grant=form.grant(), at=clock.now())
    messages.success(request, _("The role is given."))
    return redirect("account", user_id=user_id)


@require_POST
@page_permission("manage_accounts")
def role_take(request: ActorRequest, user_id: int, assignment_id: int) -> HttpResponse:
    """Take a role away."""
    take_role(request.actor, user_id=user_id, assignment_id=assignment_id, at=clock.now())
    messages.success(request, _("The role is taken away."))
    if not accounts_in_reach(request.actor).filter(pk=user_id).exists():
        # Without a role and without a person, an account belongs to no site any more.
        return redirect("accounts")
    return redirect("account", user_id=user_id)


@require_POST
@page_permission("manage_accounts")
def account_close(request: ActorRequest, user_id: int) -> HttpResponse:
    """Close an account."""
    close_account(request.actor, user_id=user_id, at=clock.now())
    messages.success(request, _("The account is closed; its history stays."))
    return redirect("account", user_id=user_id)


@require_POST
@page_permission("manage_accounts")
def account_reopen(request: ActorRequest, user_id: int) -> HttpResponse:
    """Open a closed account again."""
    reopen_account(request.actor, user_id=user_id, at=clock.now())
    messages.success(request, _("The account is open again."))
    return redirect("account", user_id=user_id)


@require_POST
@page_permission("manage_accounts")
def account_second_factor_off(request: ActorRequest, user_id: int) -> HttpResponse:
    """Turn codes off for a colleague whose telephone is lost; one's own take the password."""
    if user_id == request.actor.user_id:
        return redirect("second_factor_off")
    remove_second_factor(request.actor, user_id=user_id, at=clock.now())
    messages.success(request, _("Sign-in asks this person for the password alone."))
    return redirect("account", user_id=user_id)


@require_POST
@page_permission("manage_accounts")
def account_passkey_remove(request: ActorRequest, user_id: int, passkey_id: int) -> HttpResponse:
    """Remove the passkey of a colleague whose device is lost; one's own takes the password."""
    if user_id == request.actor.user_id:
        return redirect("passkey_remove", passkey_id=passkey_id)
    remove_passkey(request.actor, user_id=user_id, passkey_id=passkey_id, at=clock.now())
    messages.success(request, _("The passkey is removed: it signs nobody in any more."))
    return redirect("account", user_id=user_id)


@require_safe
@page_permission("see_permissions")
def permissions(request: ActorRequest) -> HttpResponse:
    """Show who may do what, and why."""
    page = pages.permissions_page(request.actor)
    return render(request, "accounts/permissions.html", {"page": page})
