"""Operations on webhooks."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import Field

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import (
    Page,
    PageOfRows,
    PageWanted,
    Where,
    page_after,
    page_of,
)
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Id, Moment, Name, Sent
from floorwalker.foundation.webhooks import actions
from floorwalker.foundation.webhooks.choices import DeliveryState
from floorwalker.foundation.webhooks.endpoint_facts import EndpointFacts
from floorwalker.foundation.webhooks.models import URL_LENGTH_MAX
from floorwalker.foundation.webhooks.queries.deliveries import (
    DeliveryRow,
    Wanted,
    deliveries_before,
    delivery_row,
)
from floorwalker.foundation.webhooks.queries.endpoints import (
    EndpointRow,
    EventTypeRow,
    endpoint_row,
    endpoints_page,
    event_type_rows,
)

Url = Annotated[str, Field(pattern=r"^[!-~]+$", max_length=URL_LENGTH_MAX)]
Description = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=200)]

router = ApiRouter(tags=["webhooks"])


class EventTypeOut(Schema):
    """A type of event, and an example of the `data` in its body."""

    name: str
    title: str
    example: dict[str, Any]


class EndpointOut(Schema):
    """An address that hears of events; its secret is told only when it is made."""

    id: int
    site_id: int
    url: str
    description: str
    event_types: list[str]
    state: str
    pause_reason: str
    paused_at: datetime | None
    failing_since: datetime | None
    old_secret_until: datetime | None
    created_at: datetime
    created_by: str
    waiting: int
    failed: int


class SecretOut(Schema):
    """The endpoint and its secret, this once."""

    endpoint: EndpointOut
    secret: str


class EndpointIn(Sent):
    """Where to send, and which types of event."""

    url: Url
    event_types: list[Name] = Field(min_length=1, max_length=100)
    description: Description = ""

    def facts(self) -> EndpointFacts:
        """Return it as the actions take it."""
        return EndpointFacts(self.url, self.description, self.event_types)


class NewEndpointIn(EndpointIn):
    """The same; `site_id` is that of the token's person when left out."""

    site_id: Id | None = None


class DeliveryOut(Schema):
    """One event on its way to one endpoint, and what came of the latest try."""

    id: int
    message_id: str
    type: str
    endpoint_id: int
    state: str
    tries: int
    outcome: str
    status: int | None
    duration_seconds: float | None
    created_at: datetime
    tried_at: datetime | None
    next_try_at: datetime | None
    payload: str
    answer_start: str


class DeliveriesWanted(Where):
    """Which deliveries are asked for."""

    endpoint_id: int | None = Field(None, ge=1, le=2**63 - 1)
    state: DeliveryState | None = None
    type: str = Field("", pattern=r"^[a-z._]*$", max_length=60)


class ReplayIn(Sent):
    """Since when what has failed is sent again."""

    since: Moment


class ReplayedOut(Schema):
    """How many deliveries are sent again."""

    count: int


@router.read("/webhooks/event-types", scope=Scope.WEBHOOKS_READ, answer=list[EventTypeOut])
def list_webhook_event_types(request: ActorRequest) -> list[EventTypeRow]:
    """List the types of event that an endpoint may choose."""
    request.actor.require("manage_webhooks")
    return list(event_type_rows())


@router.read("/webhooks/endpoints", scope=Scope.WEBHOOKS_READ, answer=Page[EndpointOut])
def list_webhook_endpoints(request: ActorRequest, wanted: PageWanted) -> PageOfRows[EndpointRow]:
    """List the endpoints of the sites whose webhooks the token's person manages."""
    rows = endpoints_page(request.actor).rows
    return page_after(rows, wanted, key=lambda row: row.id)


@router.write("/webhooks/endpoints", scope=Scope.WEBHOOKS_WRITE, answer=SecretOut, status=201)
def add_webhook_endpoint(request: ActorRequest, body: NewEndpointIn) -> dict[str, object]:
    """Add an endpoint; the answer holds its secret."""
    site_id = body.site_id or site_of(request.actor).pk
    made = actions.add_endpoint(request.actor, site_id=site_id, facts=body.facts(), at=clock.now())
    return _with_secret(request, made)


@router.read("/webhooks/endpoints/{int:endpoint_id}", scope=Scope.WEBHOOKS_READ, answer=EndpointOut)
def get_webhook_endpoint(request: ActorRequest, endpoint_id: int) -> EndpointRow:
    """Return one endpoint."""
    return endpoint_row(request.actor, endpoint_id=endpoint_id)


@router.write(
    "/webhooks/endpoints/{int:endpoint_id}",
    scope=Scope.WEBHOOKS_WRITE,
    answer=EndpointOut,
    method="PUT",
)
def change_webhook_endpoint(
    request: ActorRequest, endpoint_id: int, body: EndpointIn
) -> EndpointRow:
    """Change where an endpoint is and what it wants."""
    actions.change_endpoint(
        request.actor, endpoint_id=endpoint_id, facts=body.facts(), at=clock.now()
    )
    return endpoint_row(request.actor, endpoint_id=endpoint_id)


@router.write(
    "/webhooks/endpoints/{int:endpoint_id}",
    scope=Scope.WEBHOOKS_WRITE,
    answer=None,
    status=204,
    method="DELETE",
)
def remove_webhook_endpoint(request: ActorRequest, endpoint_id: int) -> None:
    """Remove an endpoint with all its deliveries."""
    actions.remove_endpoint(request.actor, endpoint_id=endpoint_id, at=clock.now())


@router.write(
    "/webhooks/endpoints/{int:endpoint_id}/pause", scope=Scope.WEBHOOKS_WRITE, answer=EndpointOut
)
def pause_webhook_endpoint(request: ActorRequest, endpoint_id: int) -> EndpointRow:
    """Pause an endpoint: what happens meanwhile waits."""
    actions.pause_endpoint(request.actor, endpoint_id=endpoint_id, at=clock.now())
    return endpoint_row(request.actor, endpoint_id=endpoint_id)


@router.write(
    "/webhooks/endpoints/{int:endpoint_id}/resume", scope=Scope.WEBHOOKS_WRITE, answer=EndpointOut
)
def resume_webhook_endpoint(request: ActorRequest, endpoint_id: int) -> EndpointRow:
    """Resume an endpoint: what has waited goes out."""
    actions.resume_endpoint(request.actor, endpoint_id=endpoint_id, at=clock.now())
    return endpoint_row(request.actor, endpoint_id=endpoint_id)


@router.write(
    "/webhooks/endpoints/{int:endpoint_id}/secret", scope=Scope.WEBHOOKS_WRITE, answer=SecretOut
)
def rotate_webhook_secret(request: ActorRequest, endpoint_id: int) -> dict[str, object]:
    """Make a new secret; the old one signs too for 24 hours."""
    made = actions.rotate_secret(request.actor, endpoint_id=endpoint_id, at=clock.now())
    return _with_secret(request, made)


@router.write(
    "/webhooks/endpoints/{int:endpoint_id}/test",
    scope=Scope.WEBHOOKS_WRITE,
    answer=DeliveryOut,
    status=202,
)
def send_webhook_test(request: ActorRequest, endpoint_id: int) -> DeliveryRow:
    """Send a test event to an endpoint."""
    at = clock.now()
    delivery = actions.send_test_event(request.actor, endpoint_id=endpoint_id, at=at)
    return delivery_row(request.actor, delivery_id=delivery.pk, at=at)


@router.write(
    "/webhooks/endpoints/{int:endpoint_id}/replay",
    scope=Scope.WEBHOOKS_WRITE,
    answer=ReplayedOut,
    status=202,
)
def replay_failed_webhooks(
    request: ActorRequest, endpoint_id: int, body: ReplayIn
) -> dict[str, int]:
    """Send again what failed at an endpoint since some moment."""
    count = actions.replay_failed(
        request.actor, endpoint_id=endpoint_id, since=body.since, at=clock.now()
    )
    return {"count": count}


@router.read("/webhooks/deliveries", scope=Scope.WEBHOOKS_READ, answer=Page[DeliveryOut])
def list_webhook_deliveries(
    request: ActorRequest, wanted: Annotated[DeliveriesWanted, Query()]
) -> PageOfRows[DeliveryRow]:
    """List deliveries, newest first; of an endpoint, in a state, of a type."""
    rows = deliveries_before(
        request.actor,
        wanted=Wanted(wanted.endpoint_id, wanted.state or "", wanted.type),
        before_id=wanted.id,
        count=wanted.limit + 1,
        at=clock.now(),
    )
    return page_of(rows, key=lambda row: row.id, limit=wanted.limit)


@router.read(
    "/webhooks/deliveries/{int:delivery_id}", scope=Scope.WEBHOOKS_READ, answer=DeliveryOut
)
def get_webhook_delivery(request: ActorRequest, delivery_id: int) -> DeliveryRow:
    """Return one delivery."""
    return delivery_row(request.actor, delivery_id=delivery_id, at=clock.now())


@router.write(
    "/webhooks/deliveries/{int:delivery_id}/replay",
    scope=Scope.WEBHOOKS_WRITE,
    answer=DeliveryOut,
    status=202,
)
def replay_webhook_delivery(request: ActorRequest, delivery_id: int) -> DeliveryRow:
    """Send one delivery again, under the same id."""
    at = clock.now()
    actions.replay_delivery(request.actor, delivery_id=delivery_id, at=at)
    return delivery_row(request.actor, delivery_id=delivery_id, at=at)


def _with_secret(request: ActorRequest, made: actions.NewSecret) -> dict[str, object]:
    row = endpoint_row(request.actor, endpoint_id=made.endpoint.pk)
    return {"endpoint": row, "secret": made.secret}
