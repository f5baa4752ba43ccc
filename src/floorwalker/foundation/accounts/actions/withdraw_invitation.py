"""Withdraw an invitation: its link works no longer, the account waits for another."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import Invitation
from floorwalker.foundation.accounts.reach import account_to_change, require_reach
from floorwalker.foundation.audit.record import record


def withdraw_invitation(actor: Actor, *, user_id: int, at: datetime) -> None:
    """End the invitation; without one nothing changes.

    Raises:
        NotFoundError: there is no such account within the actor's reach.
        NotPermittedError: it does more than the actor may decide about.
    """
    with transaction.atomic():
        user = account_to_change(actor, user_id)
        require_reach(actor, user)
        removed, _rows = Invitation.objects.filter(user=user).delete()
        if removed:
            record(actor, "withdraw_invitation", subject=user, at=at)
