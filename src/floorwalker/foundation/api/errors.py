"""Refusals of the API itself.

FloorwalkerError
├── NotPermittedError
│   ├── TokenRefusedError     no token, or one that is unknown, expired or revoked (401)
│   └── ScopeMissingError     the token was not given the scope of this operation (403)
├── StateError
│   └── KeyReusedError        the idempotency key was sent before with something else (409)
└── TooManyRequestsError      the token has used up this minute (429)
"""

from floorwalker.foundation.errors import FloorwalkerError, NotPermittedError, StateError


class TokenRefusedError(NotPermittedError):
    """There is no token, or not one that works."""


class ScopeMissingError(NotPermittedError):
    """The token was not given the scope that this operation needs."""


class KeyReusedError(StateError):
    """The idempotency key came before with another request."""


class TooManyRequestsError(FloorwalkerError):
    """The token has used up its requests of this minute."""

    def __init__(self, what: str, *, retry_after_seconds: int, next_step: str = "") -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__(what, next_step=next_step)
