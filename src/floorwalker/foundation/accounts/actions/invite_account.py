"""Make the link with which the person of a new account chooses a password; an older one ends."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.invitations import SECRET_BYTES, expiry, hashed, is_unused
from floorwalker.foundation.accounts.models import Invitation
from floorwalker.foundation.accounts.reach import account_to_change, require_reach
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import StateError


def invite_account(actor: Actor, *, user_id: int, at: datetime) -> str:
    """Return the secret of the link: this is the only moment that anybody can read it.

    Raises:
        NotFoundError: there is no such account within the actor's reach.
        NotPermittedError: it does more than the actor may decide about.
        StateError: the account is closed, or somebody has signed in with it.
    """
    with transaction.atomic():
        user = account_to_change(actor, user_id)
        require_reach(actor, user)
        if not user.is_active:
            raise StateError(
                _("the account is closed."), next_step=_("Open it again, then invite.")
            )
        if not is_unused(user):
            raise StateError(
                _("this account is in use already."),
                next_step=_("A forgotten password is renewed on the sign-in page."),
            )
        secret = secrets.token_urlsafe(SECRET_BYTES)
        until = expiry(at)
        kept = {"sha256": hashed(secret), "made_at": at, "expires_at": until}
        Invitation.objects.update_or_create(user=user, defaults=kept)
        after = {"expires_at": until.isoformat()}
        record(actor, "invite_account", subject=user, after=after, at=at)
    return secret
