"""Secrets and signatures, as Standard Webhooks 1.0.0 writes them (symmetric, `v1`)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

SECRET_START = "whsec_"  # noqa: S105  # what every secret begins with
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a random secret; the specification asks for 24 bytes or more."""
    return SECRET_START + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(
    *, message_id: str, body: bytes, secrets_held: Iterable[str], at: datetime
) -> dict[str, str]:
    """Return the three headers of a message, signed with each secret."""
    timestamp = str(int(at.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(secret, signed) for secret in secrets_held),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET_START))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
