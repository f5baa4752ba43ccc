"""Pause an endpoint: what happens meanwhile waits for it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import StateError
from floorwalker.foundation.webhooks.choices import EndpointState, PauseReason
from floorwalker.foundation.webhooks.locking import endpoint_to_change
from floorwalker.foundation.webhooks.pause_mail import queue_pause_mail
from floorwalker.foundation.webhooks.topics import announce


def pause_endpoint(
    actor: Actor,
    *,
    endpoint_id: int,
    at: datetime,
    reason: PauseReason = PauseReason.BY_HAND,
) -> None:
    """Send nothing more there until someone resumes it; what the program pauses, a mail tells.

    Raises:
        NotFoundError: there is no such endpoint.
        NotPermittedError: this actor may not.
        StateError: it is paused already.
    """
    with transaction.atomic():
        endpoint = endpoint_to_change(actor, endpoint_id=endpoint_id)
        if endpoint.state == EndpointState.PAUSED:
            raise StateError(_("this endpoint is paused already."))
        before = {"state": endpoint.state}
        endpoint.state, endpoint.pause_reason = EndpointState.PAUSED, reason
        endpoint.paused_at = at
        endpoint.save(update_fields=["state", "pause_reason", "paused_at"])
        announce(endpoint.pk, site_id=endpoint.site_id)
        after = {"state": endpoint.state, "reason": reason}
        record(actor, "pause_webhook_endpoint", subject=endpoint, before=before, after=after, at=at)
        if reason != PauseReason.BY_HAND:
            queue_pause_mail(endpoint)
