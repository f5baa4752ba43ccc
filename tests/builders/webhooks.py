"""Endpoints and deliveries for tests, and a sender that sends nowhere."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from floorwalker.foundation.people.models import Site
from floorwalker.foundation.webhooks.choices import Outcome
from floorwalker.foundation.webhooks.models import Delivery, Endpoint
from floorwalker.foundation.webhooks.outbox import write_event
from floorwalker.foundation.webhooks.records import Answer, Message

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""Of the published vector."""

Reply = Callable[[Message], Answer]


def make_endpoint(
    site: Site, *, url: str = "https://receiver.example/in", **facts: Any
) -> Endpoint:
    """An active endpoint of Mia's that wants rosters, unless told otherwise."""
    usual: dict[str, Any] = {
        "event_types": ["roster.published"],
        "description": "payroll",
        "secret": SECRET,
        "created_at": NINE,
        "created_by_name": "Mia",
    }
    return Endpoint.objects.create(site=site, url=url, **{**usual, **facts})


def make_delivery(endpoint: Endpoint, *, at: datetime = NINE, **facts: Any) -> Delivery:
    """The delivery of a test event; call it in a transaction."""
    data = {"site_id": endpoint.site_id, "endpoint_id": endpoint.pk}
    (delivery,) = write_event("webhooks.test", data=data, endpoints=[endpoint], at=at)
    Delivery.objects.filter(pk=delivery.pk).update(**facts)
    delivery.refresh_from_db()
    return delivery


def answered(status: int, start: str = "", retry_after_seconds: int = 0) -> Answer:
    return Answer(Outcome.ANSWERED, 0.25, status, start, retry_after_seconds)


class FakeSender:
    """Serves the port: keeps what it should send and answers what it is told to."""

    def __init__(self, reply: Reply = lambda message: answered(204)) -> None:
        self.reply, self.sent = reply, list[Message]()

    def checked_host(self, url: str) -> str:
        return url.partition("://")[2].partition("/")[0]

    async def send(self, message: Message) -> Answer:
        self.sent.append(message)
        await asyncio.sleep(0)
        return self.reply(message)
