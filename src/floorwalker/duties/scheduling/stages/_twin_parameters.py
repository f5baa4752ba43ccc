"""A twin's parameters as JSON keeps them, and back as the engine takes them.

Queues and people are keyed by their number in the database. Endless patience is null there. A queue
of which too little is known (no spread of its handle times) is left out: assumptions stand in.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from floorwalker.engines.simulate import (
    Calibration,
    GroupMeans,
    Patience,
    QueueCalibration,
    Retrials,
)
from floorwalker.foundation.demand.models import Queue

TENTH = 10


def as_json(
    found: Calibration, *, queues: Sequence[Queue], person_of_agent: Mapping[int, int]
) -> dict[str, Any]:
    """Return the parameters; `person_of_agent` names the people that are known."""
    seen = np.flatnonzero(found.pace_contacts)
    paces = found.pace[seen]
    return {
        "queues": {
            str(queue.pk): _queue(calibrated)
            for queue, calibrated in zip(queues, found.queues, strict=True)
            if calibrated.handle_cv is not None
        },
        "queues_unknown": [queue.name for queue in found.queues if queue.handle_cv is None],
        "pace": {
            str(person_of_agent[agent]): float(found.pace[agent])
            for agent in seen.tolist()
            if agent in person_of_agent
        },
        "people": int(seen.size),
        "people_unknown": sum(agent not in person_of_agent for agent in seen.tolist()),
        "pace_contacts": int(found.pace_contacts.sum()),
        "pace_spread": found.pace_spread,
        "pace_tenths": [float(np.percentile(paces, level)) for level in (TENTH, 100 - TENTH)]
        if seen.size
        else None,
        "turnaround_seconds": found.turnaround_seconds,
    }


def queue_calibration(stored: Mapping[str, Any]) -> QueueCalibration:
    """Return a queue of the stored parameters as the engine takes it."""
    patience, hours, again = (stored[name] for name in ("patience", "hours", "retrials"))
    table = patience["table"]
    return QueueCalibration(
        name=stored["name"],
        contacts=stored["contacts"],
        gave_up=stored["gave_up"],
        patience=Patience(
            mean_seconds=patience["mean_seconds"],
            table=None
            if table is None
            else np.array([math.inf if seconds is None else seconds for seconds in table]),
            seen_until=patience["seen_until"],
        ),
        hours=None
        if hours is None
        else GroupMeans(
            overall=hours["overall"],
            mean=np.array(hours["mean"]),
            count=np.array(hours["count"]),
            spread=hours["spread"],
        ),
        handle_cv=stored["handle_cv"],
        retrials=None if again is None else Retrials(**again),
    )


def _queue(found: QueueCalibration) -> dict[str, Any]:
    table, hours = found.patience.table, found.hours
    return {
        "name": found.name,
        "contacts": found.contacts,
        "gave_up": found.gave_up,
        "patience": {
            "mean_seconds": found.patience.mean_seconds,
            "table": None
            if table is None
            else [seconds if math.isfinite(seconds) else None for seconds in table.tolist()],
            "seen_until": found.patience.seen_until,
        },
        "hours": None
        if hours is None
        else {
            "overall": hours.overall,
            "mean": hours.mean.tolist(),
            "count": hours.count.tolist(),
            "spread": hours.spread,
        },
        "handle_cv": found.handle_cv,
        "retrials": None if found.retrials is None else vars(found.retrials),
    }
