"""Send everything that is due, many at a time, and return when nothing is left to do."""

import asyncio
import logging
import random
from time import monotonic

from asgiref.sync import sync_to_async

from floorwalker.foundation import clock
from floorwalker.foundation.webhooks.choices import Outcome
from floorwalker.foundation.webhooks.claims import Claim, claim_due, store_answer
from floorwalker.foundation.webhooks.ports import Sender
from floorwalker.foundation.webhooks.records import Answer

AT_ONCE_MAX = 40
"""Deliveries of all endpoints that one run has on their way at the same time."""

LOOK_SECONDS = 1.0
"""While some are on their way, what has become due meanwhile is looked for this often."""

log = logging.getLogger(__name__)


async def send_due(sender: Sender) -> None:
    """Claim and send until nothing is due and nothing on its way.

    When it is cancelled, what is on its way is left to its lease and goes out again.
    """
    on_their_way: set[asyncio.Task[None]] = set()
    try:
        while True:
            room = AT_ONCE_MAX - len(on_their_way)
            claims = await _claim(room) if room else []
            on_their_way |= {asyncio.create_task(_carry(claim, sender)) for claim in claims}
            if not on_their_way:
                return
            _done, on_their_way = await asyncio.wait(
                on_their_way, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
    finally:
        for task in on_their_way:
            task.cancel()


async def _claim(count: int) -> list[Claim]:
    return await sync_to_async(claim_due)(at=clock.now(), count=count)


async def _carry(claim: Claim, sender: Sender) -> None:
    """Send one message and store the answer; what fails here is left to the lease."""
    began = monotonic()
    try:
        answer = await sender.send(claim.message)
    except Exception:
        log.exception("delivery %s: the sender failed", claim.delivery_id)
        answer = Answer(Outcome.NO_HTTP, monotonic() - began)
    try:
        jitter = random.random()  # noqa: S311  # spreads retries; nobody gains by guessing it
        await sync_to_async(store_answer)(claim, answer, at=clock.now(), jitter=jitter)
    except Exception:
        log.exception("delivery %s: the answer could not be stored", claim.delivery_id)
