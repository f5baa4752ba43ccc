"""Lock an endpoint: whoever changes it or its deliveries holds its row first."""

from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.webhooks.models import Endpoint

PERMISSION = "manage_webhooks"


def lock_endpoint(**which: int) -> Endpoint | None:
    """Return an endpoint, locked until the transaction ends; new deliveries do not wait for it."""
    locked = Endpoint.objects.select_for_update(of=("self",), no_key=True)
    return locked.filter(**which).first()


def endpoint_to_change(actor: Actor, *, endpoint_id: int) -> Endpoint:
    """Return an endpoint, locked, if this actor may change it.

    Raises:
        NotFoundError: there is no such endpoint.
        NotPermittedError: this actor may not.
    """
    endpoint = lock_endpoint(pk=endpoint_id)
    if endpoint is None:
        raise NotFoundError(_("there is no such endpoint."))
    actor.require(PERMISSION, site_id=endpoint.site_id)
    return endpoint
