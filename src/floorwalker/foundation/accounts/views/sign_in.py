"""Sign in, in one step or two, and choose the language of the pages."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views import i18n
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.choose_language import choose_language
from floorwalker.foundation.accounts.forms import CLOSED, CodeForm, SignInForm
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.passkeys import door_of
from floorwalker.foundation.accounts.ports import provider_settings
from floorwalker.foundation.accounts.queries import active_user, has_accounts, has_passkeys
from floorwalker.foundation.accounts.second_factor import has_second_factor
from floorwalker.foundation.accounts.sign_ins import address_of, open_session
from floorwalker.foundation.people.choices import Language

SECOND_STEP_WITHIN = timedelta(minutes=10)
TOO_MANY = 429
_SECOND_STEP, _SECOND_STEP_TO = "second_step", "second_step_to"


class SignInView(LoginView):
    """The sign-in page; afterwards the pages speak the person's language."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add which ways in there are."""
        told = sign_in_facts(self.request)
        return super().get_context_data(**told, **context)

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, or ask for the second step."""
        user = form.get_user()
        if not has_second_factor(user.pk):
            return enter(self.request, user, to=self.get_success_url())
        self.request.session.cycle_key()
        until = (clock.now() + SECOND_STEP_WITHIN).timestamp()
        self.request.session[_SECOND_STEP] = {"user": user.pk, "until": until}
        self.request.session[_SECOND_STEP_TO] = self.get_success_url()
        return redirect("second_step")

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong; too many tries have a status of their own."""
        return _refused(super().form_invalid(form), form)


@method_decorator([login_not_required, never_cache], name="dispatch")
class SecondStepView(FormView):  # type: ignore[type-arg]  # generic for the checker only
    """Ask for a one-time code after the right password."""

    form_class = CodeForm
    template_name = "accounts/second_step.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send back to the first step whoever did not pass it just now."""
        user_id = waiting_user_id(request)
        if user_id is None:
            return redirect("sign_in")
        self.user_id = user_id
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whose code it is."""
        return super().get_form_kwargs() | self.who()

    def who(self) -> dict[str, Any]:
        """Return who owes the second step, and from where."""
        return {"user_id": self.user_id, "address": address_of(self.request)}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Offer a passkey beside the code to whoever has one that works here."""
        can = has_passkeys(self.user_id) and door_of(self.request).has_a_name
        return super().get_context_data(can_passkey=can, **context)

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ARG002  # the form has used it up
        """Sign in."""
        user = active_user(self.user_id)
        to = self.request.session.get(_SECOND_STEP_TO) or resolve_url("today")
        return redirect("sign_in") if user is None else enter(self.request, user, to=to)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong."""
        return _refused(super().form_invalid(form), form)


@require_POST
@login_not_required
def set_language(request: ActorRequest) -> HttpResponseBase:
    """Speak another language from now on, and at the next sign-in too."""
    chosen = request.POST.get("language", "")
    if chosen in Language.values:
        choose_language(request.actor, language=Language(chosen), at=clock.now())
    return i18n.set_language(request)  # sets the cookie; goes only to pages of this site


def sign_in_facts(request: HttpRequest) -> dict[str, Any]:
    """Return what the sign-in page has to know: which ways in there are."""
    return {
        "is_without_accounts": not has_accounts(),
        "can_mail": settings.CAN_MAIL,
        "can_passkey": door_of(request).has_a_name,
        "provider": provider_settings(),
    }


def waiting_user_id(request: HttpRequest) -> int | None:
    """Return who typed the right password just now and still owes the second step."""
    waiting = request.session.get(_SECOND_STEP)
    if not waiting or waiting["until"] < clock.now().timestamp():
        return None
    return int(waiting["user"])


def enter(request: HttpRequest, user: User, *, to: str) -> HttpResponse:
    """Sign in on this device and go on, in the person's language."""
    for left_over in (_SECOND_STEP, _SECOND_STEP_TO):
        request.session.pop(left_over, None)
    open_session(request, user, at=clock.now())
    translation.activate(user.language)
    response = HttpResponseRedirect(to)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


def _refused(response: HttpResponse, form: Any) -> HttpResponse:
    if any(form.has_error(field, CLOSED) for field in form.errors):
        response.status_code = TOO_MANY
    return response
