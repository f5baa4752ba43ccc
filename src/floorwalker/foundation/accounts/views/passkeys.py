"""Sign in with a passkey, and add and remove one's own.

`passkey.js` fetches a question, lets the browser answer it and sends the answer as a plain form.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.add_passkey import add_passkey
from floorwalker.foundation.accounts.actions.remove_passkey import remove_passkey
from floorwalker.foundation.accounts.forms import CodeForm, SignInForm
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.own_account_page import passkey_name
from floorwalker.foundation.accounts.passkey_forms import NewPasskeyForm, PasskeyForm
from floorwalker.foundation.accounts.passkeys import (
    ANSWER_CHARACTERS_MAX,
    Purpose,
    ask_to_add,
    ask_to_sign,
    door_of,
    new_key,
    take_question,
)
from floorwalker.foundation.accounts.sign_ins import address_of
from floorwalker.foundation.accounts.views.confirmation import Confirmation
from floorwalker.foundation.accounts.views.sign_in import (
    SecondStepView,
    SignInView,
    enter,
    waiting_user_id,
)
from floorwalker.foundation.errors import BadInputError

CANNOT = 422


@login_not_required
@require_POST
def sign_in_question(request: HttpRequest) -> HttpResponse:
    """Ask for any passkey of this site."""
    return _question(request, Purpose.SIGN_IN)


@login_not_required
@require_POST
def second_step_question(request: HttpRequest) -> HttpResponse:
    """Ask for a passkey of whoever has typed the right password just now."""
    user_id = waiting_user_id(request)
    if user_id is None:
        return _error(_("This took too long. Begin with your password again."))
    return _question(request, Purpose.SECOND_STEP, user_id=user_id)


@require_POST
def confirm_question(request: ActorRequest) -> HttpResponse:
    """Ask for one's own passkey once more."""
    return _question(request, Purpose.CONFIRM, user_id=request.actor.user_id)


@method_decorator(require_POST, name="dispatch")
class PasskeySignIn(SignInView):
    """Sign in with a passkey alone: it has seen a finger or a PIN, so it is both steps."""

    form_class = PasskeyForm  # type: ignore[assignment]  # another form, the same page

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what the answer is for."""
        return super().get_form_kwargs() | {"purpose": Purpose.SIGN_IN}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Show what is wrong above the usual page."""
        passkey_form = context.pop("form")
        return super().get_context_data(
            form=SignInForm(self.request), passkey_form=passkey_form, **context
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in."""
        return enter(self.request, form.get_user(), to=self.get_success_url())


@method_decorator(require_POST, name="dispatch")
class PasskeySecondStep(SecondStepView):
    """A passkey instead of a code."""

    form_class = PasskeyForm  # type: ignore[assignment]  # another form, the same step

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what the answer is for, and whose it must be."""
        told = super().get_form_kwargs()
        told.pop("address")
        return told | {"request": self.request, "purpose": Purpose.SECOND_STEP}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Show what is wrong above the usual page."""
        passkey_form, code_form = context.pop("form"), CodeForm(**self.who())
        return super().get_context_data(form=code_form, passkey_form=passkey_form, **context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_add(request: ActorRequest) -> HttpResponse:
    """Show the form; store the key that the browser has made for it."""
    form = NewPasskeyForm(user=request.user, address=address_of(request))
    context = {"form": form, "can": door_of(request).has_a_name}
    if request.method != "POST":
        return render(request, "accounts/passkey_add.html", context)
    answer = request.POST.get("answer", "")[: ANSWER_CHARACTERS_MAX + 1]
    try:
        question = take_question(request.session, Purpose.ADD, at=clock.now())
        key = new_key(answer, question=question, door=door_of(request))
        add_passkey(request.actor, name=question.name, key=key, at=clock.now())
    except BadInputError as error:
        return render(
            request, "accounts/passkey_add.html", context | {"error": error}, status=CANNOT
        )
    messages.success(
        request, _("The passkey “%(name)s” opens your account now.") % {"name": question.name}
    )
    return redirect("own_account")


@require_POST
def add_question(request: ActorRequest) -> HttpResponse:
    """Ask the browser for a new key, once the password is right."""
    form = NewPasskeyForm(request.POST, user=request.user, address=address_of(request))
    if not form.is_valid():
        return _error(" ".join(str(error) for errors in form.errors.values() for error in errors))
    question = ask_to_add(
        request.session,
        door_of(request),
        user=form.user,
        name=form.cleaned_data["name"],
        at=clock.now(),
    )
    return HttpResponse(question, content_type="application/json")


@require_http_methods(["GET", "HEAD", "POST"])
def passkey_remove(request: ActorRequest, passkey_id: int) -> HttpResponse:
    """Remove it, with the password or a passkey once more."""
    name = passkey_name(request.actor, passkey_id=passkey_id)
    confirmation = Confirmation(request)
    if confirmation.is_given():
        user_id = request.actor.user_id or 0
        remove_passkey(request.actor, user_id=user_id, passkey_id=passkey_id, at=clock.now())
        messages.success(
            request, _("The passkey “%(name)s” opens nothing any more.") % {"name": name}
        )
        return redirect("own_account")
    context = {"name": name, "confirmation": confirmation}
    return render(request, "accounts/passkey_remove.html", context, status=confirmation.status)


def _question(
    request: HttpRequest, purpose: Purpose, *, user_id: int | None = None
) -> HttpResponse:
    question = ask_to_sign(
        request.session, door_of(request), purpose=purpose, user_id=user_id, at=clock.now()
    )
    return HttpResponse(question, content_type="application/json")


def _error(sentence: str) -> JsonResponse:
    """Refuse with 200: browsers log other statuses as errors of the page."""
    return JsonResponse({"error": sentence})
