"""The mail that says which endpoint the program has paused, to everybody who may resume it."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.queries import active_user, active_users_who_may
from floorwalker.foundation.webhooks.choices import EndpointState
from floorwalker.foundation.webhooks.locking import PERMISSION
from floorwalker.foundation.webhooks.models import Endpoint

PAUSE_MAIL = "floorwalker.send_webhook_pause_mail"


def queue_pause_mail(endpoint: Endpoint) -> None:
    """Queue one mail for each reader; part of the current transaction."""
    if not settings.CAN_MAIL:
        return
    for user in active_users_who_may(PERMISSION, site_id=endpoint.site_id):
        app.configure_task(PAUSE_MAIL).defer(user_id=user.pk, endpoint_id=endpoint.pk)


def send_pause_mail(user_id: int, *, endpoint_id: int) -> None:
    """Send the mail, unless the endpoint was resumed or the account closed meanwhile.

    Raises:
        OSError: the mail server cannot be reached, or refuses.
    """
    user = active_user(user_id)
    paused = Endpoint.objects.filter(pk=endpoint_id, state=EndpointState.PAUSED)
    endpoint = paused.select_related("site").first()
    if user is None or endpoint is None:
        return
    with translation.override(user.language):
        subject, body = _("A webhook is paused"), _body(user, endpoint)
    EmailMessage(subject=subject, body=body, to=[user.email]).send()


def _body(user: User, endpoint: Endpoint) -> str:
    told = {"name": endpoint, "site": endpoint.site}
    paragraphs = (
        _("Hello %(name)s,") % {"name": user.name},
        _("Floorwalker has paused the webhook “%(name)s” of %(site)s (page Webhooks).") % told,
        endpoint.get_pause_reason_display(),
        _(
            "Put the receiver right, then resume the endpoint: what has waited goes out, and what "
            "failed can be sent again."
        ),
    )
    return "\n\n".join(paragraphs) + "\n"
