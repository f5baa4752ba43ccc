"""Passkeys (WebAuthn): what a browser is asked, and what its answer proves.

A question holds a challenge that is kept in the session: it is good for one answer, for one purpose
and for five minutes. What a browser answers is signed together with the origin it saw, so an answer
given to another site is refused, whoever brings it here. Answers are hostile until they are proven.
"""

import ipaddress
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from floorwalker.foundation.accounts.models import Passkey, User
from floorwalker.foundation.errors import BadInputError

NAME = "Floorwalker"
ANSWER_WITHIN = timedelta(minutes=5)
ANSWER_CHARACTERS_MAX = 20_000
_SESSION = "passkey"
_CREDENTIAL_ID = re.compile(r"[A-Za-z0-9_-]{1,1400}")
_VERIFIED = UserVerificationRequirement.REQUIRED  # a finger or a PIN: the second factor

Proof = TypeVar("Proof")


class Purpose(StrEnum):
    """What a question is asked for; an answer serves no other purpose."""

    ADD = "add"
    SIGN_IN = "sign_in"
    SECOND_STEP = "second_step"
    CONFIRM = "confirm"


class PasskeyRefusedError(BadInputError):
    """What the browser answered proves nothing."""


@dataclass(frozen=True)
class Door:
    """The name that passkeys belong to, and the origins of which answers are taken."""

    name: str
    origins: tuple[str, ...]

    @property
    def has_a_name(self) -> bool:
        """Tell whether browsers keep passkeys for it: they keep none for numbers (127.0.0.1)."""
        try:
            ipaddress.ip_address(self.name.strip("[]"))
        except ValueError:
            return True
        return False


@dataclass(frozen=True)
class Question:
    """What was asked, as the session has kept it."""

    challenge: bytes
    name: str


@dataclass(frozen=True)
class NewKey:
    """The public half of a key that was just made."""

    credential_id: str
    public_key: bytes
    sign_count: int


def door_of(request: HttpRequest) -> Door:
    """Return the door somebody stands at; Django has compared the host with the settings.

    The origins are those from which forms are taken: this one, and behind a proxy
    `FLOORWALKER_ORIGINS`.
    """
    host = request.get_host()
    name = split_domain_port(host)[0]
    trusted = [
        origin
        for origin in settings.CSRF_TRUSTED_ORIGINS
        if split_domain_port(origin.partition("://")[2])[0] == name
    ]
    return Door(name, (f"{request.scheme}://{host}", *trusted))


def ask_to_add(session: SessionBase, door: Door, *, user: User, name: str, at: datetime) -> str:
    """Return the question, as JSON, for which a device makes a new key."""
    known = user.passkeys.values_list("credential_id", flat=True)
    options = generate_registration_options(
        rp_id=door.name,
        rp_name=NAME,
        user_id=bytes.fromhex(user_handle(user)),
        user_name=user.email,
        user_display_name=user.name,
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
    )
    _keep(session, Purpose.ADD, challenge=options.challenge, name=name, at=at)
    return options_to_json(options)


def ask_to_sign(
    session: SessionBase,
    door: Door,
    *,
    purpose: Purpose,
    at: datetime,
    user_id: int | None = None,
) -> str:
    """Return the question, as JSON, that any passkey may sign, or only one of this user."""
    known = Passkey.objects.filter(user_id=user_id or 0).values_list("credential_id", flat=True)
    options = generate_authentication_options(
        rp_id=door.name,
        allow_credentials=_descriptors(known) if user_id else None,
        user_verification=_VERIFIED,
    )
    _keep(session, purpose, challenge=options.challenge, at=at)
    return options_to_json(options)


def take_question(session: SessionBase, purpose: Purpose, *, at: datetime) -> Question:
    """Return the open question and close it: no answer is taken twice.

    Raises:
        PasskeyRefusedError: nothing was asked for this purpose, or too long ago.
    """
    kept = session.pop(_SESSION, None) or {}
    if kept.get("purpose") != purpose or kept["until"] < at.timestamp():
        raise PasskeyRefusedError(
            _("This took too long, or was answered already."), next_step=_("Try again.")
        )
    return Question(base64url_to_bytes(kept["challenge"]), kept["name"])


def credential_of(answer: str) -> str:
    """Return which credential an answer names, unproven; nothing when it names none."""
    try:
        credential = str(json.loads(answer)["id"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    return credential if _CREDENTIAL_ID.fullmatch(credential) else ""


def new_key(answer: str, *, question: Question, door: Door) -> NewKey:
    """Return the key that a device has made.

    Raises:
        PasskeyRefusedError: the answer is not to this question, or not of this door.
    """
    proof = _proof(
        lambda: verify_registration_response(
            credential=answer,
            expected_challenge=question.challenge,
            expected_rp_id=door.name,
            expected_origin=list(door.origins),
            require_user_verification=True,
        )
    )
    credential_id = bytes_to_base64url(proof.credential_id)
    return NewKey(credential_id, proof.credential_public_key, proof.sign_count)


def sign_count_of(answer: str, *, passkey: Passkey, question: Question, door: Door) -> int:
    """Return how often the passkey says it has signed, once its signature is proven.

    Raises:
        PasskeyRefusedError: the answer is not to this question, of this door and by this key.
    """
    credential = _proof(lambda: parse_authentication_credential_json(answer))
    handle = credential.response.user_handle
    if handle and handle != bytes.fromhex(passkey.user_handle):
        raise _refusal()
    proof = _proof(
        lambda: verify_authentication_response(
            credential=credential,
            expected_challenge=question.challenge,
            expected_rp_id=door.name,
            expected_origin=list(door.origins),
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=0,  # compared in use_passkey, where the row is locked
            require_user_verification=True,
        )
    )
    return proof.new_sign_count


def user_handle(user: User) -> str:
    """Return the name that devices file a user's keys under: it tells nothing about the person.

    Keyed, so that two sites at the same address (a demo at localhost) do not replace each other's.
    """
    return salted_hmac("floorwalker.passkeys", str(user.pk), algorithm="sha256").hexdigest()


def _keep(
    session: SessionBase, purpose: Purpose, *, challenge: bytes, at: datetime, name: str = ""
) -> None:
    session[_SESSION] = {
        "purpose": purpose.value,
        "challenge": bytes_to_base64url(challenge),
        "until": (at + ANSWER_WITHIN).timestamp(),
        "name": name,
    }


def _descriptors(credential_ids: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key)) for key in credential_ids]


def _proof(verify: Callable[[], Proof]) -> Proof:
    try:
        return verify()
    # The library parses what strangers send: besides its own errors, some let Python's through.
    except (WebAuthnException, ValueError, TypeError, KeyError, RecursionError):
        raise _refusal() from None


def _refusal() -> PasskeyRefusedError:
    return PasskeyRefusedError(
        _("This passkey does not open this account."),
        next_step=_("Try again, or sign in with your password."),
    )
