"""Begin to set up one-time codes: make the secret that the telephone is shown."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import SecondFactor, User
from floorwalker.foundation.accounts.one_time_code import new_secret
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import StateError


def start_second_factor(actor: Actor, *, at: datetime) -> None:
    """Make a new secret for the actor; nothing is asked for at sign-in before it is confirmed.

    Raises:
        NotPermittedError: an API token acts.
        StateError: codes are asked for already.
    """
    actor.refuse_token()
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.user_id or 0)
        factor = SecondFactor.objects.filter(user=user).first() or SecondFactor(user=user)
        if factor.confirmed_at is not None:
            raise StateError(
                _("codes are asked for already."),
                next_step=_("Turn them off first to use another telephone."),
            )
        factor.secret, factor.started_at = new_secret(), at
        factor.save()
        record(actor, "start_second_factor", subject=user, at=at)
