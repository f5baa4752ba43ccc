"""The endpoints that an actor manages, and one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Site
from floorwalker.foundation.webhooks.choices import DeliveryState, EndpointState, PauseReason
from floorwalker.foundation.webhooks.event_types import event_types, title_of
from floorwalker.foundation.webhooks.locking import PERMISSION
from floorwalker.foundation.webhooks.models import Endpoint
from floorwalker.foundation.webhooks.topics import webhooks_topic


@dataclass(frozen=True)
class EndpointRow:
    """One endpoint; its secret is in no row."""

    id: int
    site_id: int
    site: str
    name: str
    url: str
    description: str
    event_types: tuple[str, ...]
    event_titles: tuple[str, ...]
    state: str
    state_label: str
    pause_reason: str
    pause_sentence: str
    paused_at: datetime | None
    failing_since: datetime | None
    old_secret_until: datetime | None
    created_at: datetime
    created_by: str
    waiting: int
    failed: int
    topic: str

    @property
    def is_active(self) -> bool:
        """Tell whether it is sent to."""
        return self.state == EndpointState.ACTIVE

    @property
    def state_said(self) -> str:
        """How it stands, also whether anything arrives there."""
        return _("Failing") if self.is_active and self.failing_since else self.state_label

    @property
    def tone(self) -> str:
        """The kind of badge for that."""
        if not self.is_active:
            return "warn"
        return "bad" if self.failing_since else "good"

    @property
    def was_paused_by_program(self) -> bool:
        """Tell whether its makers have to be told that it is paused."""
        return self.pause_reason in (PauseReason.GONE, PauseReason.FAILING)


@dataclass(frozen=True)
class EndpointsPage:
    """All endpoints, those that need someone's attention among them, and the topics to follow."""

    rows: tuple[EndpointRow, ...]
    stopped: tuple[EndpointRow, ...]
    has_several_sites: bool
    topics: str


@dataclass(frozen=True)
class EventTypeRow:
    """A type that can be chosen, with an example of its data."""

    name: str
    title: str
    example: dict[str, object]


def endpoints_page(actor: Actor) -> EndpointsPage:
    """Return the endpoints of the sites whose webhooks this actor manages."""
    sites = managed_sites(actor)
    rows = tuple(_row(endpoint) for endpoint in _counted(managed_endpoints(actor)))
    return EndpointsPage(
        rows=rows,
        stopped=tuple(row for row in rows if row.was_paused_by_program),
        has_several_sites=len(sites) > 1,
        topics=" ".join(webhooks_topic(site.pk) for site in sites),
    )


def endpoint_row(actor: Actor, *, endpoint_id: int) -> EndpointRow:
    """Return one endpoint.

    Raises:
        NotFoundError: there is none with this number.
        NotPermittedError: it belongs to a site whose webhooks this actor does not manage.
    """
    endpoint = _counted(Endpoint.objects.filter(pk=endpoint_id)).first()
    if endpoint is None:
        raise NotFoundError(_("there is no such endpoint."))
    actor.require(PERMISSION, site_id=endpoint.site_id)
    return _row(endpoint)


def managed_sites(actor: Actor) -> list[Site]:
    """Return the sites whose webhooks this actor manages."""
    actor.require(PERMISSION)
    sites = Site.objects.order_by("name")
    return [site for site in sites if actor.may(PERMISSION, site_id=site.pk)]


def managed_endpoints(actor: Actor) -> QuerySet[Endpoint]:
    """Return the endpoints of those sites."""
    return Endpoint.objects.filter(site__in=managed_sites(actor))


def event_type_rows() -> tuple[EventTypeRow, ...]:
    """Return every type of event that an endpoint may choose."""
    return tuple(
        EventTypeRow(found.name, str(found.title), dict(found.example)) for found in event_types()
    )


def _counted(endpoints: QuerySet[Endpoint]) -> QuerySet[Endpoint]:
    waiting = Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING))
    failed = Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED))
    counted = endpoints.select_related("site").annotate(waiting=waiting, failed=failed)
    return counted.order_by("pk")  # counting takes the usual order away


def _row(endpoint: Endpoint) -> EndpointRow:
    return EndpointRow(
        id=endpoint.pk,
        site_id=endpoint.site_id,
        site=endpoint.site.name,
        name=str(endpoint),
        url=endpoint.url,
        description=endpoint.description,
        event_types=tuple(endpoint.event_types),
        event_titles=_titles(endpoint.event_types),
        state=endpoint.state,
        state_label=endpoint.get_state_display(),
        pause_reason=endpoint.pause_reason,
        pause_sentence=endpoint.get_pause_reason_display(),
        paused_at=endpoint.paused_at,
        failing_since=endpoint.failing_since,
        old_secret_until=endpoint.old_secret_until,
        created_at=endpoint.created_at,
        created_by=endpoint.created_by_name,
        waiting=endpoint.waiting,  # type: ignore[attr-defined]  # annotated in _counted
        failed=endpoint.failed,  # type: ignore[attr-defined]  # the same
        topic=f"{webhooks_topic(endpoint.site_id)}/{endpoint.pk}",
    )


def _titles(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(title_of(name) for name in names)
