"""The job that sends many invitations."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.invite_account import invite_account
from floorwalker.foundation.accounts.invitation_mail import send_invitation
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.errors import SetupError
from floorwalker.foundation.jobs.kinds import job_kind
from floorwalker.foundation.jobs.running_job import RunningJob


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
