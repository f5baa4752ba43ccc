"""End a token before its time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.api.models import ApiToken
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError


def revoke_api_token(actor: Actor, *, token_id: int, at: datetime) -> None:
    """End one of the actor's own tokens at once; one that has ended already stays so.

    Raises:
        NotFoundError: the actor has no such token.
        NotPermittedError: an API token acts.
    """
    actor.refuse_token()
    with transaction.atomic():
        own = ApiToken.objects.select_for_update().filter(user_id=actor.user_id or 0)
        token = own.filter(pk=token_id).first()
        if token is None:
            raise NotFoundError(_("you have no such token."))
        if token.revoked_at is not None:
            return
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        after = {"revoked_at": at.isoformat()}
        record(actor, "revoke_api_token", subject=token, before={}, after=after, at=at)
