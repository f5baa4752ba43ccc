"""The Procrastinate tasks: send what is due, tell of a pause, and clear away what is old.

Messages have a queue of their own, so that long jobs do not hold them up, nor slow receivers jobs.
"""

import logging
from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.tasks import MAIL_TRIES
from floorwalker.foundation.sealing import seal_rows_again
from floorwalker.foundation.webhooks.choices import DeliveryState, EndpointState
from floorwalker.foundation.webhooks.courier import send_due
from floorwalker.foundation.webhooks.models import Delivery, Endpoint, Event
from floorwalker.foundation.webhooks.outbox import QUEUE, SEND_TASK
from floorwalker.foundation.webhooks.pause_mail import PAUSE_MAIL, send_pause_mail
from floorwalker.foundation.webhooks.ports import webhook_sender

logger = logging.getLogger(__name__)

RUNS_AT_ONCE = 2
"""Of one worker: while one waits for slow receivers, another hears of what is new at once."""

EVERY_TEN_SECONDS = "* * * * * */10"
EVERY_HOUR = "7 * * * *"


@app.task(name=SEND_TASK, queue=QUEUE)
async def send_webhooks() -> None:
    """Send everything that is due."""
    await send_due(webhook_sender())


@app.periodic(cron=EVERY_TEN_SECONDS)
@app.task(name="floorwalker.retry_webhooks", queue=QUEUE, queueing_lock="retry_webhooks")
async def retry_webhooks(timestamp: int) -> None:
    """Send what is due again, and what a dead worker left behind."""
    del timestamp
    await send_due(webhook_sender())


@app.task(name=PAUSE_MAIL, retry=MAIL_TRIES)
async def pause_mail(user_id: int, endpoint_id: int) -> None:
    """Tell one person of a pause; when the mail server does not take it, try again."""
    try:
        await sync_to_async(send_pause_mail)(user_id, endpoint_id=endpoint_id)
    except OSError as error:  # what the mail server refuses is one too
        logger.warning("A mail about a paused webhook did not go out: %s", type(error).__name__)
        raise


@app.periodic(cron=EVERY_HOUR)
@app.task(name="floorwalker.clear_webhooks", queueing_lock="clear_webhooks")
async def clear_webhooks(timestamp: int) -> None:
    """Remove old events with their deliveries, and seal with the newest key."""
    del timestamp
    await sync_to_async(remove_old_events)(at=clock.now())
    for column in ("sealed_secret", "sealed_old_secret"):
        await sync_to_async(seal_rows_again)(Endpoint.objects.all(), column)


def remove_old_events(*, at: datetime) -> int:
    """Remove events older than the settings say, but not while a try is still to come."""
    still_tried = Delivery.objects.filter(
        event=OuterRef("pk"), state=DeliveryState.WAITING, endpoint__state=EndpointState.ACTIVE
    )
    old = Event.objects.filter(created_at__lt=at - timedelta(days=settings.WEBHOOK_KEEP_DAYS))
    return old.exclude(Exists(still_tried)).delete()[0]
