"""Leave a record that an account was closed for a while after failed tries."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.audit.record import record


def note_closed_account(actor: Actor, *, email: str, at: datetime) -> None:
    """Record it for auditors, when there is such an account."""
    with transaction.atomic():
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is not None:
            record(actor, "lock_out", subject=user, at=at)
