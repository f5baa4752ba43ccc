"""What certainty costs in one queue's week: staffed for the forecast, and for more of its days."""

from zoneinfo import ZoneInfo

import numpy as np

from floorwalker.duties.scheduling.stages.supposing import (
    SECONDS_PER_MINUTE,
    Floats,
    QueueWeek,
)
from floorwalker.engines.staffing import DAY_FACTOR_CV_MAX, PricedRisk, Workload, price_list

KEPT_DAYS_RATIOS = (0.6, 0.75, 0.9, 0.95, 0.99)
FLOOR_BELOW_TARGET = 0.05
FLOOR_LEAST = 1e-6


def priced_queue(queue: QueueWeek, *, zone: ZoneInfo) -> tuple[PricedRisk, ...]:
    """Return the forecast's line, then one for each share of days.

    Raises:
        ValueError: the forecast does not say how sure it is of a day, or the patience is absurd.
    """
    return price_list(
        _by_day(queue, zone),
        target=queue.target,
        day_factor_cv=min(queue.day_factor_cv, DAY_FACTOR_CV_MAX),
        floor=max(queue.target.service_level - FLOOR_BELOW_TARGET, FLOOR_LEAST),
        patience_seconds=queue.patience_seconds,
        risk_levels=KEPT_DAYS_RATIOS,
    )


def _by_day(queue: QueueWeek, zone: ZoneInfo) -> Workload:
    """Return the intervals as a row for each day, filled up with nothing."""
    day_of = np.array([at.astimezone(zone).toordinal() for at in queue.starts])
    days = np.unique(day_of)
    longest = max(int((day_of == day).sum()) for day in days)

    def rows(values: Floats) -> Floats:
        filled = np.zeros((days.size, longest))
        for row, day in enumerate(days):
            own = values[day_of == day]
            filled[row, : own.size] = own
        return filled

    seconds = queue.minutes * SECONDS_PER_MINUTE
    return Workload(rows(queue.offered), rows(queue.aht_seconds), seconds)
