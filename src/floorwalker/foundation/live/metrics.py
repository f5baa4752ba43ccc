"""The live streams of this process, for the monitoring."""

from prometheus_client import Counter, Gauge

from floorwalker.foundation.metrics import REGISTRY

STREAMS = Gauge("floorwalker_live_streams", "Live streams open in this process.", registry=REGISTRY)
DELIVERED = Counter(
    "floorwalker_live_events_delivered",
    "Events handed to open streams, once for each stream.",
    registry=REGISTRY,
)
