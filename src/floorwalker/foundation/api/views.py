"""One's own API tokens: the list, a new one (shown once), the end of one."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.actions import create_api_token, revoke_api_token
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.forms import TokenForm
from floorwalker.foundation.api.queries import tokens_page
from floorwalker.foundation.api.tables import TOKENS


@require_safe
def api_tokens(request: ActorRequest) -> HttpResponseBase:
    """List one's own tokens."""
    table = TOKENS.show(tokens_page(request.actor, at=clock.now()).rows, request)
    context = {"table": table, "form": TokenForm()}
    return table.as_file() or render(request, "api/tokens.html", context)


@require_POST
@never_cache
def create(request: ActorRequest) -> HttpResponse:
    """Make a token and show its secret, this once."""
    form, at, new = TokenForm(request.POST), clock.now(), None
    if form.is_valid():
        sent = form.cleaned_data
        new = create_api_token(
            request.actor,
            name=sent["name"],
            scopes=[Scope(scope) for scope in sent["scopes"]],
            expires_at=at + timedelta(days=sent["days"]),
            at=at,
        )
        form = TokenForm()
    rows = tokens_page(request.actor, at=at).rows
    table = TOKENS.show(rows, request, path=reverse("api_tokens"))
    context = {"table": table, "form": form, "new": new}
    return render(request, "api/tokens.html", context, status=200 if new else 422)


@require_POST
def revoke(request: ActorRequest, token_id: int) -> HttpResponse:
    """End a token."""
    revoke_api_token(request.actor, token_id=token_id, at=clock.now())
    messages.success(request, _("The token is revoked: it works no longer."))
    return redirect("api_tokens")
