"""Note that a passkey has signed; refuse one that counts backwards, which tells of a copy."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import Passkey
from floorwalker.foundation.audit.record import record


def use_passkey(actor: Actor, *, passkey_id: int, sign_count: int, at: datetime) -> bool:
    """Tell whether the count is higher than ever before, and keep it.

    Devices that share keys through a cloud always say 0. A refusal is recorded for auditors.
    """
    with transaction.atomic():
        passkey = Passkey.objects.select_for_update().get(pk=passkey_id)
        counts = bool(passkey.sign_count or sign_count)
        if counts and sign_count <= passkey.sign_count:
            counted = {"name": passkey.name, "sign_count": passkey.sign_count}
            said = counted | {"sign_count": sign_count}
            record(actor, "refuse_passkey", subject=passkey.user, before=counted, after=said, at=at)
            return False
        passkey.sign_count, passkey.used_at = sign_count, at
        passkey.save(update_fields=["sign_count", "used_at"])
    return True
