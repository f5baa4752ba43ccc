"""Add a passkey to one's own account."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import Passkey, User
from floorwalker.foundation.accounts.passkeys import NewKey, user_handle
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError, StateError

PASSKEYS_MAX = 20


def add_passkey(actor: Actor, *, name: str, key: NewKey, at: datetime) -> Passkey:
    """Let the actor sign in with this key from now on.

    Raises:
        BadInputError: the name is used by another of one's passkeys, or the key is known already.
        StateError: there are too many.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.user_id or 0)
        if user.passkeys.count() >= PASSKEYS_MAX:
            raise StateError(
                _("you have %(number)d passkeys already.") % {"number": PASSKEYS_MAX},
                next_step=_("Remove one that you use no longer."),
            )
        if user.passkeys.filter(name=name).exists():
            raise BadInputError(
                _("You have a passkey of this name already."), next_step=_("Give it another name.")
            )
        if Passkey.objects.filter(credential_id=key.credential_id).exists():
            raise BadInputError(_("This passkey is known already."))
        passkey = Passkey.objects.create(
            user=user,
            name=name,
            credential_id=key.credential_id,
            user_handle=user_handle(user),
            public_key=key.public_key,
            sign_count=key.sign_count,
            created_at=at,
        )
        record(actor, "add_passkey", subject=user, after={"name": name}, at=at)
    return passkey
