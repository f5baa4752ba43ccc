"""Put deliveries that are over on their way once more."""

from datetime import datetime

from django.db.models import F, QuerySet

from floorwalker.foundation.webhooks.choices import DeliveryState
from floorwalker.foundation.webhooks.models import Delivery, Endpoint
from floorwalker.foundation.webhooks.outbox import wake_worker
from floorwalker.foundation.webhooks.rules import TRIES_MAX
from floorwalker.foundation.webhooks.topics import announce


def replay(endpoint: Endpoint, deliveries: QuerySet[Delivery], *, at: datetime) -> int:
    """Send these deliveries of a locked endpoint again, each with the full number of tries."""
    count = deliveries.update(
        state=DeliveryState.WAITING,
        tries_max=F("tries") + TRIES_MAX,
        next_try_at=at,
        claimed_until=None,
    )
    wake_worker()
    announce(endpoint.pk, site_id=endpoint.site_id)
    return count
