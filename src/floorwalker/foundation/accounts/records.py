"""Frozen values that go through the ports."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProviderSettings:
    """The organisation's own OpenID provider, as the settings describe it."""

    issuer: str
    client_id: str
    client_secret: str
    label: str
    creates_accounts: bool


@dataclass(frozen=True)
class ProviderVisit:
    """What we told the provider to bring back; the session keeps it meanwhile."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class ProviderPerson:
    """Who came back from the provider, proven."""

    issuer: str
    subject: str
    email: str
    is_email_verified: bool
    name: str
