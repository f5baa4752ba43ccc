"""The page that makes the first account, behind the address that `serve` printed."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.choose_language import choose_language
from floorwalker.foundation.accounts.actions.set_up_house import set_up_house
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.first_run import forget_first_run_token, is_first_run_token
from floorwalker.foundation.accounts.forms import FirstRunForm
from floorwalker.foundation.accounts.queries import actor_of, has_accounts, has_site
from floorwalker.foundation.accounts.views.sign_in import enter
from floorwalker.foundation.errors import BadInputError, NotFoundError
from floorwalker.foundation.people.choices import Language

CANNOT = 422


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form; make the house and sign its first person in."""
    if has_accounts() or not is_first_run_token(token):
        raise NotFoundError(
            _("this address works only once, before there is any account."),
            next_step=_("Sign in."),
        )
    form = FirstRunForm(request.POST or None, has_site=has_site())
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, form.cleaned_data)
        except BadInputError as error:
            form.add_error(None, str(error))
    status = CANNOT if form.errors else 200
    return render(request, "accounts/first_run.html", {"form": form}, status=status)


def _made(request: HttpRequest, chosen: dict[str, Any]) -> HttpResponse:
    at = clock.now()
    user = set_up_house(Actor.program(_("first run")), at=at, **chosen)
    forget_first_run_token()
    language = Language((get_language() or "en")[:2])
    choose_language(actor_of(user), language=language, at=at)
    user.refresh_from_db()
    return enter(request, user, to=resolve_url("today"))
