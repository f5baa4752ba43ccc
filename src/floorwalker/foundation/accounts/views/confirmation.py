"""The password or a passkey once more, before something that weakens the account."""

from floorwalker.foundation.accounts.forms import CLOSED, OwnPasswordForm
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.passkey_forms import PasskeyForm
from floorwalker.foundation.accounts.passkeys import Purpose, door_of
from floorwalker.foundation.accounts.queries import has_passkeys
from floorwalker.foundation.accounts.sign_ins import address_of

OK, TOO_MANY = 200, 429


class Confirmation:
    """Both forms of `accounts/_confirmation.html`; the one that was sent is checked."""

    def __init__(self, request: ActorRequest) -> None:
        sent = request.POST if request.method == "POST" else None
        by_passkey = sent is not None and "answer" in sent
        self.has_passkey = has_passkeys(request.actor.user_id or 0) and door_of(request).has_a_name
        self.password_form = OwnPasswordForm(
            None if by_passkey else sent, user=request.user, address=address_of(request)
        )
        self.passkey_form = PasskeyForm(
            request,
            sent if by_passkey else None,
            purpose=Purpose.CONFIRM,
            user_id=request.actor.user_id,
        )

    def is_given(self) -> bool:
        """Tell whether the one that was sent is right."""
        return self.password_form.is_valid() or self.passkey_form.is_valid()

    @property
    def status(self) -> int:
        """The status of the page that asks again."""
        is_closed = self.password_form.has_error("password", CLOSED)
        return TOO_MANY if is_closed or self.passkey_form.has_error("__all__", CLOSED) else OK
