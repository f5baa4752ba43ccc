"""The one place that asks what time it is; everything else is told (`at=`)."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)
