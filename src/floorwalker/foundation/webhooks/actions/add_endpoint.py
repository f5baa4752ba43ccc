"""Add an endpoint: an address that hears of events at one site."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.sealing import seal
from floorwalker.foundation.webhooks.endpoint_facts import EndpointFacts, checked
from floorwalker.foundation.webhooks.locking import PERMISSION
from floorwalker.foundation.webhooks.models import Endpoint
from floorwalker.foundation.webhooks.signing import new_secret
from floorwalker.foundation.webhooks.topics import announce


@dataclass(frozen=True)
class NewSecret:
    """The endpoint, and its secret: this is the only moment that anybody can read it."""

    endpoint: Endpoint
    secret: str


def add_endpoint(actor: Actor, *, site_id: int, facts: EndpointFacts, at: datetime) -> NewSecret:
    """Add an endpoint with a new secret.

    Raises:
        NotPermittedError: this actor may not at this site.
        BadInputError: the address may not be sent to, or a type of event does not exist.
    """
    actor.require(PERMISSION, site_id=site_id)
    good = checked(facts)
    secret = new_secret()
    with transaction.atomic():
        endpoint = Endpoint.objects.create(
            site_id=site_id,
            url=good.url,
            description=good.description,
            event_types=good.event_types,
            sealed_secret=seal(secret),
            created_at=at,
            created_by_id=actor.user_id,
            created_by_name=actor.name,
        )
        announce(endpoint.pk, site_id=site_id)
        record(actor, "add_webhook_endpoint", subject=endpoint, after=good.for_audit(), at=at)
    return NewSecret(endpoint, secret)
