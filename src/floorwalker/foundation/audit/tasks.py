"""Write an anchor of every chain outside the database, each hour."""

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from floorwalker.foundation import clock
from floorwalker.foundation.audit.anchors import write_anchor

EVERY_HOUR = "7 * * * *"


@app.periodic(cron=EVERY_HOUR)
@app.task(name="floorwalker.anchor_audit", queueing_lock="anchor_audit")
async def anchor_audit(timestamp: int) -> None:
    """Anchor."""
    del timestamp
    await sync_to_async(write_anchor)(at=clock.now())
