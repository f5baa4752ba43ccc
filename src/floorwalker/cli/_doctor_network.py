"""The doctor knocks: does the web server answer, is the mail server there?"""

import http.client
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from floorwalker.foundation.checkup import Check, Finding, good, warning, wrong

ANSWER_SECONDS_MAX = 5
OK = 200

_CONNECTIONS = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}


def web_check(address: str) -> Check:
    """Ask a web server whether it is ready."""

    def look() -> Iterator[Finding]:
        parts = urlsplit(address)
        if parts.scheme not in _CONNECTIONS or not parts.hostname:
            step = "Write http://127.0.0.1:8000."
            yield wrong("web", "this is no address.", where=address, next_step=step)
            return
        kind = _CONNECTIONS[parts.scheme]
        connection = kind(parts.hostname, parts.port, timeout=ANSWER_SECONDS_MAX)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            told = answer.read(200).decode(errors="replace").strip()
        except (OSError, http.client.HTTPException) as error:
            yield wrong(
                "web",
                f"no answer ({error}).",
                where=address,
                next_step="Start floorwalker serve, or name another address with --web.",
            )
            return
        finally:
            connection.close()
        if answer.status == OK and told == "ok":
            yield good("web", "it answers and is ready.", where=address)
        else:
            what = f"it answers {answer.status}: {told.splitlines()[0] if told else 'nothing'}"
            step = "Restart it after an upgrade; the reason is in its log."
            yield wrong("web", what, where=address, next_step=step)

    look.__name__ = "web"
    return look


def mail_check() -> Iterator[Finding]:
    """Connect to the mail server, and say nothing to it."""
    from django.conf import settings

    if not settings.CAN_MAIL:
        step = "Set FLOORWALKER_MAIL_URL, or forgotten passwords need an administrator."
        yield warning("mail", "no mail goes out.", next_step=step)
        return
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    try:
        socket.create_connection((host, port), timeout=ANSWER_SECONDS_MAX).close()
    except OSError as error:
        yield wrong(
            "mail",
            f"no answer ({error}).",
            where=f"{host}:{port}",
            next_step="Is the server right, and does a firewall let this machine through?",
        )
    else:
        yield good("mail", "the server takes connections.", where=f"{host}:{port}")
