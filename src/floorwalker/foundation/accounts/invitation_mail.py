"""The mail that brings an invitation, in the language of the person."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.invitations import DAYS_VALID
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.errors import StateError

logger = logging.getLogger(__name__)


def require_mail(actor: Actor) -> None:
    """Refuse to invite where only a mail could bring the link.

    Raises:
        NotPermittedError: the actor manages no accounts.
        StateError: the site has no mail server.
    """
    actor.require("manage_accounts")
    if not settings.CAN_MAIL:
        raise StateError(
            _("this site sends no mail."),
            next_step=_("Invite on the page Accounts, and hand the link over."),
        )


def deliver(user_id: int, *, link: str, by_name: str) -> bool:
    """Send the link, and tell whether the mail server took it; if not, the log says why."""
    try:
        send_invitation(User.objects.get(pk=user_id), link=link, by_name=by_name)
    except OSError:  # what the mail server refuses is one too
        logger.exception("The invitation for account %s did not go out.", user_id)
        return False
    return True


def send_invitation(user: User, *, link: str, by_name: str) -> None:
    """Send the link.

    Raises:
        OSError: the mail server refuses it or does not answer.
    """
    with translation.override(user.language):
        subject = _("Your account at Floorwalker")
        paragraphs = (
            _("Hello %(name)s,") % {"name": user.name},
            _("%(name)s has made an account for you. Choose your password on this page:")
            % {"name": by_name},
            link,
            _("The link works once, for %(days)s days.") % {"days": DAYS_VALID},
            _("You did not expect this? Then do nothing: without a password nobody gets in."),
        )
        message = EmailMessage(
            subject=subject, body="\n\n".join(paragraphs) + "\n", to=[user.email]
        )
    message.send()
