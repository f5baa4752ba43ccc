"""What browsers answer with passkeys, checked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.use_passkey import use_passkey
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.forms import OwnPasswordForm, closed_error
from floorwalker.foundation.accounts.lock_out import count_try, forget_tries
from floorwalker.foundation.accounts.models import Passkey, User
from floorwalker.foundation.accounts.passkeys import (
    ANSWER_CHARACTERS_MAX,
    PasskeyRefusedError,
    Purpose,
    credential_of,
    door_of,
    sign_count_of,
    take_question,
)
from floorwalker.foundation.accounts.sign_ins import address_of

NAME_LENGTH_MAX = 60


class NewPasskeyForm(OwnPasswordForm):
    """A name for the passkey, and the password: whoever found a session open adds no key to it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH_MAX,
        help_text=_("So that you know it again, such as “telephone” or “key ring”."),
    )
    field_order = ("name", "password")


class PasskeyForm(forms.Form):
    """A signature for one purpose: of any account, or only of one user's passkeys."""

    answer = forms.CharField(max_length=ANSWER_CHARACTERS_MAX, widget=forms.HiddenInput)

    def __init__(
        self,
        request: HttpRequest,
        *args: Any,
        purpose: Purpose,
        user_id: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.purpose, self.user_id = request, purpose, user_id
        self.user: User | None = None

    def get_user(self) -> User | None:
        """Return who has signed."""
        return self.user

    def clean(self) -> dict[str, Any]:
        """Count the try before anything is looked at, then prove the signature."""
        answer = str(self.cleaned_data.get("answer", ""))
        account, address = credential_of(answer), address_of(self.request)
        tried = count_try("passkey", account=account, address=address, at=clock.now())
        if tried.closed_until is not None:
            raise closed_error(tried.closed_until)
        try:
            self.user = self._signer(answer)
        except PasskeyRefusedError as error:
            raise ValidationError(f"{error.what} {error.next_step}") from None
        forget_tries("passkey", account=account, address=address)
        return self.cleaned_data

    def _signer(self, answer: str) -> User:
        at = clock.now()
        question = take_question(self.request.session, self.purpose, at=at)
        found = Passkey.objects.filter(credential_id=credential_of(answer)).select_related("user")
        passkey = (found.filter(user_id=self.user_id) if self.user_id else found).first()
        if passkey is None:
            raise PasskeyRefusedError(
                gettext("This passkey is not known here (any more)."),
                next_step=gettext("Try another one, or sign in with your password."),
            )
        door = door_of(self.request)
        count = sign_count_of(answer, passkey=passkey, question=question, door=door)
        if not passkey.user.is_active:
            raise PasskeyRefusedError(
                gettext("This account is closed."), next_step=gettext("Ask your administrator.")
            )
        actor = Actor(name=passkey.user.name, user_id=passkey.user_id)
        if not use_passkey(actor, passkey_id=passkey.pk, sign_count=count, at=at):
            raise PasskeyRefusedError(
                gettext("A copy of this passkey may be in use, so it is refused."),
                next_step=gettext("Sign in with your password, remove it and add a new one."),
            )
        return passkey.user
