"""What the coming weeks of a site need, as last computed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, Sum

from floorwalker.duties.scheduling.models import Requirement, RequirementInterval
from floorwalker.duties.scheduling.queries.what_if import MINUTES_PER_HOUR
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK, monday_of
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.people.models import Site


@dataclass(frozen=True)
class RequirementRow:
    """One week's newest requirement, in totals over its queues."""

    id: int
    week_starts_on: date
    week_ends_on: date
    contacts: float
    required_hours: float
    scheduled_hours: float
    shrinkage_ratio: float
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class RequirementsPage:
    """The current week and those ahead, as far as they have a requirement."""

    rows: tuple[RequirementRow, ...]


def requirements_page(actor: Actor, *, at: datetime) -> RequirementsPage:
    """Return the newest requirement of each coming week of the actor's site."""
    actor.require("see_plans")
    requirements = newest_ahead(site_of(actor), at=at).prefetch_related("forecasts")
    sums = _sums(requirements)
    return RequirementsPage(
        rows=tuple(_row(r, sums.get(r.pk, (0.0, 0.0, 0.0))) for r in requirements),
    )


def newest_ahead(site: Site, *, at: datetime) -> QuerySet[Requirement]:
    """Return the newest requirement of the current week and of each one ahead, in order of time."""
    monday = monday_of(at.astimezone(site.tzinfo).date())
    return (
        Requirement.objects.filter(site=site, week_starts_on__gte=monday)
        .order_by("week_starts_on", "-pk")
        .distinct("week_starts_on")
    )


def _sums(requirements: Iterable[Requirement]) -> dict[int, tuple[float, float, float]]:
    """Return contacts, hours required and hours scheduled, by requirement."""
    minutes = {r.pk: (_minutes_by_queue(r), r.interval_minutes) for r in requirements}
    by_queue = (
        RequirementInterval.objects.filter(requirement__in=minutes)
        .values("requirement", "queue")
        .annotate(
            contacts=Sum("offered"),
            required=Sum("agents"),
            scheduled_people=Sum("scheduled"),
        )
        .order_by()
        .values_list("requirement", "queue", "contacts", "required", "scheduled_people")
    )
    sums: dict[int, tuple[float, float, float]] = {}
    for requirement_id, queue_id, contacts, required, scheduled in by_queue:
        of_queues, usual = minutes[requirement_id]
        hours = of_queues.get(queue_id, usual) / MINUTES_PER_HOUR
        held = sums.get(requirement_id, (0.0, 0.0, 0.0))
        sums[requirement_id] = (
            held[0] + contacts,
            held[1] + required * hours,
            held[2] + scheduled * hours,
        )
    return sums


def _minutes_by_queue(requirement: Requirement) -> dict[int, int]:
    """Return the length of each queue's intervals, as its forecast had it."""
    return {version.queue_id: version.interval_minutes for version in requirement.forecasts.all()}


def _row(requirement: Requirement, sums: tuple[float, float, float]) -> RequirementRow:
    contacts, required_hours, scheduled_hours = sums
    return RequirementRow(
        id=requirement.pk,
        week_starts_on=requirement.week_starts_on,
        week_ends_on=requirement.week_starts_on + timedelta(days=DAYS_PER_WEEK - 1),
        contacts=contacts,
        required_hours=required_hours,
        scheduled_hours=scheduled_hours,
        shrinkage_ratio=requirement.shrinkage_ratio,
        made_by=requirement.created_by_name,
        made_at=requirement.created_at,
    )
