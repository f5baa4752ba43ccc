"""Refusals of accounts.

StateError
└── ProviderError      the OpenID provider cannot be reached, or proves nothing
"""

from floorwalker.foundation.errors import StateError


class ProviderError(StateError):
    """The OpenID provider cannot be reached, or what it says is not proven."""
