"""Send an event that means nothing, to try an endpoint."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import StateError
from floorwalker.foundation.webhooks.choices import EndpointState
from floorwalker.foundation.webhooks.event_types import TEST
from floorwalker.foundation.webhooks.locking import endpoint_to_change
from floorwalker.foundation.webhooks.models import Delivery
from floorwalker.foundation.webhooks.outbox import write_event


def send_test_event(actor: Actor, *, endpoint_id: int, at: datetime) -> Delivery:
    """Send an event of the type `webhooks.test` to this endpoint alone.

    Raises:
        NotFoundError: there is no such endpoint.
        NotPermittedError: this actor may not.
        StateError: it is paused.
    """
    with transaction.atomic():
        endpoint = endpoint_to_change(actor, endpoint_id=endpoint_id)
        if endpoint.state == EndpointState.PAUSED:
            raise StateError(
                _("this endpoint is paused."), next_step=_("Resume it, then send a test event.")
            )
        data = {"site_id": endpoint.site_id, "endpoint_id": endpoint.pk}
        (delivery,) = write_event(TEST, data=data, endpoints=[endpoint], at=at)
        record(actor, "send_webhook_test", subject=endpoint, after={"delivery": delivery.pk}, at=at)
    return delivery
