"""Turn one-time codes off: one's own, or a colleague's whose telephone is lost."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import RecoveryCode, SecondFactor
from floorwalker.foundation.accounts.reach import own_or_managed_account
from floorwalker.foundation.audit.record import record


def remove_second_factor(actor: Actor, *, user_id: int, at: datetime) -> None:
    """Ask for the password alone from now on.

    Raises:
        NotFoundError: it is somebody else's, and out of the actor's reach.
        NotPermittedError: this actor may not manage that account, or acts through a token.
    """
    actor.refuse_token()
    with transaction.atomic():
        user = own_or_managed_account(actor, user_id)
        removed, _rows = SecondFactor.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        if removed:
            record(actor, "remove_second_factor", subject=user, at=at)
