"""Give an endpoint a new secret; the old one signs too until its receiver has changed over."""

from datetime import datetime, timedelta

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.webhooks.actions.add_endpoint import NewSecret
from floorwalker.foundation.webhooks.locking import endpoint_to_change
from floorwalker.foundation.webhooks.signing import new_secret
from floorwalker.foundation.webhooks.topics import announce

OLD_SECRET_SIGNS = timedelta(hours=24)


def rotate_secret(actor: Actor, *, endpoint_id: int, at: datetime) -> NewSecret:
    """Make a new secret; for a day messages carry the signatures of both.

    Raises:
        NotFoundError: there is no such endpoint.
        NotPermittedError: this actor may not.
    """
    with transaction.atomic():
        endpoint = endpoint_to_change(actor, endpoint_id=endpoint_id)
        endpoint.sealed_old_secret, endpoint.secret = endpoint.sealed_secret, new_secret()
        endpoint.old_secret_until = at + OLD_SECRET_SIGNS
        endpoint.save(update_fields=["sealed_secret", "sealed_old_secret", "old_secret_until"])
        announce(endpoint.pk, site_id=endpoint.site_id)
        after = {"old_secret_until": endpoint.old_secret_until.isoformat()}
        record(actor, "rotate_webhook_secret", subject=endpoint, after=after, at=at)
    return NewSecret(endpoint, endpoint.secret)
