"""OpenID Connect: the authorization code flow with PKCE, a state and a nonce."""

from floorwalker.adapters.openid._provider import OpenIdProvider

__all__ = ["OpenIdProvider"]
