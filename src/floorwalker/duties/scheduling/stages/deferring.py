"""From a forecast of deferred work to people who do all of it by its due time, as level as can be.

The time promised counts while the queue is open. What came in before the week and is not due yet is
in the plan, so work is carried over from day to day and week to week; nothing is known of what was
open before the forecast begins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from floorwalker.duties.scheduling.choices import SpecialDayKind
from floorwalker.duties.scheduling.models import ForecastInterval, ForecastVersion
from floorwalker.duties.scheduling.stages.special_days import open_slots
from floorwalker.duties.scheduling.week import Week
from floorwalker.engines.staffing import DeferredPlan, spread_deferred
from floorwalker.engines.timegrid import slot_of
from floorwalker.foundation.demand.models import ServiceTarget

LOOK_BACK_DAYS = 35  # due times are up to 30 days
LOOK_AHEAD_DAYS = 14  # so that the week's end is not calm at the cost of the next
ROUNDING = 1e-6

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class DeferredNeed:
    """What deferred work needs in one interval; of the contacts that come in then, their service.

    `backlog` are contacts still open at its end, and none of them is late.
    """

    starts_at: datetime
    offered: float
    aht_seconds: float
    agents: int
    service_level: float
    wait_seconds: float
    occupancy: float
    backlog: float


def spread_until_due(
    version: ForecastVersion, *, week: Week, target: ServiceTarget, live: Iterable[ForecastVersion]
) -> list[DeferredNeed]:
    """Return the need of each interval of the week.

    People are there in the opening hours entered for the queue; without any, whenever one of the
    site's `live` queues expects somebody; without those either, at any time.
    """
    rows = list(
        version.intervals.filter(
            starts_at__gte=week.starts_at - timedelta(days=LOOK_BACK_DAYS),
            starts_at__lt=week.ends_at + timedelta(days=LOOK_AHEAD_DAYS),
        )
    )
    is_open = _open(version, rows, live=live)
    offered = np.array([row.mean for row in rows])
    seconds = _mean_handle_seconds(rows)
    interval_seconds = version.interval_minutes * 60.0
    plan = spread_deferred(
        offered,
        handle_seconds=seconds / target.occupancy_max,
        due_seconds=max(target.within_seconds, interval_seconds),
        interval_seconds=interval_seconds,
        agents_max=np.where(is_open, np.inf, 0.0),
        due_in_open_time=True,
    )
    agents = whole_agents(plan.agents)
    waits = waits_of(offered, plan, interval_seconds=interval_seconds)
    busy = plan.handled * seconds / np.maximum(agents * interval_seconds, 1.0)
    return [
        DeferredNeed(
            starts_at=row.starts_at,
            offered=row.mean,
            aht_seconds=row.aht_seconds,
            agents=int(agents[i]),
            service_level=1.0 if plan.overdue[i] == 0 else 0.0,
            wait_seconds=float(waits[i]),
            occupancy=float(min(busy[i], 1.0)) if agents[i] else 0.0,
            backlog=float(plan.backlog[i]),
        )
        for i, row in enumerate(rows)
        if week.starts_at <= row.starts_at < week.ends_at
    ]


def whole_agents(agents: Floats) -> npt.NDArray[np.int64]:
    """Return whole people who have done, by the end of each interval, no less than planned.

    A third of a person all day is one person for a third of it, not one all day.
    """
    needed = np.ceil(np.cumsum(agents) - ROUNDING).astype(np.int64)
    return np.diff(needed, prepend=0)


def waits_of(offered: Floats, plan: DeferredPlan, *, interval_seconds: float) -> Floats:
    """Return how long those wait who come in the middle of each interval, first come first served.

    What is not done by the end of the plan counts as done then.
    """
    boundaries = np.arange(offered.size + 1)
    done = np.concatenate([[0.0], np.cumsum(plan.handled)])
    arrived = np.concatenate([[0.0], np.cumsum(offered)])
    middle = (arrived[:-1] + arrived[1:]) / 2
    at = np.searchsorted(done, middle, side="left").clip(1, offered.size)
    step = done[at] - done[at - 1]
    share = np.divide(middle - done[at - 1], step, out=np.ones_like(middle), where=step > 0)
    waits = (boundaries[at - 1] + share.clip(0, 1) - boundaries[:-1] - 0.5) * interval_seconds
    return np.where(offered > 0, waits.clip(0), 0.0)


def longest_seconds_until_due(
    due_seconds: float, is_open: npt.NDArray[np.bool_], *, interval_seconds: float
) -> float:
    """Return the longest that a promise in opening hours is on the clock, as over a weekend."""
    if not is_open.any():
        return due_seconds
    clock = np.concatenate([[0], np.cumsum(is_open)])
    due = clock[:-1] + max(1, round(due_seconds / interval_seconds))
    at = np.searchsorted(clock, due, side="left").clip(max=is_open.size)
    return float((at - np.arange(is_open.size)).max() * interval_seconds)


def _open(
    version: ForecastVersion, rows: list[ForecastInterval], *, live: Iterable[ForecastVersion]
) -> npt.NDArray[np.bool_]:
    zone = version.queue.site.tzinfo
    local = [row.starts_at.astimezone(zone) for row in rows]
    minutes = version.interval_minutes
    hours = open_slots(version.queue, minutes=minutes)
    if hours is not None:
        is_open = np.array([hours[at.weekday(), slot_of(at, minutes=minutes)] for at in local])
    else:
        is_open = _when_others_are_there(rows, live=live)
    closed = {told["day"] for told in version.special_days if told["kind"] == SpecialDayKind.CLOSED}
    is_open &= np.array([at.date().isoformat() not in closed for at in local])
    return is_open if is_open.any() else np.ones(len(rows), dtype=np.bool_)


def _when_others_are_there(
    rows: list[ForecastInterval], *, live: Iterable[ForecastVersion]
) -> npt.NDArray[np.bool_]:
    starts = [row.starts_at for row in rows]
    busy = set(
        ForecastInterval.objects.filter(
            version__in=[version.pk for version in live], mean__gt=0, starts_at__in=starts
        ).values_list("starts_at", flat=True)
    )
    return np.array([start in busy for start in starts], dtype=np.bool_)


def _mean_handle_seconds(rows: list[ForecastInterval]) -> float:
    contacts = sum(row.mean for row in rows)
    if not contacts:
        return max((row.aht_seconds for row in rows), default=1.0)
    return sum(row.mean * row.aht_seconds for row in rows) / contacts
