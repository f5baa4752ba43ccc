"""Numbers about the running house, for Prometheus.

Each web process counts for itself what passes through it; what the database knows (jobs, workers,
connections) is asked when somebody looks. An app adds its own in `AppConfig.ready`:

    SENT = Counter("floorwalker_letters_sent", "Letters sent.", registry=REGISTRY)
    add_database_facts(letter_facts)          # a function that yields metrics from the database

A label holds a word from a short fixed list, never a person, an address or a number of a row:
each value is a series that the monitoring keeps for months (docs/operations/monitoring.md).
"""

from floorwalker.foundation.metrics.registry import REGISTRY, add_database_facts

__all__ = ["REGISTRY", "add_database_facts"]
