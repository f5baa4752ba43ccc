"""A quick prediction of service from cover alone (Erlang), for the moment of a hand edit.

It treats each half-hour and queue by itself; the rehearsal simulates the whole centre and is what a
roster is published by. The two differ most where people serve several queues.
"""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
import numpy.typing as npt

from floorwalker.duties.scheduling.models import RequirementInterval
from floorwalker.duties.scheduling.stages.rostering import GRID_MINUTES, RosterFacts
from floorwalker.engines.staffing import Workload, performance

Floats = npt.NDArray[np.float64]


def predicted_service_level(
    facts: RosterFacts, scheduled: Floats, intervals: Iterable[RequirementInterval]
) -> float | None:
    """Return the share of contacts answered in time over some intervals of a requirement.

    Args:
        facts: the week and its queues.
        scheduled: people per queue and quarter-hour, as the checker's coverage shares them out.
        intervals: of one requirement, with `requirement` loaded.
    """
    queues = {  # one that was closed since is not predicted, and deferred work may wait
        queue.pk for queue in facts.queues if not queue.is_deferred
    }
    rows = [row for row in intervals if row.offered > 0 and row.queue_id in queues]
    if not rows:
        return None
    answered = sum(
        _answered_in_time(facts, scheduled, queue_rows) for queue_rows in _by_queue(rows)
    )
    return answered / sum(row.offered for row in rows)


def people_at(
    facts: RosterFacts, scheduled: Floats, moments: Iterable[datetime], *, minutes: int
) -> Floats:
    """Return the mean number of people scheduled for a queue in intervals that begin then.

    Args:
        facts: the week.
        scheduled: people per quarter-hour of the week's wall clock.
        moments: when the intervals begin.
        minutes: how long each is.
    """
    quarters = np.arange(max(minutes // GRID_MINUTES, 1))
    first = np.array([facts.week.minute(moment) // GRID_MINUTES for moment in moments], dtype=int)
    return np.asarray(scheduled[first[:, None] + quarters].mean(axis=1))


def _by_queue(rows: list[RequirementInterval]) -> Iterable[list[RequirementInterval]]:
    for queue_id in {row.queue_id for row in rows}:
        yield [row for row in rows if row.queue_id == queue_id]


def _answered_in_time(
    facts: RosterFacts, scheduled: Floats, rows: list[RequirementInterval]
) -> float:
    requirement = rows[0].requirement
    index = next(i for i, queue in enumerate(facts.queues) if queue.pk == rows[0].queue_id)
    target = requirement.targets[facts.queues[index].name]
    people = people_at(
        facts,
        scheduled[index],
        (row.starts_at for row in rows),
        minutes=requirement.interval_minutes,
    )
    offered = np.array([row.offered for row in rows])
    service = performance(
        Workload(
            offered=offered,
            aht_seconds=np.array([row.aht_seconds for row in rows]),
            interval_seconds=requirement.interval_minutes * 60.0,
        ),
        agents=np.rint(people * (1 - requirement.shrinkage_ratio)).astype(np.int64),
        within_seconds=target["within_seconds"],
        patience_seconds=target["patience_seconds"],
    )
    return float((np.nan_to_num(service.service_level) * offered).sum())
