"""Send one delivery again, under the same id."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError, StateError
from floorwalker.foundation.webhooks.choices import DeliveryState
from floorwalker.foundation.webhooks.locking import PERMISSION, lock_endpoint
from floorwalker.foundation.webhooks.models import Delivery
from floorwalker.foundation.webhooks.replaying import replay


def replay_delivery(actor: Actor, *, delivery_id: int, at: datetime) -> None:
    """Send it again, with the full number of tries; one that was delivered too.

    Raises:
        NotFoundError: there is no such delivery.
        NotPermittedError: this actor may not.
        StateError: it is on its way already.
    """
    with transaction.atomic():
        endpoint = lock_endpoint(deliveries=delivery_id)
        if endpoint is None:
            raise NotFoundError(_("there is no such delivery."))
        actor.require(PERMISSION, site_id=endpoint.site_id)
        delivery = Delivery.objects.get(pk=delivery_id)
        if delivery.state == DeliveryState.WAITING:
            raise StateError(_("this delivery is on its way already."))
        before = {"state": delivery.state, "tries": delivery.tries}
        replay(endpoint, endpoint.deliveries.filter(pk=delivery_id), at=at)
        after = {"delivery": delivery_id}
        record(actor, "replay_webhook", subject=endpoint, before=before, after=after, at=at)
