"""Close an account: nobody signs in with it any more, and all it ever did stays told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import Invitation, User
from floorwalker.foundation.accounts.reach import account_to_change, require_reach
from floorwalker.foundation.accounts.sign_ins import close_sessions
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import StateError
from floorwalker.foundation.webhooks.outbox import emit


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
        _tell(user, at=at)


def _tell(user: User, *, at: datetime) -> None:
    """Tell every site where the account had a role or its person a team."""
    sites = set(user.role_assignments.values_list("site_id", flat=True))
    if user.person is not None:
        sites.add(user.person.team.site_id)
    for site_id in [None] if None in sites else sorted(filter(None, sites)):
        data = {"site_id": site_id, "account_id": user.pk, "person_id": user.person_id}
        emit("account.closed", site_id=site_id, data=data, at=at)
