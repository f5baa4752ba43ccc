"""Resume a paused endpoint: what has waited goes out at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import StateError
from floorwalker.foundation.webhooks.choices import DeliveryState, EndpointState
from floorwalker.foundation.webhooks.locking import endpoint_to_change
from floorwalker.foundation.webhooks.outbox import wake_worker
from floorwalker.foundation.webhooks.topics import announce


def resume_endpoint(actor: Actor, *, endpoint_id: int, at: datetime) -> None:
    """Send there again, first what has waited.

    Raises:
        NotFoundError: there is no such endpoint.
        NotPermittedError: this actor may not.
        StateError: it is not paused.
    """
    with transaction.atomic():
        endpoint = endpoint_to_change(actor, endpoint_id=endpoint_id)
        if endpoint.state == EndpointState.ACTIVE:
            raise StateError(_("this endpoint is not paused."))
        before = {"state": endpoint.state, "reason": endpoint.pause_reason}
        endpoint.state, endpoint.pause_reason = EndpointState.ACTIVE, ""
        endpoint.paused_at = endpoint.failing_since = None
        endpoint.save(update_fields=["state", "pause_reason", "paused_at", "failing_since"])
        endpoint.deliveries.filter(state=DeliveryState.WAITING).update(next_try_at=at)
        wake_worker()
        announce(endpoint.pk, site_id=endpoint.site_id)
        after = {"state": endpoint.state}
        record(
            actor, "resume_webhook_endpoint", subject=endpoint, before=before, after=after, at=at
        )
