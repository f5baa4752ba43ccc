"""Read `FLOORWALKER_MAIL_URL`."""

from typing import Any
from urllib.parse import unquote, urlsplit

from floorwalker.foundation.errors import SetupError

TIMEOUT_SECONDS = 10
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def django_mail(url: str) -> dict[str, Any]:
    """Return Django's settings for a mail server; without one, mail goes nowhere.

    Raises:
        SetupError: it is not the address of a mail server.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SetupError(f"not an address ({error}).", where="FLOORWALKER_MAIL_URL") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise SetupError(
            "it names no mail server.",
            where="FLOORWALKER_MAIL_URL",
            next_step="Write smtp+tls://user:password@host:587 (smtp: open, smtps: TLS at once).",
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
    }
