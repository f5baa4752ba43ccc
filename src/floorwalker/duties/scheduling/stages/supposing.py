"""One queue's week under other assumptions: whom it would need, and what service its people give.

Erlang, interval by interval, as for the requirement: each queue by itself, whoever serves several.
Nothing is stored.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from floorwalker.duties.scheduling.stages.risk import busier_day, day_at
from floorwalker.engines.staffing import (
    ServiceTarget,
    Workload,
    agents_required,
    performance,
    service_levels,
)

Floats = npt.NDArray[np.float64]

CALM_DAY, BUSY_DAY = 0.05, 0.95
"""Nine of ten days lie between these quantiles of the day factor."""

SECONDS_PER_MINUTE = 60.0


@dataclass(frozen=True)
class WhatIf:
    """What is different from the plan. Changes are ratios: 0.1 is a tenth more.

    Attributes:
        volume_change_ratio: of the contacts.
        handle_change_ratio: of the handle time.
        patience_change_ratio: of the patience, where callers have one.
        absent_ratio: share of people missing beyond the shrinkage that was planned.
        kept_days_ratio: days that keep the promise at least; None staffs for the forecast itself.
    """

    volume_change_ratio: float = 0.0
    handle_change_ratio: float = 0.0
    patience_change_ratio: float = 0.0
    absent_ratio: float = 0.0
    kept_days_ratio: float | None = None


@dataclass(frozen=True)
class QueueWeek:
    """The intervals of one queue in which contacts are expected, as planned.

    Attributes:
        starts: when each begins.
        offered: contacts of each.
        aht_seconds: handle time of each.
        agents: people required in each.
        people: people planned to be on queue in each: by the roster, or those required.
        minutes: how long each is.
        target: the promise that the week was staffed for.
        patience_seconds: how long a caller stays; None for ever.
        day_factor_cv: how unsure the forecast is of a whole day.
    """

    id: int
    name: str
    starts: tuple[datetime, ...]
    offered: Floats
    aht_seconds: Floats
    agents: Floats
    people: Floats
    minutes: int
    target: ServiceTarget
    patience_seconds: float | None
    day_factor_cv: float


@dataclass(frozen=True)
class Service:
    """What people give in each interval; the level also on a calm and on a busy day."""

    offered: Floats
    people: Floats
    level: Floats
    level_calm: Floats
    level_busy: Floats
    asa_seconds: Floats
    abandonment: Floats
    occupancy: Floats


def agents_needed(queue: QueueWeek, what_if: WhatIf, *, day: float | None = None) -> Floats:
    """Return the people that each interval would need to keep the promise.

    Args:
        queue: the week as planned.
        what_if: what is different.
        day: the quantile of the day to look at; None staffs for what `what_if` asks.
    """
    factor = (
        busier_day(queue.day_factor_cv, kept_days_ratio=what_if.kept_days_ratio)
        if day is None
        else day_at(queue.day_factor_cv, level=day)
    )
    agents = agents_required(
        _workload(queue, what_if, factor=factor),
        target=queue.target,
        patience_seconds=_patience(queue, what_if),
    )
    return agents.astype(float)


def service_given(queue: QueueWeek, what_if: WhatIf) -> Service:
    """Return what the people planned would give, as many of them as are there."""
    people = queue.people * (1 - what_if.absent_ratio)
    patience, within = _patience(queue, what_if), queue.target.within_seconds
    workload = _workload(queue, what_if)
    given = performance(workload, agents=people, within_seconds=within, patience_seconds=patience)
    calm, busy = (
        service_levels(
            _workload(queue, what_if, factor=day_at(queue.day_factor_cv, level=level)),
            agents=people,
            within_seconds=within,
            patience_seconds=patience,
        )[0]
        for level in (CALM_DAY, BUSY_DAY)
    )
    return Service(
        offered=np.asarray(workload.offered),
        people=people,
        level=given.service_level,
        level_calm=calm,
        level_busy=busy,
        asa_seconds=given.asa_seconds,
        abandonment=given.abandonment,
        occupancy=given.occupancy,
    )


def _patience(queue: QueueWeek, what_if: WhatIf) -> float | None:
    if queue.patience_seconds is None:
        return None
    return queue.patience_seconds * (1 + what_if.patience_change_ratio)


def _workload(queue: QueueWeek, what_if: WhatIf, *, factor: float = 1.0) -> Workload:
    return Workload(
        offered=queue.offered * (1 + what_if.volume_change_ratio) * factor,
        aht_seconds=queue.aht_seconds * (1 + what_if.handle_change_ratio),
        interval_seconds=queue.minutes * SECONDS_PER_MINUTE,
    )
