"""What the worker does for accounts: mail, and clearing away what nobody needs any more."""

import logging

from asgiref.sync import sync_to_async
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.mail import send_password_mail
from floorwalker.foundation.accounts.purge import purge, seal_again
from floorwalker.foundation.sealing import opened, seal

logger = logging.getLogger(__name__)

PASSWORD_MAIL = "floorwalker.send_password_mail"  # noqa: S105  # the name of a task
EVERY_HOUR = "17 * * * *"
TRIES = RetryStrategy(max_attempts=5, exponential_wait=4)
"""Again after 4, 16, 64 and 256 seconds."""


def defer_password_mail(email: str, *, site_address: str) -> None:
    """Queue the mail, for whatever was typed: whether there is such an account is looked up later.

    The address is sealed: the queue and its log lines tell nobody who forgot a password.
    """
    password_mail.defer(sealed_email=seal(email), site_address=site_address)


@app.task(name=PASSWORD_MAIL, retry=TRIES)
async def password_mail(sealed_email: str, site_address: str) -> None:
    """Send the mail; when the mail server does not take it, try again."""
    try:
        await sync_to_async(send_password_mail)(opened(sealed_email), site_address=site_address)
    except OSError as error:  # what the mail server refuses is one too
        logger.warning("A password mail did not go out: %s", type(error).__name__)
        raise


@app.periodic(cron=EVERY_HOUR)
@app.task(name="floorwalker.purge_accounts", queueing_lock="purge_accounts")
async def purge_accounts(timestamp: int) -> None:
    """Clear away what has run out, and seal with the newest key."""
    del timestamp
    await sync_to_async(purge)(at=clock.now())
    await sync_to_async(seal_again)()
