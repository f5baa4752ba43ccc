"""Give an account another password."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.lock_out import forget_tries
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.sign_ins import close_sessions
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotPermittedError


def set_password(
    actor: Actor, *, user: User, password: str, at: datetime, session_key: str | None = None
) -> None:
    """Store one's own new password (checked by the form) and end every session but this one.

    Raises:
        NotPermittedError: it is somebody else's, or an API token acts.
    """
    actor.refuse_token()
    if actor.user_id != user.pk:
        raise NotPermittedError("only its owner sets a password.")
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        ended = close_sessions(user_id=user.pk, keep=session_key)
        forget_tries("sign_in", account=user.email)
        record(actor, "set_password", subject=user, after={"sessions_ended": ended}, at=at)
