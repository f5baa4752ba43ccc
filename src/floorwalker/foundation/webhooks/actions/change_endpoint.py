"""Change where an endpoint is, what it is called, and which events it wants."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.webhooks.endpoint_facts import EndpointFacts, checked
from floorwalker.foundation.webhooks.locking import endpoint_to_change
from floorwalker.foundation.webhooks.topics import announce


def change_endpoint(actor: Actor, *, endpoint_id: int, facts: EndpointFacts, at: datetime) -> None:
    """Store new facts; deliveries that wait go to the new address.

    Raises:
        NotFoundError: there is no such endpoint.
        NotPermittedError: this actor may not.
        BadInputError: the address may not be sent to, or a type of event does not exist.
    """
    with transaction.atomic():
        endpoint = endpoint_to_change(actor, endpoint_id=endpoint_id)
        good = checked(facts)
        before = {
            "description": endpoint.description,
            "event_types": endpoint.event_types,
            "is_same_address": endpoint.url == good.url,
        }
        endpoint.url, endpoint.description = good.url, good.description
        endpoint.event_types = good.event_types
        endpoint.save(update_fields=["url", "description", "event_types"])
        announce(endpoint.pk, site_id=endpoint.site_id)
        after = good.for_audit()
        record(
            actor, "change_webhook_endpoint", subject=endpoint, before=before, after=after, at=at
        )
