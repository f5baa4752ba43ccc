"""Tell live pages that an endpoint or one of its deliveries has moved: `site/<id>/webhooks/…`."""

from floorwalker.foundation.live.publish import publish


def webhooks_topic(site_id: int) -> str:
    """Return the topic of all webhooks of a site."""
    return f"site/{site_id}/webhooks"


def announce(endpoint_id: int, *, site_id: int) -> None:
    """Publish that something about an endpoint changed; part of the current transaction."""
    publish(f"{webhooks_topic(site_id)}/{endpoint_id}")
