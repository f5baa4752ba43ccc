"""Staffing the same contacts under other assumptions: computed at once, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from floorwalker.duties.scheduling.queries.need_rows import NeedRow

SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class Assumptions:
    """What to staff for instead of what was planned; `None`: as planned; patience 0: endless."""

    service_level: float | None = None
    within_seconds: float | None = None
    shrinkage_ratio: float | None = None
    patience_seconds: float | None = None

    @property
    def are_as_planned(self) -> bool:
        """Tell whether nothing differs from the plan."""
        return self == Assumptions()


@dataclass(frozen=True)
class QueueTarget:
    """The target and patience that a queue was staffed for."""

    service_level: float
    within_seconds: float
    occupancy_max: float
    patience_seconds: float | None
    is_deferred: bool = False

    def under(self, assumptions: Assumptions) -> "QueueTarget":
        """Return the target with what the assumptions say instead."""
        level, within = assumptions.service_level, assumptions.within_seconds
        patience = assumptions.patience_seconds
        return QueueTarget(
            service_level=self.service_level if level is None else level,
            within_seconds=self.within_seconds if within is None else within,
            occupancy_max=self.occupancy_max,
            patience_seconds=self.patience_seconds if patience is None else patience or None,
            is_deferred=self.is_deferred,
        )


@dataclass(frozen=True)
class Hours:
    """Hours of people answering, and of people scheduled (with shrinkage on top)."""

    required: float
    scheduled: float

    def minus(self, other: "Hours") -> "Hours":
        """Return the difference."""
        return Hours(self.required - other.required, self.scheduled - other.scheduled)


def hours_needed(
    rows: Sequence[NeedRow],
    *,
    minutes: int,
    target: QueueTarget,
    shrinkage_ratio: float,
) -> Hours:
    """Return the hours that one queue's intervals would need.

    Deferred work is spread until it is due, which other assumptions about waiting do not change.

    Raises:
        ValueError: the patience is absurd beside the handle time.
    """
    if target.is_deferred:
        planned = sum(row.agents for row in rows) * minutes / MINUTES_PER_HOUR
        return Hours(required=planned, scheduled=planned / (1 - shrinkage_ratio))
    import numpy as np

    from floorwalker.engines.staffing import ServiceTarget, Workload, requirement

    need = requirement(
        Workload(
            offered=np.array([row.offered for row in rows]),
            aht_seconds=np.array([row.aht_seconds for row in rows]),
            interval_seconds=float(minutes * SECONDS_PER_MINUTE),
        ),
        target=ServiceTarget(
            service_level=target.service_level,
            within_seconds=target.within_seconds,
            occupancy_max=target.occupancy_max,
        ),
        patience_seconds=target.patience_seconds,
    )
    required = float(need.agents.sum()) * minutes / MINUTES_PER_HOUR
    return Hours(required=required, scheduled=required / (1 - shrinkage_ratio))
