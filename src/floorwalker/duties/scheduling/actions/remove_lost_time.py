"""Take back that time was lost."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.actions._lost_time_facts import facts_of
from floorwalker.duties.scheduling.actions.record_lost_time import PERMISSION
from floorwalker.duties.scheduling.queries.lost_time import lost_time_in_reach
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError


def remove_lost_time(actor: Actor, *, lost_time_id: int, at: datetime) -> None:
    """Remove a recorded loss.

    Raises:
        NotPermittedError: this actor records none.
        NotFoundError: there is no such loss, or not in the actor's teams.
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        found = lost_time_in_reach(actor).select_related("person", "team")
        lost = found.select_for_update(of=("self",)).filter(pk=lost_time_id).first()
        if lost is None:
            raise NotFoundError(
                _("there is no such lost time, or not in your teams."),
                next_step=_("Choose one from the list."),
            )
        record(actor, "remove_lost_time", subject=lost, before=facts_of(lost), at=at)
        lost.delete()
