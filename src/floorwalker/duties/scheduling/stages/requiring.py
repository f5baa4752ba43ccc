"""From the latest forecasts to agents needed per queue and interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.models import ForecastInterval, ForecastVersion
from floorwalker.duties.scheduling.stages.deferring import spread_until_due
from floorwalker.duties.scheduling.stages.risk import busier_day
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK, MINUTES_PER_DAY, Week
from floorwalker.engines.staffing import ServiceTarget as Target
from floorwalker.engines.staffing import Workload, agents_required, performance
from floorwalker.foundation.demand.models import Queue, ServiceTarget
from floorwalker.foundation.errors import StateError
from floorwalker.foundation.people.models import Site

if TYPE_CHECKING:
    from floorwalker.duties.scheduling.stages.shrinking import LearnedWeek

ShrinkageAt = Callable[[datetime], float]

SHRINKAGE_RATIO = 0.12
"""Where nothing is learned and the site has typed in nothing."""


@dataclass(frozen=True)
class RequiredInterval:
    """What one queue needs in one interval; only deferred work has a `backlog` at its end."""

    queue_id: int
    starts_at: datetime
    offered: float
    aht_seconds: float
    agents: int
    scheduled: float
    service_level: float
    asa_seconds: float
    abandonment: float
    occupancy: float
    backlog: float | None = None


@dataclass(frozen=True)
class RequirementDraft:
    """The need of a site's week and what it was made from.

    `shrinkage_ratio` is the week's: 1 − agents ÷ scheduled; `learned_shrinkage` is what it was
    learned from.
    """

    week: Week
    interval_minutes: int
    shrinkage_ratio: float
    kept_days_ratio: float | None
    learned_shrinkage: dict[str, Any] | None
    forecasts: tuple[ForecastVersion, ...]
    targets: dict[str, dict[str, float | None]]
    intervals: tuple[RequiredInterval, ...]


def require_week(
    site: Site,
    *,
    week: Week,
    shrinkage_ratio: float,
    learned: "LearnedWeek | None" = None,
    kept_days_ratio: float | None = None,
) -> RequirementDraft:
    """Return what every queue of the site needs in a week.

    Args:
        site: whose queues.
        week: which days.
        shrinkage_ratio: what every day is planned with where nothing is learned.
        learned: what each day is planned with instead.
        kept_days_ratio: days that keep the promise at least; None staffs for the forecast itself.

    Raises:
        StateError: there is no queue, or one of them has no forecast of the whole week.
    """
    versions = latest_forecasts(site, week=week)
    intervals: list[RequiredInterval] = []
    live = [version for version in versions if not version.queue.is_deferred]

    def shrinkage_at(moment: datetime) -> float:
        return learned.ratio_on(moment.astimezone(week.zone).date()) if learned else shrinkage_ratio

    for version in versions:
        if version.queue.is_deferred:
            intervals += _require_deferred(version, week=week, live=live, shrinkage_at=shrinkage_at)
            continue
        rows = version.intervals.filter(starts_at__gte=week.starts_at, starts_at__lt=week.ends_at)
        intervals += _require_queue(
            version,
            list(rows),
            shrinkage_at=shrinkage_at,
            busier=busier_day(version.day_factor_cv, kept_days_ratio=kept_days_ratio),
        )
    return RequirementDraft(
        week=week,
        interval_minutes=max(version.interval_minutes for version in versions),
        shrinkage_ratio=_of_the_week(intervals, versions, learned) if learned else shrinkage_ratio,
        kept_days_ratio=kept_days_ratio,
        learned_shrinkage=learned.as_json() if learned else None,
        forecasts=tuple(versions),
        targets={version.queue.name: as_json(version.queue) for version in versions},
        intervals=tuple(intervals),
    )


def latest_forecasts(site: Site, *, week: Week) -> list[ForecastVersion]:
    """Return the newest forecast of each queue that covers the week."""
    versions = (
        ForecastVersion.objects.filter(
            queue__site=site,
            queue__is_active=True,
            first_day__lte=week.days[0],
            intervals__starts_at__gte=week.moment((DAYS_PER_WEEK - 1) * MINUTES_PER_DAY),
        )
        .select_related("queue__site", "queue__service_target")
        .order_by("queue_id", "-pk")
        .distinct("queue_id")
    )
    found = list(versions)
    missing = set(site.queues.filter(is_active=True)) - {version.queue for version in found}
    if missing or not found:
        names = ", ".join(sorted(queue.name for queue in missing)) or _("the site")
        raise StateError(
            _("there is no forecast of the week of %(week)s for %(names)s.")
            % {"week": week.starts_on, "names": names},
            next_step=_("Make a forecast first."),
        )
    return found


def target_of(queue: Queue) -> ServiceTarget:
    """Return the queue's service target, or the usual one (80 % in 20 s)."""
    target = ServiceTarget.objects.filter(queue=queue).first()
    return target or ServiceTarget(queue=queue)


def _require_queue(
    version: ForecastVersion,
    rows: Sequence[ForecastInterval],
    *,
    shrinkage_at: ShrinkageAt,
    busier: float,
) -> list[RequiredInterval]:
    """Staff for a day so much busier; the service is that of a day as forecast."""
    target = target_of(version.queue)
    offered = np.array([row.mean for row in rows])
    handle = np.array([row.aht_seconds for row in rows])
    seconds = version.interval_minutes * 60.0
    agents = agents_required(
        Workload(offered * busier, handle, seconds),
        target=Target(
            service_level=target.service_level,
            within_seconds=target.within_seconds,
            occupancy_max=target.occupancy_max,
        ),
        patience_seconds=target.patience_seconds,
    )
    service = performance(
        Workload(offered, handle, seconds),
        agents=agents,
        within_seconds=target.within_seconds,
        patience_seconds=target.patience_seconds,
    )
    return [
        RequiredInterval(
            queue_id=version.queue_id,
            starts_at=row.starts_at,
            offered=row.mean,
            aht_seconds=row.aht_seconds,
            agents=int(agents[i]),
            scheduled=float(agents[i]) / (1 - shrinkage_at(row.starts_at)),
            service_level=float(service.service_level[i]),
            asa_seconds=float(service.asa_seconds[i]),
            abandonment=float(service.abandonment[i]),
            occupancy=float(service.occupancy[i]),
        )
        for i, row in enumerate(rows)
    ]


def _require_deferred(
    version: ForecastVersion,
    *,
    week: Week,
    live: Sequence[ForecastVersion],
    shrinkage_at: ShrinkageAt,
) -> list[RequiredInterval]:
    target = target_of(version.queue)
    return [
        RequiredInterval(
            queue_id=version.queue_id,
            starts_at=need.starts_at,
            offered=need.offered,
            aht_seconds=need.aht_seconds,
            agents=need.agents,
            scheduled=need.agents / (1 - shrinkage_at(need.starts_at)),
            service_level=need.service_level,
            asa_seconds=need.wait_seconds,
            abandonment=0.0,
            occupancy=need.occupancy,
            backlog=need.backlog,
        )
        for need in spread_until_due(version, week=week, target=target, live=live)
    ]


def _of_the_week(
    intervals: Sequence[RequiredInterval],
    versions: Sequence[ForecastVersion],
    learned: "LearnedWeek",
) -> float:
    minutes = {version.queue_id: version.interval_minutes for version in versions}
    agents = sum(row.agents * minutes[row.queue_id] for row in intervals)
    scheduled = sum(row.scheduled * minutes[row.queue_id] for row in intervals)
    return 1 - agents / scheduled if scheduled else learned.ratio


def as_json(queue: Queue) -> dict[str, float | None]:
    """Return what a plan keeps of the target that it was made for."""
    target = target_of(queue)
    return {
        "is_deferred": queue.is_deferred,
        "service_level": target.service_level,
        "within_seconds": target.within_seconds,
        "occupancy_max": target.occupancy_max,
        "patience_seconds": target.patience_seconds,
    }
