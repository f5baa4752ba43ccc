"""Clear the outbox of what nobody can come back for any more."""

from datetime import timedelta

from asgiref.sync import sync_to_async
from django.db.models.functions import Now
from procrastinate.contrib.django import app

from floorwalker.foundation.live.models import LiveEvent
from floorwalker.foundation.live.outbox import KEEP_SECONDS

EVERY_TEN_MINUTES = "*/10 * * * *"


@app.periodic(cron=EVERY_TEN_MINUTES)
@app.task(name="floorwalker.clear_live_outbox", queueing_lock="clear_live_outbox")
async def clear_live_outbox(timestamp: int) -> None:
    """Remove old events."""
    del timestamp
    await sync_to_async(remove_old_events)()


def remove_old_events() -> int:
    """Remove events older than `KEEP_SECONDS`, and tell how many."""
    old = LiveEvent.objects.filter(at__lt=Now() - timedelta(seconds=KEEP_SECONDS))
    return old.delete()[0]
