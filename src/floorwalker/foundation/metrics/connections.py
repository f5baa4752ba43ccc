"""How busy the database is: connections by what they do, and the longest transaction."""

from collections.abc import Iterator

from django.db import connection
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

_STATES = ("active", "idle", "idle in transaction")

# Of other accounts' connections we may not see the state: they count as "other".
_BY_STATE = """
SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' GROUP BY 1
"""
_LIMITS = """
SELECT current_setting('max_connections')::int,
       coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float
FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
"""


def connection_facts() -> Iterator[Metric]:
    """Yield the database's connections, how many it allows, and its oldest transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_STATE)
        by_state = dict(cursor.fetchall())
        cursor.execute(_LIMITS)
        allowed, oldest_seconds = cursor.fetchone()
    connections = GaugeMetricFamily(
        "floorwalker_database_connections",
        "Connections to this database, of all processes, by what they do.",
        labels=["state"],
    )
    for state in _STATES:
        connections.add_metric([state], by_state.pop(state, 0))
    connections.add_metric(["other"], sum(by_state.values()))
    yield connections
    yield GaugeMetricFamily(
        "floorwalker_database_connections_allowed",
        "Connections that the server allows in all (max_connections).",
        value=allowed,
    )
    yield GaugeMetricFamily(
        "floorwalker_database_oldest_transaction_seconds",
        "Age of the longest transaction that is open.",
        value=oldest_seconds,
    )
