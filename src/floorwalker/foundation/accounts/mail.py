"""Mail to people about their account, in the language they chose."""

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.models import User


def send_password_mail(email: str, *, site_address: str) -> bool:
    """Send the link that sets a new password; tell whether there is anybody to send it to.

    Raises:
        OSError: the mail server cannot be reached, or refuses.
    """
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None or not user.has_usable_password():
        return False
    with translation.override(user.language):
        code = urlsafe_base64_encode(force_bytes(user.pk))
        path = reverse("password_new", args=[code, default_token_generator.make_token(user)])
        subject = _("A new password for Floorwalker")
        body = _body(user.name, f"{site_address}{path}")
    EmailMessage(subject=subject, body=body, to=[user.email]).send()
    return True


def _body(name: str, link: str) -> str:
    paragraphs = (
        _("Hello %(name)s,") % {"name": name},
        _("Choose a new password on this page. The link works once, for one day:"),
        link,
        _("You did not ask for this? Then do nothing: your password stays as it is."),
    )
    return "\n\n".join(paragraphs) + "\n"
