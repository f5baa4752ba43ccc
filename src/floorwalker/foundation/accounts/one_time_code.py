"""One-time codes by the clock (RFC 6238 over RFC 4226): SHA-1, six digits, thirty seconds.

These are what every authenticator application shows. A code of the step before or after is taken
too, for clocks that differ; one step is never taken twice.
"""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime

from django.utils.encoding import escape_uri_path
from django.utils.http import urlencode

STEP_SECONDS = 30
DIGITS = 6
STEPS_AWAY_MAX = 1
SECRET_BYTES = 20
ISSUER = "Floorwalker"


def new_secret() -> str:
    """Return a fresh secret as applications take it: base 32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code_of(secret: str, *, step: int, digits: int = DIGITS) -> str:
    """Return the code of a step (RFC 4226, section 5.3)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def matching_step(secret: str, code: str, *, at: datetime, after_step: int = 0) -> int | None:
    """Return the step whose code this is, or None; steps up to `after_step` are used up."""
    now = int(at.timestamp()) // STEP_SECONDS
    for step in range(now - STEPS_AWAY_MAX, now + STEPS_AWAY_MAX + 1):
        fits = hmac.compare_digest(code_of(secret, step=step).encode(), code.encode())
        if fits and step > after_step:
            return step
    return None


def setup_uri(secret: str, *, account: str) -> str:
    """Return the address that an application reads from the square code."""
    label = escape_uri_path(f"{ISSUER}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER})}"
