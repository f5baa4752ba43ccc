"""Remove an endpoint with all its deliveries."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.webhooks.locking import endpoint_to_change
from floorwalker.foundation.webhooks.topics import announce


def remove_endpoint(actor: Actor, *, endpoint_id: int, at: datetime) -> None:
    """Forget the endpoint; nothing more is sent there.

    Raises:
        NotFoundError: there is no such endpoint.
        NotPermittedError: this actor may not.
    """
    with transaction.atomic():
        endpoint = endpoint_to_change(actor, endpoint_id=endpoint_id)
        before = {"description": endpoint.description, "event_types": endpoint.event_types}
        record(actor, "remove_webhook_endpoint", subject=endpoint, before=before, at=at)
        announce(endpoint.pk, site_id=endpoint.site_id)
        endpoint.delete()
