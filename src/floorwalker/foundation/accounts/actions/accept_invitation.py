"""Accept an invitation: whoever holds the link chooses the account's first password."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actions.set_password import set_password
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.invitations import invited_user
from floorwalker.foundation.accounts.models import Invitation, User
from floorwalker.foundation.accounts.queries import actor_of
from floorwalker.foundation.audit.record import record


def accept_invitation(actor: Actor, *, secret: str, password: str, at: datetime) -> User:
    """Store the password (checked by the form) and end the invitation: the link works once.

    Raises:
        NotFoundError: the link was used meanwhile, or works no longer.
        NotPermittedError: an API token acts.
    """
    actor.refuse_token()
    with transaction.atomic():
        found = invited_user(secret, at=at)
        User.objects.select_for_update().get(pk=found.pk)
        user = invited_user(secret, at=at)  # again: of two at once the second waited above
        Invitation.objects.filter(user=user).delete()
        set_password(actor_of(user), user=user, password=password, at=at)
        record(actor_of(user), "accept_invitation", subject=user, at=at)
    return user
