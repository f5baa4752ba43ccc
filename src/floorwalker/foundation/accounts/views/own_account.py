"""One's own account: devices that are signed in, password, second step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from floorwalker.foundation import clock
from floorwalker.foundation.accounts import own_account_page
from floorwalker.foundation.accounts.actions.confirm_second_factor import confirm_second_factor
from floorwalker.foundation.accounts.actions.end_sign_ins import end_sign_ins
from floorwalker.foundation.accounts.actions.remove_second_factor import remove_second_factor
from floorwalker.foundation.accounts.actions.start_second_factor import start_second_factor
from floorwalker.foundation.accounts.forms import NewCodeForm
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.passkeys import door_of
from floorwalker.foundation.accounts.views.confirmation import Confirmation
from floorwalker.foundation.errors import BadInputError


@require_safe
def own_account(request: ActorRequest) -> HttpResponse:
    """Show one's own account."""
    page = own_account_page.own_account_page(
        request.actor, session_key=request.session.session_key, at=clock.now()
    )
    context = {"page": page, "can_passkey": door_of(request).has_a_name}
    return render(request, "accounts/own_account.html", context)


@require_POST
def sign_in_end(request: ActorRequest, sign_in_id: int) -> HttpResponse:
    """Sign out on one device."""
    end_sign_ins(request.actor, at=clock.now(), only=sign_in_id)
    return redirect("own_account")


@require_POST
def sign_ins_end(request: ActorRequest) -> HttpResponse:
    """Sign out everywhere else."""
    ended = end_sign_ins(request.actor, at=clock.now(), keep=request.session.session_key)
    sentence = ngettext("%d other device is signed out.", "%d other devices are signed out.", ended)
    messages.success(request, sentence % ended)
    return redirect("own_account")


@require_POST
def second_factor_start(request: ActorRequest) -> HttpResponse:
    """Make the secret, and go where it is shown."""
    start_second_factor(request.actor, at=clock.now())
    return redirect("second_factor")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: ActorRequest) -> HttpResponse:
    """Show the secret to the telephone, and take its first code; then the recovery codes."""
    page = own_account_page.second_factor_page(request.actor)
    if page is None:
        return redirect("own_account")
    form = NewCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = confirm_second_factor(
                request.actor, code=form.cleaned_data["code"], at=clock.now()
            )
        except BadInputError as error:
            form.add_error("code", f"{error.what} {error.next_step}")
        else:
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
    return render(request, "accounts/second_factor.html", {"page": page, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_off(request: ActorRequest) -> HttpResponse:
    """Turn codes off, with the password or a passkey once more."""
    confirmation = Confirmation(request)
    if confirmation.is_given():
        remove_second_factor(request.actor, user_id=request.actor.user_id or 0, at=clock.now())
        messages.success(request, _("Sign-in asks for your password alone from now on."))
        return redirect("own_account")
    context = {"confirmation": confirmation}
    return render(request, "accounts/second_factor_off.html", context, status=confirmation.status)
