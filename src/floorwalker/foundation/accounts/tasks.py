"""What the worker does for accounts: mail, and clearing away what nobody needs any more."""

import logging

from asgiref.sync import sync_to_async
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.invite_account import invite_account
from floorwalker.foundation.accounts.invitation_mail import send_invitation
from floorwalker.foundation.accounts.mail import send_password_mail
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.purge import purge, seal_again
from floorwalker.foundation.errors import SetupError
from floorwalker.foundation.jobs.kinds import job_kind
from floorwalker.foundation.jobs.running_job import RunningJob
from floorwalker.foundation.sealing import opened, seal

logger = logging.getLogger(__name__)

PASSWORD_MAIL = "floorwalker.send_password_mail"  # noqa: S105  # the name of a task
EVERY_HOUR = "17 * * * *"
MAIL_TRIES = RetryStrategy(max_attempts=5, exponential_wait=4)
"""Again after 4, 16, 64 and 256 seconds."""


def defer_password_mail(email: str, *, site_address: str) -> None:
    """Queue the mail, for whatever was typed: whether there is such an account is looked up later.

    The address is sealed: the queue and its log lines tell nobody who forgot a password.
    """
    password_mail.defer(sealed_email=seal(email), site_address=site_address)


@app.task(name=PASSWORD_MAIL, retry=MAIL_TRIES)
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


@job_kind("send_invitations", title=gettext_lazy("Invitations"))
def send_invitations(job: RunningJob, *, user_ids: list[int], origin: str) -> None:
    """Send one mail after the other; tried again, it goes on with those who got none.

    The secret is made here, so that no job's arguments hold one. Each invitation is stored only
    when its mail has gone out: what can happen twice is a mail, of which only the last link works.
    """
    waiting = User.objects.filter(pk__in=user_ids, invitation=None, last_login=None, is_active=True)
    refused = []
    for number, user in enumerate(waiting.order_by("pk")):
        job.progress(
            100 * number / len(user_ids),
            _("Mail %(number)s of %(all)s") % {"number": number + 1, "all": len(user_ids)},
        )
        try:
            with transaction.atomic():
                secret = invite_account(job.actor, user_id=user.pk, at=clock.now())
                link = origin + reverse("invitation", args=[secret])
                send_invitation(user, link=link, by_name=job.actor.name)
        except OSError as error:
            refused.append(f"{user.pk} ({type(error).__name__})")
    if refused:
        raise SetupError(
            _("the mail server did not take the mail for accounts: %(numbers)s.")
            % {"numbers": ", ".join(refused)},
            next_step=_("Try the job again: it goes on with those who got no mail."),
        )
    with job.effect() as effect:
        effect.result = {"invited": len(user_ids)}
