"""Publish an event inside the action's own transaction: it is heard when that commits, or never."""

import json
from collections.abc import Mapping

from django.db import connection, transaction

from floorwalker.foundation.live.topics import is_topic

CHANNEL = "floorwalker_live"

# The notification carries nothing, so PostgreSQL sends one for a whole transaction, when it
# commits; feeds then read the table.
_INSERT = "INSERT INTO live_liveevent (topic, body) VALUES (%s, %s) RETURNING pg_notify(%s, '')"


def publish(topic: str, body: Mapping[str, object] | None = None) -> None:
    """Tell whoever listens to `topic`, or to one above it, that something changed.

    `body` is small and holds nothing that some of the listeners may not see: ids, a revision.

    Raises:
        ValueError: this is not a topic.
        TransactionManagementError: called outside a transaction, where the two could part.
    """
    if not is_topic(topic):
        raise ValueError(f"{topic!r} is not a topic")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a live event belongs in a transaction")
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [topic, json.dumps(dict(body or {})), CHANNEL])
