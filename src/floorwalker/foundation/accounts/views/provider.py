"""Sign in through the organisation's own OpenID provider.

Its word is enough: it asks for its own second step, so ours is not asked on top (decision 0013).
"""

from dataclasses import asdict
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.sign_in_from_provider import sign_in_from_provider
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.errors import ProviderError
from floorwalker.foundation.accounts.forms import SignInForm
from floorwalker.foundation.accounts.middleware import status_of
from floorwalker.foundation.accounts.ports import provider, provider_settings
from floorwalker.foundation.accounts.records import ProviderSettings, ProviderVisit
from floorwalker.foundation.accounts.views.sign_in import enter, sign_in_facts
from floorwalker.foundation.errors import NotFoundError

BACK_WITHIN = timedelta(minutes=15)
_SESSION = "provider"


@never_cache
@login_not_required
@require_safe
def provider_begin(request: HttpRequest) -> HttpResponse:
    """Send the person to the provider."""
    chosen = _chosen()
    try:
        address, visit = provider(chosen).begin(back_to=_back_to(request))
    except ProviderError as error:
        return _refused(request, error)
    request.session[_SESSION] = asdict(visit) | {
        "until": (clock.now() + BACK_WITHIN).timestamp(),
        "next": _next_of(request),
    }
    return HttpResponseRedirect(address)


@never_cache
@login_not_required
@require_safe
def provider_back(request: HttpRequest) -> HttpResponse:
    """Take the person back from the provider, if it is the one that was sent."""
    chosen, kept = _chosen(), request.session.pop(_SESSION, None) or {}
    try:
        visit = _visit_of(request, kept)
        person = provider(chosen).person(
            visit, code=request.GET.get("code", ""), back_to=_back_to(request)
        )
        user = sign_in_from_provider(
            Actor.program(_("sign-in")),
            person=person,
            may_create=chosen.creates_accounts,
            at=clock.now(),
        )
    except ProviderError as error:
        return _refused(request, error)
    return enter(request, user, to=kept["next"] or resolve_url("today"))


def _chosen() -> ProviderSettings:
    chosen = provider_settings()
    if chosen is None:
        raise NotFoundError(_("this site knows no other way to sign in."))
    return chosen


def _visit_of(request: HttpRequest, kept: dict[str, str]) -> ProviderVisit:
    """Return the visit that was begun in this very browser."""
    is_late = float(kept.get("until", 0)) < clock.now().timestamp()
    if is_late or not constant_time_compare(request.GET.get("state", ""), kept["state"]):
        raise ProviderError(
            _("This sign-in was not begun here, or too long ago."), next_step=_("Begin again.")
        )
    if "code" not in request.GET:
        raise ProviderError(
            _("Your organisation did not let you in."),
            next_step=_("Try again, or ask your administrator."),
        )
    return ProviderVisit(kept["state"], kept["nonce"], kept["verifier"])


def _back_to(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("provider_back"))


def _next_of(request: HttpRequest) -> str:
    to = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        to, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return to if is_ours else ""


def _refused(request: HttpRequest, error: ProviderError) -> HttpResponse:
    """Show the sign-in page again, with the reason; the password works as ever."""
    context = sign_in_facts(request) | {"form": SignInForm(request), "provider_error": error}
    return render(request, "accounts/sign_in.html", context, status=status_of(error))
