"""Remove a passkey: one's own, or that of a colleague whose device is lost."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import Passkey
from floorwalker.foundation.accounts.reach import own_or_managed_account
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError


def remove_passkey(actor: Actor, *, user_id: int, passkey_id: int, at: datetime) -> None:
    """Take the passkey no longer.

    Raises:
        NotFoundError: there is no such account within reach, or no such passkey (any more).
        NotPermittedError: this actor may not manage that account, or acts through a token.
    """
    actor.refuse_token()
    with transaction.atomic():
        user = own_or_managed_account(actor, user_id)
        passkey = Passkey.objects.filter(pk=passkey_id, user=user).first()
        if passkey is None:
            raise NotFoundError(_("there is no such passkey (any more)."))
        passkey.delete()
        record(actor, "remove_passkey", subject=user, before={"name": passkey.name}, at=at)
