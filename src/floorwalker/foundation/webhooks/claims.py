"""Claim deliveries that are due, and store what came of them.

A claim is a lease: for `LEASE` nobody else sends this delivery. A worker that dies with it leaves
it to lapse, and the delivery goes out again under the same id. Claims of one endpoint are made
under its row's lock, so no more than `AT_ONCE_MAX` of it are ever on their way, over all workers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.webhooks.actions.pause_endpoint import pause_endpoint
from floorwalker.foundation.webhooks.choices import DeliveryState, EndpointState, PauseReason
from floorwalker.foundation.webhooks.locking import lock_endpoint
from floorwalker.foundation.webhooks.models import Delivery, Endpoint
from floorwalker.foundation.webhooks.records import Answer, Message
from floorwalker.foundation.webhooks.rules import FAILING_MAX, TRIES_MAX, wait_after
from floorwalker.foundation.webhooks.signing import signed_headers
from floorwalker.foundation.webhooks.topics import announce

LEASE = timedelta(seconds=60)
"""Several times as long as a try may take."""

AT_ONCE_MAX = 4
"""Deliveries of one endpoint that are on their way at the same time."""

_PROGRAM = Actor.program("webhooks")


@dataclass(frozen=True)
class Claim:
    """One delivery that is ours to send."""

    delivery_id: int
    tries: int
    message: Message


def claim_due(*, at: datetime, count: int) -> list[Claim]:
    """Claim up to so many deliveries that are due, of as many endpoints as possible."""
    with transaction.atomic():
        due = _due(at).filter(endpoint=OuterRef("pk"))
        endpoints = Endpoint.objects.filter(Exists(due), state=EndpointState.ACTIVE)
        locked = endpoints.select_for_update(skip_locked=True, no_key=True).order_by("?")[:count]
        rounds = [_claims_of(endpoint, at=at) for endpoint in locked]
        return list(_in_turn(rounds, count=count))


def store_answer(claim: Claim, answer: Answer, *, at: datetime, jitter: float) -> None:
    """Store what came of a try, unless the claim has lapsed and another has taken over."""
    with transaction.atomic():
        # The endpoint is locked first, as a claim does it: nobody waits in a circle.
        endpoint = lock_endpoint(deliveries=claim.delivery_id)
        delivery = Delivery.objects.filter(
            pk=claim.delivery_id, tries=claim.tries, state=DeliveryState.WAITING
        ).first()
        if endpoint is None or delivery is None:
            return
        tries_of_round = delivery.tries - (delivery.tries_max - TRIES_MAX)
        delivery.claimed_until, delivery.tried_at = None, at
        delivery.outcome, delivery.status = answer.outcome, answer.status
        delivery.duration_seconds, delivery.answer_start = answer.duration_seconds, answer.start
        if answer.is_delivered:
            delivery.state = DeliveryState.DELIVERED
        elif answer.is_gone or tries_of_round >= TRIES_MAX:
            delivery.state = DeliveryState.FAILED
        else:
            asked = timedelta(seconds=answer.retry_after_seconds)
            delivery.next_try_at = at + wait_after(tries_of_round, jitter=jitter, asked=asked)
        delivery.save()
        announce(endpoint.pk, site_id=endpoint.site_id)
        _judge(endpoint, answer, at=at)


def _due(at: datetime) -> QuerySet[Delivery]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    return Delivery.objects.filter(free, state=DeliveryState.WAITING, next_try_at__lte=at)


def _claims_of(endpoint: Endpoint, *, at: datetime) -> Iterator[Claim]:
    """Claim one delivery of a locked endpoint after another, as long as there is room."""
    on_their_way = endpoint.deliveries.filter(claimed_until__gt=at).count()
    room = max(0, AT_ONCE_MAX - on_their_way)
    due = _due(at).filter(endpoint=endpoint).select_related("event").order_by("pk")
    for delivery in due[:room]:
        Delivery.objects.filter(pk=delivery.pk).update(
            tries=F("tries") + 1, claimed_until=at + LEASE
        )
        yield Claim(delivery.pk, delivery.tries + 1, _message(endpoint, delivery, at=at))


def _in_turn(rounds: list[Iterator[Claim]], *, count: int) -> Iterator[Claim]:
    """Take one of each endpoint, then the next of each, until there are enough."""
    while rounds and count:
        for claims in list(rounds):
            claim = next(claims, None) if count else None
            if claim is None:
                rounds.remove(claims)
                continue
            count -= 1
            yield claim


def _message(endpoint: Endpoint, delivery: Delivery, *, at: datetime) -> Message:
    held = [endpoint.secret]
    if endpoint.old_secret_until is not None and at < endpoint.old_secret_until:
        held.append(endpoint.old_secret)
    body = delivery.event.body.encode()
    headers = signed_headers(
        message_id=delivery.event.message_id, body=body, secrets_held=held, at=at
    )
    return Message(endpoint.url, headers, body)


def _judge(endpoint: Endpoint, answer: Answer, *, at: datetime) -> None:
    """Remember since when nothing arrives at an endpoint, and pause one that is gone or fails."""
    since = None if answer.is_delivered else endpoint.failing_since or at
    if since != endpoint.failing_since:
        Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=since)
    if endpoint.state == EndpointState.PAUSED:
        return
    if answer.is_gone:
        pause_endpoint(_PROGRAM, endpoint_id=endpoint.pk, reason=PauseReason.GONE, at=at)
    elif since is not None and at - since >= FAILING_MAX:
        pause_endpoint(_PROGRAM, endpoint_id=endpoint.pk, reason=PauseReason.FAILING, at=at)
