"""What a week needs, queue by queue, from which forecasts and under which assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.models import ForecastVersion, Requirement
from floorwalker.duties.scheduling.queries.need_rows import need_rows
from floorwalker.duties.scheduling.queries.queue_needs import (
    QueueNeed,
    Totals,
    queue_need,
    totals_of,
)
from floorwalker.duties.scheduling.queries.requirement_intervals import (
    IntervalNeed,
    day_line,
    interval_needs,
    week_map,
    without_closed_ends,
)
from floorwalker.duties.scheduling.queries.shrinkage_words import shrinkage_words
from floorwalker.duties.scheduling.queries.what_if import Assumptions
from floorwalker.duties.scheduling.week import Week
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import BadInputError, NotFoundError
from floorwalker.foundation.ui.charts import HeatMap, LineChart


@dataclass(frozen=True)
class RequirementPage:
    """A week's need: queues, the map of the week, and the intervals of one day."""

    id: int
    zone: ZoneInfo
    week_starts_on: date
    week_ends_on: date
    made_by: str
    made_at: datetime
    newer_id: int | None
    shrinkage_ratio: float
    kept_days_ratio: float | None
    learned_shrinkage: Mapping[str, Any] | None
    shrinkage_words: str
    queues: tuple[QueueNeed, ...]
    total: Totals
    shown_queue: QueueNeed | None
    shown_names: tuple[str, ...]
    days: tuple[date, ...]
    day: date
    week_map: HeatMap
    day_line: LineChart
    intervals: tuple[IntervalNeed, ...]
    is_what_if: bool


def requirement_page(
    actor: Actor,
    *,
    requirement_id: int,
    queue_id: int | None = None,
    day: date | None = None,
    assumptions: Assumptions,
) -> RequirementPage:
    """Return a week's need, of one queue or all, and what it would be under other assumptions.

    Raises:
        NotFoundError: there is none with this number, or it has no such queue.
        NotPermittedError: it belongs to a site whose plans this actor may not see.
        BadInputError: the day lies outside the week, or the assumptions are absurd.
    """
    requirement = visible_requirement(actor, requirement_id=requirement_id)
    zone = requirement.site.tzinfo
    week = Week(requirement.week_starts_on, zone)
    rows = need_rows(requirement)
    queues = tuple(
        queue_need(version, rows, requirement, shown=queue_id, assumptions=assumptions)
        for version in sorted(requirement.forecasts.all(), key=lambda v: v.queue.name)
    )
    shown = [queue for queue in queues if queue.is_shown]
    if not shown:
        raise NotFoundError(
            _("this requirement has no such queue."), next_step=_("Choose another one.")
        )
    minutes = _step_minutes(requirement, queue_id=queue_id)
    needs = interval_needs(rows, queue_ids=[q.id for q in shown], minutes=minutes, zone=zone)
    day = _day_of(week, day)
    of_the_day = without_closed_ends([need for need in needs if need.day == day])
    return RequirementPage(
        id=requirement.pk,
        zone=zone,
        week_starts_on=week.days[0],
        week_ends_on=week.days[-1],
        made_by=requirement.created_by_name,
        made_at=requirement.created_at,
        newer_id=newer_id(requirement),
        shrinkage_ratio=requirement.shrinkage_ratio,
        kept_days_ratio=requirement.kept_days_ratio,
        learned_shrinkage=requirement.learned_shrinkage,
        shrinkage_words=shrinkage_words(requirement.learned_shrinkage),
        queues=queues,
        total=totals_of(queues),
        shown_queue=shown[0] if queue_id or len(queues) == 1 else None,
        shown_names=tuple(queue.name for queue in shown),
        days=week.days,
        day=day,
        week_map=week_map(needs, minutes=minutes),
        day_line=day_line(of_the_day),
        intervals=of_the_day,
        is_what_if=not assumptions.are_as_planned,
    )


def visible_requirement(actor: Actor, *, requirement_id: int) -> Requirement:
    """Return a requirement with its site, and its forecasts with their queues.

    Raises:
        NotFoundError: there is none with this number.
        NotPermittedError: it belongs to a site whose plans this actor may not see.
    """
    versions = ForecastVersion.objects.select_related("queue").defer("backtest")
    requirements = Requirement.objects.select_related("site").prefetch_related(
        Prefetch("forecasts", queryset=versions)
    )
    requirement = requirements.filter(pk=requirement_id).first()
    if requirement is None:
        raise NotFoundError(
            _("there is no such requirement."), next_step=_("Choose one from the list.")
        )
    actor.require("see_plans", site_id=requirement.site_id)
    return requirement


def newer_id(requirement: Requirement) -> int | None:
    """Return the newest requirement of the same week, if it is another one."""
    newer = Requirement.objects.filter(
        site=requirement.site_id,
        week_starts_on=requirement.week_starts_on,
        pk__gt=requirement.pk,
    )
    return newer.values_list("pk", flat=True).first()


def _day_of(week: Week, day: date | None) -> date:
    if day is None:
        return week.days[0]
    if day not in week.days:
        raise BadInputError(
            _("this requirement has no %(day)s.") % {"day": day},
            next_step=_("Choose a day from %(first)s to %(last)s.")
            % {"first": week.days[0], "last": week.days[-1]},
        )
    return day


def _step_minutes(requirement: Requirement, *, queue_id: int | None) -> int:
    for version in requirement.forecasts.all():
        if version.queue_id == queue_id:
            return version.interval_minutes
    return requirement.interval_minutes
