"""Simulate a stored roster against the forecast that its requirement was made from.

What callers and people are like comes from the site's twin. Without one, and for a queue that it
does not know, assumptions stand in: the patience of the service target, `HANDLE_CV`, one pace.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings

from floorwalker.duties.scheduling.models import Requirement, Roster, Shift, Twin
from floorwalker.duties.scheduling.stages._twin_parameters import queue_calibration
from floorwalker.duties.scheduling.stages.deferring import longest_seconds_until_due
from floorwalker.duties.scheduling.stages.requiring import target_of
from floorwalker.duties.scheduling.stages.rostering import RosterFacts, roster_facts
from floorwalker.engines import simulate as engine
from floorwalker.foundation.demand.models import Queue, ServiceTarget

Floats = npt.NDArray[np.float64]

HANDLE_CV = 1.0
"""Spread of handle times where nothing better is known; recorded centres have 0.8 to 1.4."""
MISSING = (0, 1, 2, 3)
MEASURES = ("service_level", "asa_seconds", "abandonment", "occupancy")


def rehearse_roster(
    roster: Roster,
    *,
    twin: Twin | None,
    seed: int,
    replications: int,
    progress: Callable[[float], None],
) -> dict[str, Any]:
    """Return the service to expect, as `Rehearsal.outcome` keeps it.

    A share of each day's people as large as the planned shrinkage stays away in every replication;
    the scenarios take 1, 2 and 3 more.
    """
    facts = roster_facts(roster.requirement)
    found = engine.rehearse(
        centre_of(roster, facts, twin=twin),
        seed=seed,
        replications=replications,
        missing=MISSING,
        absence_ratio=roster.requirement.shrinkage_ratio,
        progress=lambda done, total: progress(100 * done / total),
        run=settings.CORES,
    )
    present = found.scenarios[0]
    starts = facts.week.interval_starts(minutes=roster.requirement.interval_minutes)
    return {
        "replications": found.replications,
        "assumed": _assumed(facts, twin),
        "contacts": found.contacts,
        "week": _service(present.overall.week),
        "days": _days(facts, present.overall),
        "queues": [
            {
                "queue": queue.name,
                "week": _service(service.week),
                "days": _days(facts, service),
                "intervals": [
                    {"starts_at": start.isoformat(), **_service(interval)}
                    for start, interval in zip(starts, service.intervals, strict=True)
                    if interval.offered > 0
                ],
            }
            for queue, service in zip(facts.queues, present.queues, strict=True)
        ],
        "missing": [
            {
                "missing": scenario.missing,
                "week": _service(scenario.overall.week),
                "days": _days(facts, scenario.overall),
            }
            for scenario in found.scenarios
        ],
    }


def _assumed(facts: RosterFacts, twin: Twin | None) -> list[str]:
    """Return the queues that the twin does not know."""
    known = twin.parameters["queues"] if twin else {}
    return [queue.name for queue in facts.queues if str(queue.pk) not in known]


def centre_of(roster: Roster, facts: RosterFacts, *, twin: Twin | None = None) -> engine.Centre:
    """Return the roster and its demand in the simulator's words.

    Deferred work is taken when no customer waits, and is in time when it is done as late as its
    due time in opening hours may be on the clock.
    """
    learned: Mapping[str, Any] = twin.parameters if twin else {"queues": {}, "pace": {}}
    requirement = roster.requirement
    starts = facts.week.interval_starts(minutes=requirement.interval_minutes)
    shifts: dict[int, list[Shift]] = {}
    for shift in roster.shifts.prefetch_related("activities"):
        shifts.setdefault(shift.person_id, []).append(shift)
    zone = facts.week.zone
    return engine.Centre(
        queues=_queues(
            requirement,
            facts,
            learned=learned,
            columns={start: i for i, start in enumerate(starts)},
        ),
        agents=tuple(
            engine.Agent(
                name=agent.name,
                queues=tuple(sorted(agent.queues, key=lambda row: facts.queues[row].is_deferred)),
                shifts=tuple(_shift(shift, facts) for shift in shifts.get(int(agent.name), [])),
                pace=learned["pace"].get(agent.name, 1.0),
            )
            for agent in facts.problem.agents
        ),
        interval_seconds=requirement.interval_minutes * 60.0,
        day_of_interval=np.array(
            [(start.astimezone(zone).date() - facts.week.starts_on).days for start in starts]
        ),
    )


def _queues(
    requirement: Requirement,
    facts: RosterFacts,
    *,
    learned: Mapping[str, Any],
    columns: dict[Any, int],
) -> tuple[engine.QueueModel, ...]:
    row_of = {queue.pk: row for row, queue in enumerate(facts.queues)}
    offered = np.zeros((len(row_of), len(columns)))
    aht = np.ones_like(offered)
    is_open = np.zeros(len(columns), dtype=np.bool_)  # when somebody is needed somewhere
    for interval in requirement.intervals.filter(queue__in=row_of):
        place = row_of[interval.queue_id], columns[interval.starts_at]
        offered[place], aht[place] = interval.offered, interval.aht_seconds
        is_open[place[1]] |= interval.agents > 0
    spread = dict(requirement.forecasts.values_list("queue_id", "day_factor_cv"))
    return tuple(
        replace(
            _queue(
                queue,
                offered=offered[row],
                aht_seconds=aht[row],
                within_seconds=_within_seconds(
                    queue, is_open, interval_seconds=requirement.interval_minutes * 60.0
                ),
                learned=learned,
            ),
            day_factor_cv=spread.get(queue.pk, 0.0),
        )
        for row, queue in enumerate(facts.queues)
    )


def _within_seconds(
    queue: Queue, is_open: npt.NDArray[np.bool_], *, interval_seconds: float
) -> float:
    within = target_of(queue).within_seconds
    if not queue.is_deferred:
        return within
    return longest_seconds_until_due(within, is_open, interval_seconds=interval_seconds)


def _queue(
    queue: Queue,
    *,
    offered: Floats,
    aht_seconds: Floats,
    within_seconds: float,
    learned: Mapping[str, Any],
) -> engine.QueueModel:
    """Return a queue as its twin knows it, else as its service target assumes."""
    target: ServiceTarget = target_of(queue)
    stored = learned["queues"].get(str(queue.pk))
    if stored is None or queue.is_deferred:
        return engine.QueueModel(
            name=queue.name,
            offered=offered,
            aht_seconds=aht_seconds,
            within_seconds=within_seconds,
            patience_seconds=None if queue.is_deferred else target.patience_seconds,
            handle_cv=HANDLE_CV,
        )
    model = engine.queue_model(
        queue_calibration(stored),
        offered=offered,
        aht_seconds=aht_seconds,
        within_seconds=within_seconds,
        turnaround_seconds=learned["turnaround_seconds"],
    )
    if model.patience_table is None and model.patience_seconds is None:  # nobody ever gave up
        return replace(model, patience_seconds=target.patience_seconds)
    return model


def _shift(shift: Shift, facts: RosterFacts) -> engine.Shift:
    edges = [shift.starts_at]
    for pause in shift.activities.all():
        edges += [pause.starts_at, pause.ends_at]
    edges.append(shift.ends_at)
    seconds = [(edge - facts.week.starts_at) / timedelta(seconds=1) for edge in edges]
    return engine.Shift(
        day=(shift.starts_at.astimezone(facts.week.zone).date() - facts.week.starts_on).days,
        blocks=tuple(
            (start, end)
            for start, end in zip(seconds[::2], seconds[1::2], strict=True)
            if end > start
        ),
    )


def _days(facts: RosterFacts, service: engine.QueueService) -> list[dict[str, Any]]:
    return [
        {"day": day.isoformat(), **_service(found)}
        for day, found in zip(facts.week.days, service.days, strict=True)
    ]


def _service(found: engine.Service) -> dict[str, Any]:
    return {"offered": found.offered} | {
        measure: None if (value := getattr(found, measure)) is None else vars(value)
        for measure in MEASURES
    }
