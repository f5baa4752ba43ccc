"""Store what is said of the rest of a site's day, and tell the pages that show it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from floorwalker.duties.scheduling.models import IntradayUpdate
from floorwalker.duties.scheduling.stages.intraday import RestDraft
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.live.publish import publish
from floorwalker.foundation.people.models import Site


def store_day_updates(
    actor: Actor, *, site: Site, drafts: Sequence[RestDraft], at: datetime
) -> list[IntradayUpdate]:
    """Add one frozen update per draft.

    Raises:
        NotPermittedError: this actor may not.
    """
    actor.require("plan_week", site_id=site.pk)
    with transaction.atomic():
        updates = IntradayUpdate.objects.bulk_create(_row(draft) for draft in drafts)
        if updates:
            after = {"day": str(drafts[0].day), "queues": len(drafts)}
            record(actor, "store_day_updates", subject=site, after=after, at=at)
            publish(f"site/{site.pk}/rest")
    return updates


def _row(draft: RestDraft) -> IntradayUpdate:
    facts, update = draft.facts, draft.update
    return IntradayUpdate(
        queue_id=draft.queue_id,
        day=draft.day,
        as_of=draft.as_of,
        told_until=facts.told_until,
        told_contacts=facts.told_contacts,
        forecast_id=facts.forecast_id,
        slopes_id=facts.slopes_id,
        roster_id=facts.roster_id,
        roster_revision=facts.roster_revision,
        verdict=draft.verdict,
        factor=update.factor,
        saved_ratio=update.saved_ratio,
        past_days=update.past_days,
        observed_so_far=update.observed_so_far,
        expected_so_far=update.expected_so_far,
        target=draft.target,
        intervals=[interval.as_json() for interval in draft.intervals],
    )
