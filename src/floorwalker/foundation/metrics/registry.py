"""All metrics of this process, and those that are read from the database at each look."""

import platform
from collections.abc import Callable, Iterable, Iterator

import django
from django.db import Error, connection, transaction
from prometheus_client import CollectorRegistry, GCCollector, Info, Metric, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

import floorwalker
from floorwalker.foundation.metrics.connections import connection_facts

DATABASE_SECONDS_MAX = 2
"""A look may ask the database this long for each question; monitoring must not be the load."""

DatabaseFacts = Callable[[], Iterable[Metric]]

REGISTRY = CollectorRegistry()

_facts: list[DatabaseFacts] = [connection_facts]


def add_database_facts(facts: DatabaseFacts) -> None:
    """Ask these facts too when somebody looks; the same function is asked once."""
    if facts not in _facts:
        _facts.append(facts)


class FactsOfTheDatabase(Collector):
    """What the database knows; `floorwalker_database_up` is 0 when it does not answer."""

    def collect(self) -> Iterator[Metric]:
        """Ask everything in one short transaction that reads only."""
        up = GaugeMetricFamily("floorwalker_database_up", "Whether the database answers.")
        try:
            found = list(_asked())
        except Error:
            found = []
            up.add_metric([], 0)
        else:
            up.add_metric([], 1)
        yield up
        yield from found

    def describe(self) -> Iterator[Metric]:
        """Name nothing beforehand, so that importing this asks no database."""
        return iter(())


def _asked() -> Iterator[Metric]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{DATABASE_SECONDS_MAX}s'")
        for facts in _facts:
            yield from facts()


REGISTRY.register(FactsOfTheDatabase())
ProcessCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)
Info("floorwalker_build", "Versions of what runs here.", registry=REGISTRY).info(
    {
        "version": floorwalker.__version__,
        "python": platform.python_version(),
        "django": django.get_version(),
    }
)
