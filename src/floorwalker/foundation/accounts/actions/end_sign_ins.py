"""Sign out elsewhere: on one other device, or on all of them."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.sign_ins import close_sessions
from floorwalker.foundation.audit.record import record


def end_sign_ins(
    actor: Actor, *, at: datetime, keep: str | None = None, only: int | None = None
) -> int:
    """End the actor's own sessions but the kept one, or only the named one; return how many."""
    if actor.user_id is None:
        return 0
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.user_id)
        ended = close_sessions(user_id=user.pk, keep=keep, only=only)
        if ended:
            record(actor, "end_sign_ins", subject=user, after={"sessions_ended": ended}, at=at)
    return ended
