"""Close an account: nobody signs in with it any more, and all it ever did stays told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import Invitation
from floorwalker.foundation.accounts.reach import account_to_change, require_reach
from floorwalker.foundation.accounts.sign_ins import close_sessions
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import StateError


def close_account(actor: Actor, *, user_id: int, at: datetime) -> None:
    """Refuse sign-in from now on and end every session; the person and their history stay.

    Raises:
        NotFoundError: there is no such account within the actor's reach.
        NotPermittedError: it does more than the actor may decide about.
        StateError: it is the actor's own.
    """
    with transaction.atomic():
        user = account_to_change(actor, user_id)
        require_reach(actor, user)
        if user.pk == actor.user_id:
            raise StateError(
                _("you cannot close your own account."), next_step=_("Ask a colleague.")
            )
        if not user.is_active:
            return
        user.is_active = False
        user.save(update_fields=["is_active"])
        close_sessions(user_id=user.pk)
        Invitation.objects.filter(user=user).delete()
        before, after = {"is_active": True}, {"is_active": False}
        record(actor, "close_account", subject=user, before=before, after=after, at=at)
