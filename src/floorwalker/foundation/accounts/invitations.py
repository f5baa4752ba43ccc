"""Invitations: a new account's link to choose a password, sent by mail or handed over once.

Whoever manages accounts never chooses a password. An invitation is for an account with which
nobody has signed in yet: a link to one in use would be a way into somebody else's work.
"""

import hashlib
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.models import Invitation, User
from floorwalker.foundation.errors import NotFoundError

DAYS_VALID = 7
SECRET_BYTES = 32


def expiry(at: datetime) -> datetime:
    """Return until when an invitation made now works."""
    return at + timedelta(days=DAYS_VALID)


def is_unused(user: User) -> bool:
    """Tell whether nobody has signed in with this account yet, nor could."""
    return user.last_login is None and not user.has_usable_password()


def hashed(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invited_user(secret: str, *, at: datetime) -> User:
    """Return the account that a link opens.

    Raises:
        NotFoundError: it was used, withdrawn or replaced, it is too old, or the account is closed.
    """
    invitation = (
        Invitation.objects.select_related("user")
        .filter(sha256=hashed(secret), expires_at__gt=at, user__is_active=True)
        .first()
    )
    if invitation is None or not is_unused(invitation.user):
        raise NotFoundError(
            _("this invitation was used or withdrawn, or it is too old."),
            next_step=_("Ask whoever invited you for a new one."),
        )
    return invitation.user
