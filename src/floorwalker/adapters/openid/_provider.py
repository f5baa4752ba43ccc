"""The provider as the port wants it: send people there, and prove who came back."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar, cast

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from django.utils.translation import gettext as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from floorwalker.adapters.openid._bounded import BoundedAdapter
from floorwalker.foundation.accounts.errors import ProviderError
from floorwalker.foundation.accounts.records import ProviderPerson, ProviderSettings, ProviderVisit

SECONDS_MAX = 5.0
LEEWAY_SECONDS = 60
"""How far the provider's clock may be away from ours."""

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures by a key pair: no `none`, and none by a secret that others may know."""

TEXT_MAX = 255
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class OpenIdProvider:
    """One provider; each visit asks it anew how it works, so its keys may change at any time."""

    def __init__(self, chosen: ProviderSettings, *, seconds_max: float = SECONDS_MAX) -> None:
        self._chosen, self._seconds_max = chosen, seconds_max

    def begin(self, *, back_to: str) -> tuple[str, ProviderVisit]:
        """Return the provider's address for this visit, and what is to be kept."""
        visit = ProviderVisit(generate_token(43), generate_token(43), generate_token(64))
        with self._session(back_to) as session:
            described = _told(lambda: self._described(session))
            address, _state = session.create_authorization_url(
                described["authorization_endpoint"],
                state=visit.state,
                nonce=visit.nonce,
                code_verifier=visit.verifier,
            )
        return str(address), visit

    def person(self, visit: ProviderVisit, *, code: str, back_to: str) -> ProviderPerson:
        """Return who the code is about, from an ID token that is proven."""
        with self._session(back_to) as session:
            return _told(lambda: self._person(session, visit, code=code))

    def _person(self, session: OAuth2Session, visit: ProviderVisit, *, code: str) -> ProviderPerson:
        described = self._described(session)
        token = session.fetch_token(
            described["token_endpoint"],
            grant_type="authorization_code",
            code=code,
            code_verifier=visit.verifier,
        )
        told = cast("KeySetSerialization", _json(session, described["jwks_uri"]))
        keys = KeySet.import_key_set(told)
        decoded = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": described["issuer"]},
                "aud": {"essential": True, "value": self._chosen.client_id},
            },
            params={
                "nonce": visit.nonce,
                "client_id": self._chosen.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(leeway=LEEWAY_SECONDS)
        return _person(claims | self._more(session, described, claims), claims)

    def _more(
        self, session: OAuth2Session, described: dict[str, Any], claims: dict[str, Any]
    ) -> dict[str, Any]:
        """Return what the provider tells beside the token, when that holds no address."""
        if "email" in claims or "userinfo_endpoint" not in described:
            return {}
        told = _json(session, described["userinfo_endpoint"], withhold_token=False)
        if told.get("sub") != claims["sub"]:
            raise ValueError("it told about somebody else")
        return told

    def _described(self, session: OAuth2Session) -> dict[str, Any]:
        """Return how the provider describes itself, with addresses as safe as the issuer's."""
        issuer = self._chosen.issuer.rstrip("/")
        described = _json(session, f"{issuer}/.well-known/openid-configuration")
        if str(described["issuer"]).rstrip("/") != issuer:
            raise ValueError("it says that it is another issuer")
        for name in {*_ENDPOINTS, "userinfo_endpoint"} & {*_ENDPOINTS, *described}:
            if not str(described[name]).startswith(("https://", f"{issuer}/")):
                raise ValueError(f"its {name} is not safe")
        return described

    def _session(self, back_to: str) -> OAuth2Session:
        session = OAuth2Session(
            self._chosen.client_id,
            self._chosen.client_secret,
            scope="openid email profile",
            redirect_uri=back_to,
            code_challenge_method="S256",
        )
        session.trust_env = False  # the provider is asked directly, with no password of a .netrc
        for scheme in ("https://", "http://"):
            session.mount(scheme, BoundedAdapter(seconds_max=self._seconds_max))
        return session


def _json(session: OAuth2Session, address: str, *, withhold_token: bool = True) -> dict[str, Any]:
    answer = session.get(address, withhold_token=withhold_token)
    answer.raise_for_status()
    told = answer.json()
    if not isinstance(told, dict):
        raise TypeError("it answered no object")
    return told


def _person(told: dict[str, Any], claims: dict[str, Any]) -> ProviderPerson:
    email, name = told.get("email"), told.get("name")
    return ProviderPerson(
        issuer=str(claims["iss"]),
        subject=_short(claims["sub"]),
        email=_short(email) if isinstance(email, str) else "",
        is_email_verified=told.get("email_verified") is True,
        name=_short(name) if isinstance(name, str) else "",
    )


def _short(text: object) -> str:
    if not isinstance(text, str) or not text or len(text) > TEXT_MAX or "\0" in text:
        raise ValueError("a text of it is empty, too long or none")
    return text


def _told(ask: Callable[[], Answer]) -> Answer:
    """Turn every fault of the provider into ours; the log tells which, and never who."""
    try:
        return ask()
    except requests.RequestException as error:
        logger.warning("The OpenID provider cannot be reached: %s", type(error).__name__)
        raise ProviderError(
            _("Your organisation’s sign-in does not answer."),
            next_step=_("Try again in a moment, or sign in with a password."),
        ) from None
    except (
        AuthlibBaseError,
        JoseError,
        ValueError,
        TypeError,
        LookupError,
        RecursionError,
    ) as error:
        logger.warning("The OpenID provider proved nothing: %s", _reason(error))
        raise ProviderError(
            _("Your organisation’s sign-in did not prove who you are."),
            next_step=_("Try again; if it stays so, tell your administrator."),
        ) from None


def _reason(error: Exception) -> str:
    """Return the kind of fault and which claim or code it is about, without any value."""
    about = getattr(error, "claim", None) or getattr(error, "error", None) or ""
    return f"{type(error).__name__} {about}".strip()
