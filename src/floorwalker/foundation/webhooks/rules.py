"""When a failed delivery is tried again, and when an endpoint has failed for too long.

Source of the waits: Standard Webhooks 1.0.0, "Deliverability and reliability".
"""

from datetime import timedelta

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long to wait after the first failed try, the second and so on."""

TRIES_MAX = len(WAITS) + 1
JITTER_RATIO = 0.1
RETRY_AFTER_MAX = timedelta(hours=24)
FAILING_MAX = timedelta(days=3)
"""An endpoint where nothing arrived for so long is paused."""


def wait_after(tries: int, *, jitter: float, asked: timedelta = timedelta()) -> timedelta:
    """Return how long to wait after so many failed tries; fewer than `TRIES_MAX`.

    Args:
        tries: Tries so far, from 1.
        jitter: A throw of the dice, 0 to 1: receivers that fell together are not hit together.
        asked: What the receiver's `Retry-After` asks for; at most a day is granted.
    """
    wait = WAITS[tries - 1] * (1 + JITTER_RATIO * jitter)
    return max(wait, min(asked, RETRY_AFTER_MAX))
