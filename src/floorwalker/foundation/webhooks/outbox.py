"""Write an event inside the action's own transaction: it is sent if that commits, or never."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from floorwalker.foundation.webhooks.event_types import event_type_named
from floorwalker.foundation.webhooks.models import Delivery, Endpoint, Event
from floorwalker.foundation.webhooks.topics import announce

QUEUE = "webhooks"
SEND_TASK = "floorwalker.send_webhooks"
ID_BYTES = 16


def emit(name: str, *, site_id: int | None, data: Mapping[str, object], at: datetime) -> None:
    """Tell every endpoint that chose this type; what belongs to no site is told at every site.

    `data` holds what the type's example shows: ids and facts, and nothing of a person but the id.

    Raises:
        LookupError: nobody declared such a type.
        ValueError: `data` has other fields than the type's example.
        TransactionManagementError: called outside a transaction, where the two could part.
    """
    example = event_type_named(name).example
    if set(data) != set(example):
        raise ValueError(f"an event {name} has the fields {sorted(example)}, not {sorted(data)}")
    endpoints = Endpoint.objects.filter(event_types__contains=[name])
    if site_id is not None:
        endpoints = endpoints.filter(site=site_id)
    write_event(name, data=data, endpoints=list(endpoints), at=at)


def write_event(
    name: str, *, data: Mapping[str, object], endpoints: list[Endpoint], at: datetime
) -> list[Delivery]:
    """Store an event with its deliveries; without anybody to tell, nothing is stored."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs in a transaction")
    if not endpoints:
        return []
    body = {"type": name, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": dict(data)}
    event = Event.objects.create(
        message_id=f"msg_{secrets.token_hex(ID_BYTES)}",
        type=name,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        created_at=at,
    )
    deliveries = Delivery.objects.bulk_create(
        Delivery(event=event, endpoint=endpoint, next_try_at=at) for endpoint in endpoints
    )
    for endpoint in endpoints:
        announce(endpoint.pk, site_id=endpoint.site_id)
    wake_worker()
    return deliveries


def wake_worker() -> None:
    """Have a worker send what is due; part of the current transaction."""
    app.configure_task(SEND_TASK, queue=QUEUE).defer()
