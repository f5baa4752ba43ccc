"""Mail to people about their account, in the language they chose."""

import logging
from typing import Any

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def send_password_mail(context: dict[str, Any], *, to: str) -> None:
    """Send the link that sets a new password; `context` is what Django's reset form made.

    A mail that cannot go out is logged by account number: the page must not tell who has one.
    """
    user = context["user"]
    with translation.override(user.language):
        path = reverse("password_new", args=[context["uid"], context["token"]])
        link = f"{context['protocol']}://{context['domain']}{path}"
        message = EmailMessage(
            subject=_("A new password for Floorwalker"), body=_body(user.name, link), to=[to]
        )
    try:
        message.send()
    except OSError:  # what the mail server refuses is one too
        logger.exception("The password mail for account %s did not go out.", user.pk)


def _body(name: str, link: str) -> str:
    paragraphs = (
        _("Hello %(name)s,") % {"name": name},
        _("Choose a new password on this page. The link works once, for one day:"),
        link,
        _("You did not ask for this? Then do nothing: your password stays as it is."),
    )
    return "\n\n".join(paragraphs) + "\n"
