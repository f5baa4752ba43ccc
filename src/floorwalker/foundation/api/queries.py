"""Reads about tokens: whose one is, and those of a person."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import actor_of
from floorwalker.foundation.api.choices import Scope, permissions_of
from floorwalker.foundation.api.errors import TokenRefusedError
from floorwalker.foundation.api.models import ApiToken


@dataclass(frozen=True)
class TokenRow:
    """One token as its owner sees it."""

    id: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    state: str

    @property
    def state_label(self) -> str:
        """The state in words."""
        words = {"active": _("Works"), "revoked": _("Revoked"), "expired": _("Expired")}
        return words[self.state]

    @property
    def tone(self) -> str:
        """The kind of badge that shows the state."""
        return "good" if self.state == "active" else ""


@dataclass(frozen=True)
class TokensPage:
    """A person's tokens, newest first."""

    rows: tuple[TokenRow, ...]


def tokens_page(actor: Actor, *, at: datetime) -> TokensPage:
    """Return the actor's own tokens."""
    tokens = ApiToken.objects.filter(user_id=actor.user_id or 0)
    return TokensPage(rows=tuple(_row(token, at=at) for token in tokens))


def token_of(secret: str, *, at: datetime) -> ApiToken:
    """Return the token of a secret, with its user and the roles they hold.

    Raises:
        TokenRefusedError: there is none, it has ended, or its person may no longer sign in.
    """
    sha256 = hashlib.sha256(secret.encode()).hexdigest()
    tokens = ApiToken.objects.select_related("user").prefetch_related("user__role_assignments")
    token = tokens.filter(
        sha256=sha256, revoked_at=None, expires_at__gt=at, user__is_active=True
    ).first()
    if token is None:
        raise TokenRefusedError(
            _("this token does not work: it is unknown, expired or revoked."),
            next_step=_("Make a new one on the page API tokens."),
        )
    return token


def actor_through(token: ApiToken) -> Actor:
    """Return the token's person as an actor who reaches no further than the token's scopes."""
    reach = permissions_of(token.scopes)
    return replace(actor_of(token.user), reach=reach, token_id=token.pk)


def _row(token: ApiToken, *, at: datetime) -> TokenRow:
    state = "revoked" if token.revoked_at else "expired" if token.expires_at <= at else "active"
    return TokenRow(
        id=token.pk,
        name=token.name,
        prefix=token.prefix,
        scopes=_labels(frozenset(token.scopes)),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        state=state,
    )


def _labels(scopes: frozenset[str]) -> tuple[str, ...]:
    """Return the scopes in words, in their own order; to write an area is to read it too."""
    told = [
        s for s in Scope if s in scopes and s.value.replace("read", "write") not in scopes - {s}
    ]
    return tuple(str(scope.label) for scope in told)
