"""Store what a rehearsal found, and note that the roster has been rehearsed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Rehearsal, Roster, Twin
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.webhooks.outbox import emit


def store_rehearsal(
    actor: Actor,
    *,
    roster_id: int,
    revision: int,
    outcome: dict[str, Any],
    seed: int,
    replications: int,
    at: datetime,
    twin: Twin | None = None,
) -> Rehearsal:
    """Add the rehearsal of a revision; the roster counts as rehearsed if it is still that one.

    `twin` is the one it was played on, if there was one.
    """
    with transaction.atomic():
        roster = Roster.objects.select_for_update().get(pk=roster_id)
        actor.require("plan_week", site_id=roster.site_id)
        rehearsal = Rehearsal.objects.create(
            roster=roster,
            roster_revision=revision,
            twin=twin,
            seed=seed,
            replications=replications,
            outcome=outcome,
            created_at=at,
            created_by_name=actor.name,
        )
        Roster.objects.filter(pk=roster_id, revision=revision, state=RosterState.DRAFT).update(
            state=RosterState.REHEARSED
        )
        after = {
            "revision": revision,
            "week": outcome.get("week"),
            "twin": twin.pk if twin else None,
        }
        record(actor, "store_rehearsal", subject=rehearsal, after=after, at=at)
        _tell(rehearsal, at=at)
    return rehearsal


def _tell(rehearsal: Rehearsal, *, at: datetime) -> None:
    site_id = rehearsal.roster.site_id
    data = {
        "site_id": site_id,
        "roster_id": rehearsal.roster_id,
        "revision": rehearsal.roster_revision,
        "rehearsal_id": rehearsal.pk,
    }
    emit("rehearsal.finished", site_id=site_id, data=data, at=at)
