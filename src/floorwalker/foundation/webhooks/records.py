"""What goes through the port: a message to send, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from floorwalker.foundation.webhooks.choices import Outcome

DELIVERED_STATUSES = range(200, 300)
GONE_STATUS = 410


@dataclass(frozen=True)
class Message:
    """A signed body, and where it goes."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What came of one try; `start` is the beginning of the answer's body."""

    outcome: Outcome
    duration_seconds: float
    status: int | None = None
    start: str = ""
    retry_after_seconds: int = 0

    @property
    def is_delivered(self) -> bool:
        """Tell whether the receiver has it."""
        return self.status in DELIVERED_STATUSES

    @property
    def is_gone(self) -> bool:
        """Tell whether the receiver wants nothing any more."""
        return self.status == GONE_STATUS
