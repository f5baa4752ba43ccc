"""Turn one-time codes on, with a first right code as the proof that the telephone shows them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import SecondFactor, User
from floorwalker.foundation.accounts.one_time_code import matching_step
from floorwalker.foundation.accounts.second_factor import new_recovery_codes
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError, StateError


def confirm_second_factor(actor: Actor, *, code: str, at: datetime) -> tuple[str, ...]:
    """Ask for codes from now on; return the recovery codes, which are told only this once.

    Raises:
        NotPermittedError: an API token acts.
        BadInputError: the code is not what the telephone should show now.
        StateError: nothing was begun, or it is confirmed already.
    """
    actor.refuse_token()
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.user_id or 0)
        factor = SecondFactor.objects.filter(user=user, confirmed_at=None).first()
        if factor is None:
            raise StateError(_("there is no telephone to confirm."))
        step = matching_step(factor.secret, "".join(code.split()), at=at)
        if step is None:
            raise BadInputError(
                _("This is not the code of this moment."),
                next_step=_("Check the clock of the telephone and type the code it shows now."),
            )
        factor.confirmed_at, factor.last_step = at, step
        factor.save()
        codes = new_recovery_codes(user.pk)
        record(actor, "confirm_second_factor", subject=user, at=at)
    return codes
