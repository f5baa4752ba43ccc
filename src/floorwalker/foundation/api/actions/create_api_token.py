"""Make a token with which a program acts as the person who makes it."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.models import ApiToken
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError, NotPermittedError

SECRET_BYTES = 32
DAYS_MAX = 366
_START = "fw_"
_SHOWN_LENGTH = 9


@dataclass(frozen=True)
class NewToken:
    """The token, and its secret: this is the only moment that anybody can read it."""

    token: ApiToken
    secret: str


def create_api_token(
    actor: Actor, *, name: str, scopes: Collection[Scope], expires_at: datetime, at: datetime
) -> NewToken:
    """Make a token of this actor's own.

    Raises:
        NotPermittedError: no account is behind this actor, or it acts through a token itself.
        BadInputError: no scope, or an expiry in the past or more than a year ahead.
    """
    actor.refuse_token()
    if actor.user_id is None:
        raise NotPermittedError(_("a token is made by the person whose account it is for."))
    if not scopes:
        raise BadInputError(_("choose at least one scope."), where="scopes")
    if not at < expires_at <= at + timedelta(days=DAYS_MAX):
        raise BadInputError(_("choose an end within a year."), where="expires_at")
    secret = _START + secrets.token_urlsafe(SECRET_BYTES)
    kept = sorted(scope.value for scope in scopes)
    with transaction.atomic():
        token = ApiToken.objects.create(
            user_id=actor.user_id,
            name=name,
            prefix=secret[:_SHOWN_LENGTH],
            sha256=hashlib.sha256(secret.encode()).hexdigest(),
            scopes=kept,
            created_at=at,
            expires_at=expires_at,
        )
        after = {"name": name, "scopes": kept, "expires_at": expires_at.isoformat()}
        record(actor, "create_api_token", subject=token, after=after, at=at)
    return NewToken(token, secret)
