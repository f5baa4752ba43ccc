"""A requirement's week as arrays by queue, with the people planned: what a what-if starts from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import numpy as np

from floorwalker.duties.scheduling.models import ForecastVersion, Requirement, Roster
from floorwalker.duties.scheduling.queries.need_rows import NeedRow, need_rows
from floorwalker.duties.scheduling.queries.weeks import roster_that_counts
from floorwalker.duties.scheduling.stages.judged_week import JudgedWeek, judged_week
from floorwalker.duties.scheduling.stages.predicting import people_at
from floorwalker.duties.scheduling.stages.requiring import target_of
from floorwalker.duties.scheduling.stages.supposing import QueueWeek
from floorwalker.duties.scheduling.week import Week
from floorwalker.engines.staffing import ServiceTarget
from floorwalker.foundation.errors import StateError

SHARED_QUEUES_MAX = 12
"""The checker shares people out by looking at every subset of queues: beyond this it takes
gigabytes, so the people are then those required."""


@dataclass(frozen=True)
class PlannedWeek:
    """A week as planned. `roster` gives the people; without one they are those required."""

    requirement: Requirement
    week: Week
    zone: ZoneInfo
    queues: tuple[QueueWeek, ...]
    roster: Roster | None
    has_too_many_queues: bool
    people_of_several_queues: int | None


def planned_week(requirement: Requirement, *, with_roster: bool = True) -> PlannedWeek:
    """Return every queue of a requirement that expects contacts who wait.

    Deferred work is left out: it is spread until it is due, which no Erlang formula knows.
    """
    week = Week(requirement.week_starts_on, requirement.site.tzinfo)
    is_too_wide = requirement.site.queues.filter(is_active=True).count() > SHARED_QUEUES_MAX
    found = _judged(requirement, week) if with_roster and not is_too_wide else None
    rows = defaultdict(list)
    for row in need_rows(requirement):
        if row.offered > 0:
            rows[row.queue_id].append(row)
    versions = sorted(requirement.forecasts.all(), key=lambda version: version.queue.name)
    return PlannedWeek(
        requirement=requirement,
        week=week,
        zone=requirement.site.tzinfo,
        queues=tuple(
            _queue_week(version, rows[version.queue_id], requirement, found and found[1])
            for version in versions
            if rows[version.queue_id] and not version.queue.is_deferred
        ),
        roster=found[0] if found else None,
        has_too_many_queues=is_too_wide,
        people_of_several_queues=_of_several_queues(found[1]) if found else None,
    )


def _judged(requirement: Requirement, week: Week) -> tuple[Roster, JudgedWeek] | None:
    roster = roster_that_counts(requirement.site, week_starts_on=week.starts_on)
    try:
        return (roster, judged_week(roster)) if roster else None
    except StateError:  # nobody of it can serve any more
        return None


def _of_several_queues(judged: JudgedWeek) -> int:
    agents = {agent.name: agent for agent in judged.facts.problem.agents}
    working = [agents[name] for name, shifts in judged.shifts.items() if shifts and name in agents]
    return sum(1 for agent in working if len(agent.queues) > 1)


def _queue_week(
    version: ForecastVersion,
    rows: Sequence[NeedRow],
    requirement: Requirement,
    judged: JudgedWeek | None,
) -> QueueWeek:
    stored = requirement.targets.get(version.queue.name)
    target = stored or vars(target_of(version.queue))  # the queue may have another name by now
    agents = np.array([row.agents for row in rows], dtype=float)
    queue = QueueWeek(
        id=version.queue_id,
        name=version.queue.name,
        starts=tuple(row.starts_at for row in rows),
        offered=np.array([row.offered for row in rows]),
        aht_seconds=np.array([row.aht_seconds for row in rows]),
        agents=agents,
        people=agents,
        minutes=version.interval_minutes,
        target=ServiceTarget(
            service_level=target["service_level"],
            within_seconds=target["within_seconds"],
            occupancy_max=target["occupancy_max"],
        ),
        patience_seconds=target["patience_seconds"],
        day_factor_cv=version.day_factor_cv,
    )
    return queue if judged is None else _by_roster(queue, judged, requirement.shrinkage_ratio)


def _by_roster(queue: QueueWeek, judged: JudgedWeek, shrinkage_ratio: float) -> QueueWeek:
    """Return the queue with the people whom the roster puts on it; a closed one has nobody."""
    numbers = [found.pk for found in judged.facts.queues]
    people = np.zeros(len(queue.starts))
    if queue.id in numbers:
        scheduled = judged.judgement.coverage.scheduled[numbers.index(queue.id)]
        people = people_at(judged.facts, scheduled, queue.starts, minutes=queue.minutes)
    return replace(queue, people=people * (1 - shrinkage_ratio))
