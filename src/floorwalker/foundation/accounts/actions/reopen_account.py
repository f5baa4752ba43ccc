"""Open a closed account again, with the roles it had."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.reach import account_to_change, require_reach
from floorwalker.foundation.audit.record import record


def reopen_account(actor: Actor, *, user_id: int, at: datetime) -> None:
    """Let the person sign in again with the password they had.

    Raises:
        NotFoundError: there is no such account within the actor's reach.
        NotPermittedError: it does more than the actor may decide about.
    """
    with transaction.atomic():
        user = account_to_change(actor, user_id)
        require_reach(actor, user)
        if user.is_active:
            return
        user.is_active = True
        user.save(update_fields=["is_active"])
        before, after = {"is_active": False}, {"is_active": True}
        record(actor, "reopen_account", subject=user, before=before, after=after, at=at)
