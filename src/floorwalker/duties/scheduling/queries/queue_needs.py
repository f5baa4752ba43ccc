"""What one queue needs over a week, and all of them together."""

from collections.abc import Sequence
from dataclasses import dataclass

from floorwalker.duties.scheduling.models import ForecastVersion, Requirement
from floorwalker.duties.scheduling.queries.need_rows import NeedRow
from floorwalker.duties.scheduling.queries.what_if import (
    MINUTES_PER_HOUR,
    Assumptions,
    Hours,
    QueueTarget,
    hours_needed,
)
from floorwalker.foundation.errors import BadInputError

SECONDS_PER_HOUR = 3600


@dataclass(frozen=True)
class QueueNeed:
    """One queue's week. Service is a mean over contacts; `tried` are the hours of a what-if."""

    id: int
    name: str
    is_shown: bool
    contacts: float
    work_hours: float
    hours: Hours
    service_level: float | None
    abandonment: float | None
    occupancy: float | None
    target: QueueTarget | None
    forecast_id: int
    tried: Hours
    difference: Hours


@dataclass(frozen=True)
class Totals:
    """All queues together."""

    contacts: float
    work_hours: float
    hours: Hours
    tried: Hours
    difference: Hours


def queue_need(
    version: ForecastVersion,
    rows: Sequence[NeedRow],
    requirement: Requirement,
    *,
    shown: int | None,
    assumptions: Assumptions,
) -> QueueNeed:
    """Return a queue's week; `shown` is the one queue that the page shows, `None` for all.

    Raises:
        BadInputError: the assumptions are absurd.
    """
    own = [row for row in rows if row.queue_id == version.queue_id]
    hours = _hours(own, minutes=version.interval_minutes)
    target = _target(requirement, version.queue.name)
    is_shown = shown is None or shown == version.queue_id
    tried = hours
    if target and is_shown and not assumptions.are_as_planned:
        tried = _tried(version, own, requirement, target=target, assumptions=assumptions)
    contacts = sum(row.offered for row in own)
    work_hours = sum(row.offered * row.aht_seconds for row in own) / SECONDS_PER_HOUR
    answered = sum(row.offered * row.aht_seconds * (1 - row.abandonment) for row in own)
    return QueueNeed(
        id=version.queue_id,
        name=version.queue.name,
        is_shown=is_shown,
        contacts=contacts,
        work_hours=work_hours,
        hours=hours,
        service_level=_per_contact(own, "service_level", contacts=contacts),
        abandonment=_per_contact(own, "abandonment", contacts=contacts),
        occupancy=answered / SECONDS_PER_HOUR / hours.required if hours.required else None,
        target=target,
        forecast_id=version.pk,
        tried=tried,
        difference=tried.minus(hours),
    )


def totals_of(queues: Sequence[QueueNeed]) -> Totals:
    """Add the queues up."""
    hours, tried = _sum([q.hours for q in queues]), _sum([q.tried for q in queues])
    return Totals(
        contacts=sum(queue.contacts for queue in queues),
        work_hours=sum(queue.work_hours for queue in queues),
        hours=hours,
        tried=tried,
        difference=tried.minus(hours),
    )


def _tried(
    version: ForecastVersion,
    rows: Sequence[NeedRow],
    requirement: Requirement,
    *,
    target: QueueTarget,
    assumptions: Assumptions,
) -> Hours:
    shrinkage = assumptions.shrinkage_ratio
    try:
        return hours_needed(
            rows,
            minutes=version.interval_minutes,
            target=target.under(assumptions),
            shrinkage_ratio=requirement.shrinkage_ratio if shrinkage is None else shrinkage,
        )
    except ValueError as error:
        raise BadInputError(str(error), where=version.queue.name) from error


def _target(requirement: Requirement, queue_name: str) -> QueueTarget | None:
    stored = requirement.targets.get(queue_name)
    return QueueTarget(**stored) if stored else None


def _hours(rows: Sequence[NeedRow], *, minutes: int) -> Hours:
    return Hours(
        required=sum(row.agents for row in rows) * minutes / MINUTES_PER_HOUR,
        scheduled=sum(row.scheduled for row in rows) * minutes / MINUTES_PER_HOUR,
    )


def _per_contact(rows: Sequence[NeedRow], name: str, *, contacts: float) -> float | None:
    """Return the mean of a ratio over contacts, not over intervals; None without contacts."""
    if not contacts:
        return None
    total: float = sum(row.offered * getattr(row, name) for row in rows)
    return total / contacts


def _sum(hours: Sequence[Hours]) -> Hours:
    return Hours(sum(h.required for h in hours), sum(h.scheduled for h in hours))
