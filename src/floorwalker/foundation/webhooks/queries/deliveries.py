"""Deliveries: a page of them, some of them for the API, and one with all that is known of it."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.ui.tables import Rows, RowsInDatabase
from floorwalker.foundation.webhooks.choices import DeliveryState, EndpointState, Outcome
from floorwalker.foundation.webhooks.event_types import title_of
from floorwalker.foundation.webhooks.locking import PERMISSION
from floorwalker.foundation.webhooks.models import Delivery
from floorwalker.foundation.webhooks.queries.endpoints import managed_endpoints, managed_sites
from floorwalker.foundation.webhooks.topics import webhooks_topic

_TONES = {DeliveryState.DELIVERED.value: "good", DeliveryState.FAILED.value: "bad"}


@dataclass(frozen=True)
class Wanted:
    """Which deliveries are looked for; what is empty holds nothing back."""

    endpoint_id: int | None = None
    state: str = ""
    type: str = ""


@dataclass(frozen=True)
class DeliveryRow:
    """One event on its way to one endpoint, as it stands."""

    id: int
    message_id: str
    type: str
    title: str
    endpoint_id: int
    endpoint: str
    state: str
    state_label: str
    tries: int
    status: int | None
    outcome: str
    result: str
    duration_seconds: float | None
    created_at: datetime
    tried_at: datetime | None
    next_try_at: datetime | None
    payload: str
    answer_start: str
    topic: str

    @property
    def can_replay(self) -> bool:
        """Tell whether it is over and may be sent again."""
        return self.state != DeliveryState.WAITING

    @property
    def tone(self) -> str:
        """The kind of badge for its state."""
        return _TONES.get(self.state, "info")

    @property
    def readable_payload(self) -> str:
        """The payload for people, spread over lines; what is sent has none."""
        return json.dumps(json.loads(self.payload), indent=2, ensure_ascii=False)


@dataclass(frozen=True)
class DeliveriesPage:
    """Deliveries, newest first, the endpoints that they can be of, and the topics to follow."""

    rows: Rows
    endpoints: tuple[tuple[int, str], ...]
    topics: str


def deliveries_page(actor: Actor, *, at: datetime) -> DeliveriesPage:
    """Return the deliveries that this actor may see."""
    # Deliveries are numbered in the order in which things happen, and that order has an index.
    fields = {"created_at": "pk", "type": "event__type"}
    return DeliveriesPage(
        rows=RowsInDatabase(_found(actor, Wanted()), lambda found: _row(found, at=at), fields),
        endpoints=tuple((endpoint.pk, str(endpoint)) for endpoint in managed_endpoints(actor)),
        topics=" ".join(webhooks_topic(site.pk) for site in managed_sites(actor)),
    )


def deliveries_before(
    actor: Actor, *, wanted: Wanted, before_id: int | None, count: int, at: datetime
) -> tuple[DeliveryRow, ...]:
    """Return deliveries, newest first, below an id if one is given."""
    found = _found(actor, wanted)
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return tuple(_row(delivery, at=at) for delivery in found[:count])


def delivery_row(actor: Actor, *, delivery_id: int, at: datetime) -> DeliveryRow:
    """Return one delivery.

    Raises:
        NotFoundError: there is none with this number.
        NotPermittedError: it belongs to a site whose webhooks this actor does not manage.
    """
    deliveries = Delivery.objects.select_related("event", "endpoint")
    delivery = deliveries.filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFoundError(_("there is no such delivery."))
    actor.require(PERMISSION, site_id=delivery.endpoint.site_id)
    return _row(delivery, at=at)


def _found(actor: Actor, wanted: Wanted) -> QuerySet[Delivery]:
    found = Delivery.objects.select_related("event", "endpoint")
    found = found.filter(endpoint__in=managed_endpoints(actor))
    if wanted.endpoint_id is not None:
        found = found.filter(endpoint=wanted.endpoint_id)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.type:
        found = found.filter(event__type=wanted.type)
    return found


def _row(delivery: Delivery, *, at: datetime) -> DeliveryRow:
    is_waiting = delivery.state == DeliveryState.WAITING
    is_held = delivery.endpoint.state == EndpointState.PAUSED
    return DeliveryRow(
        id=delivery.pk,
        message_id=delivery.event.message_id,
        type=delivery.event.type,
        title=title_of(delivery.event.type),
        endpoint_id=delivery.endpoint_id,
        endpoint=str(delivery.endpoint),
        state=delivery.state,
        state_label=_state_label(delivery, at=at),
        tries=delivery.tries,
        status=delivery.status,
        outcome=delivery.outcome,
        result=_result(delivery),
        duration_seconds=delivery.duration_seconds,
        created_at=delivery.event.created_at,
        tried_at=delivery.tried_at,
        next_try_at=delivery.next_try_at if is_waiting and not is_held else None,
        payload=delivery.event.body,
        answer_start=delivery.answer_start,
        topic=f"{webhooks_topic(delivery.endpoint.site_id)}/{delivery.endpoint_id}",
    )


def _state_label(delivery: Delivery, *, at: datetime) -> str:
    if delivery.state == DeliveryState.WAITING:
        if delivery.claimed_until is not None and delivery.claimed_until > at:
            return _("On its way")
        if delivery.endpoint.state == EndpointState.PAUSED:
            return _("Held")
    return delivery.get_state_display()


def _result(delivery: Delivery) -> str:
    if not delivery.outcome:
        return ""
    if delivery.outcome == Outcome.ANSWERED:
        return _("Answered %(status)s") % {"status": delivery.status}
    return str(Outcome(delivery.outcome).label)
