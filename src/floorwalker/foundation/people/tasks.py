"""Close the accounts of people whose last day is over, when whoever deactivated them said so."""

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from floorwalker.foundation import clock
from floorwalker.foundation.people.leaving import close_accounts_that_are_due

EVERY_QUARTER_HOUR = "*/15 * * * *"


@app.periodic(cron=EVERY_QUARTER_HOUR)
@app.task(name="floorwalker.close_due_accounts", queueing_lock="close_due_accounts")
async def close_due_accounts(timestamp: int) -> None:
    """Close what is due by now."""
    del timestamp
    await sync_to_async(close_accounts_that_are_due)(at=clock.now())
