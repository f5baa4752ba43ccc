"""Tokens of the cast, and clients that send them."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from floorwalker.foundation import clock
from floorwalker.foundation.api.actions import NewToken, create_api_token
from floorwalker.foundation.api.choices import Scope
from tests.builders.cast import Cast

EVERY_SCOPE = tuple(Scope)


def make_token(
    cast: Cast,
    who: str,
    *,
    scopes: Collection[Scope] = EVERY_SCOPE,
    days: int = 30,
    at: datetime | None = None,
) -> NewToken:
    """A token of one of the cast, with every scope unless told otherwise."""
    made_at = at or clock.now().astimezone(UTC)
    return create_api_token(
        cast.actor(who),
        name="tests",
        scopes=scopes,
        expires_at=made_at + timedelta(days=days),
        at=made_at,
    )


def client_with(secret: str, **headers: str) -> Client:
    """A client that sends this token with every request."""
    named: Any = {"authorization": f"Bearer {secret}", **headers}
    return Client(headers=named)


def client_of(cast: Cast, who: str, *, scopes: Collection[Scope] = EVERY_SCOPE) -> Client:
    """A client that acts as one of the cast."""
    return client_with(make_token(cast, who, scopes=scopes).secret)
