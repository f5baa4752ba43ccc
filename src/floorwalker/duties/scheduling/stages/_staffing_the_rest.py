"""Agents for the rest of a day: needed for what is expected now, and on by the published roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from floorwalker.duties.scheduling.models import Roster
from floorwalker.duties.scheduling.stages.judged_week import judged_week
from floorwalker.duties.scheduling.stages.rostering import GRID_MINUTES, RosterFacts
from floorwalker.engines.staffing import ServiceTarget as Target
from floorwalker.engines.staffing import Workload, performance, requirement
from floorwalker.foundation.demand.models import ServiceTarget
from floorwalker.foundation.errors import StateError

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Staffed:
    """Agents of some intervals, and the service that those on the roster give."""

    needed: Counts
    on: Counts | None
    service_level: Floats | None


@dataclass(frozen=True)
class Cover:
    """Who is on in a week by its roster, and the share of them that is away after all."""

    facts: RosterFacts
    scheduled: Floats
    shrinkage_ratio: float

    def agents_on(
        self, queue_id: int, *, starts: Sequence[datetime], minutes: int
    ) -> Counts | None:
        """Return the agents of a queue in each interval, as `predicting` counts them.

        The checker shares people who serve several queues out among them. `None` for a queue that
        was made after the week was planned.
        """
        ids = [queue.pk for queue in self.facts.queues]
        if queue_id not in ids:
            return None
        first = np.array([self.facts.week.minute(at) // GRID_MINUTES for at in starts])
        quarters = first[:, None] + np.arange(minutes // GRID_MINUTES)
        people = self.scheduled[ids.index(queue_id)][quarters].mean(axis=1)
        agents: Counts = np.rint(people * (1 - self.shrinkage_ratio)).astype(np.int64)
        return agents


def cover_of(roster: Roster | None) -> Cover | None:
    """Return the cover of a published roster; `None` without one, or when all have left since."""
    if roster is None:
        return None
    try:
        week = judged_week(roster)
    except StateError:
        return None
    return Cover(week.facts, week.judgement.coverage.scheduled, roster.requirement.shrinkage_ratio)


def staffed(workload: Workload, *, target: ServiceTarget, on: Counts | None) -> Staffed:
    """Hold the agents that are on against those that the workload needs."""
    need = requirement(
        workload,
        target=Target(
            service_level=target.service_level,
            within_seconds=target.within_seconds,
            occupancy_max=target.occupancy_max,
        ),
        patience_seconds=target.patience_seconds,
    )
    if on is None:
        return Staffed(need.agents, None, None)
    service = performance(
        workload,
        agents=on,
        within_seconds=target.within_seconds,
        patience_seconds=target.patience_seconds,
    )
    return Staffed(need.agents, on, np.nan_to_num(service.service_level))
