"""Send again everything that failed at an endpoint since some moment."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.webhooks.choices import DeliveryState
from floorwalker.foundation.webhooks.locking import endpoint_to_change
from floorwalker.foundation.webhooks.replaying import replay


def replay_failed(actor: Actor, *, endpoint_id: int, since: datetime, at: datetime) -> int:
    """Send again what happened at `since` or later and failed; return how many.

    Raises:
        NotFoundError: there is no such endpoint.
        NotPermittedError: this actor may not.
    """
    with transaction.atomic():
        endpoint = endpoint_to_change(actor, endpoint_id=endpoint_id)
        failed = endpoint.deliveries.filter(
            state=DeliveryState.FAILED, event__created_at__gte=since
        )
        count = replay(endpoint, failed, at=at)
        after = {"since": since.isoformat(), "deliveries": count}
        record(actor, "replay_failed_webhooks", subject=endpoint, after=after, at=at)
    return count
