"""Read the settings of the organisation's own OpenID provider."""

from urllib.parse import urlsplit

from floorwalker.config.env import env_flag, env_text
from floorwalker.foundation.accounts.records import ProviderSettings
from floorwalker.foundation.errors import SetupError

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def openid_provider() -> ProviderSettings | None:
    """Return the provider that the settings name; `None` without an issuer.

    Raises:
        SetupError: the issuer is no safe address, or the client's name or secret is missing.
    """
    issuer = env_text("FLOORWALKER_OIDC_ISSUER")
    client_id = env_text("FLOORWALKER_OIDC_CLIENT_ID")
    client_secret = env_text("FLOORWALKER_OIDC_CLIENT_SECRET")
    if not issuer:
        return None
    _require_safe(issuer)
    if not client_id or not client_secret:
        missing = "FLOORWALKER_OIDC_CLIENT_SECRET" if client_id else "FLOORWALKER_OIDC_CLIENT_ID"
        raise SetupError("it is empty, and the provider asks for it.", where=missing)
    return ProviderSettings(
        issuer=issuer,
        client_id=client_id,
        client_secret=client_secret,
        label=env_text("FLOORWALKER_OIDC_LABEL"),
        creates_accounts=env_flag("FLOORWALKER_OIDC_CREATES_ACCOUNTS"),
    )


def _require_safe(issuer: str) -> None:
    parts = urlsplit(issuer)
    is_safe = parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in _THIS_MACHINE
    )
    if not is_safe or not parts.hostname or parts.query or parts.fragment:
        raise SetupError(
            "it is not the https address of a provider.",
            where="FLOORWALKER_OIDC_ISSUER",
            next_step="Write what the provider calls its issuer: https://login.example.ca",
        )
