"""Erase every trace of someone: what they did stays told, who they were does not."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.retention._refusals import refuse_erasing
from floorwalker.foundation.retention.leaver import leaver_of
from floorwalker.foundation.retention.leavers import erase_traces


def erase_person(actor: Actor, *, key: str, at: datetime) -> dict[str, int]:
    """Pseudonymise someone for good; return how many rows told of them, place by place.

    Raises:
        NotPermittedError: this actor may not.
        NotFoundError: there is no such person.
        StateError: it is the actor's own account, or it was done before.
    """
    actor.require("manage_retention")
    leaver = leaver_of(key)
    refuse_erasing(actor, leaver)
    with transaction.atomic():
        counts = erase_traces(leaver)
        record(
            actor,
            "erase_person",
            subject=leaver.subject,
            after={"erased": sum(counts.values())},
            at=at,
        )
    return counts
