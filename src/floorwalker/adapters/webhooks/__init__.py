"""Sending webhooks over HTTPS, to allowed addresses only.

Implements `floorwalker.foundation.webhooks.ports.Sender`. The address was typed by a person and its
name is resolved by someone else's server, so both are hostile: the name is resolved once, every
address found is checked, and the connection goes to a checked address, not to the name.
"""

import functools
import ssl

from django.conf import settings

from floorwalker.adapters.webhooks._addresses import Policy
from floorwalker.adapters.webhooks._sending import HttpSender

__all__ = ["HttpSender", "Policy", "sender"]


@functools.cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()  # also of SSL_CERT_FILE, where an in-house CA belongs


class _SenderOfTheSettings(HttpSender):
    """The sender as the settings want it; they are read when it is used."""

    def __init__(self) -> None:
        """Nothing is known yet."""

    @property
    def policy(self) -> Policy:
        """Where the settings allow to send."""
        return Policy(
            ports=frozenset(settings.WEBHOOK_PORTS),
            networks=tuple(settings.WEBHOOK_NETWORKS),
            http_on_loopback=settings.WEBHOOK_HTTP_ON_LOOPBACK,
        )

    @property
    def trust(self) -> ssl.SSLContext:
        """The certificates that this machine trusts."""
        return _trust()


sender = _SenderOfTheSettings()
