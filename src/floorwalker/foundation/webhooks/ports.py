"""What webhooks need from outside: something that sends.

The settings say which adapter serves it (`PORTS["webhooks.sender"]`).
"""

from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from floorwalker.foundation.webhooks.records import Answer, Message


class Sender(Protocol):
    """Sends one message, to allowed addresses only."""

    def checked_host(self, url: str) -> str:
        """Return the host of an address that a message may be sent to.

        Raises:
            BadInputError: nothing may be sent there; it says why.
        """

    async def send(self, message: Message) -> Answer:
        """Send a message once and tell what came of it; whatever happens is an answer."""


def webhook_sender() -> Sender:
    """Return the adapter that the settings name."""
    return cast("Sender", import_string(settings.PORTS["webhooks.sender"]))
