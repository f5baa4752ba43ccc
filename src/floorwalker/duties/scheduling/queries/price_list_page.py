"""The price list of a week: what certainty costs, and how many days then miss the promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Requirement, Roster
from floorwalker.duties.scheduling.queries.planned_week import planned_week
from floorwalker.duties.scheduling.queries.requirement_pages import newer_id, visible_requirement
from floorwalker.duties.scheduling.queries.what_if_board import QueueChoice, shown_queues
from floorwalker.duties.scheduling.stages.pricing import priced_queue
from floorwalker.duties.scheduling.stages.supposing import QueueWeek
from floorwalker.engines.staffing import PricedRisk
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.ui.charts import CurveChart, CurvePoint
from floorwalker.foundation.ui.written import percent_text

POINT = 0.01
ONE_DAY_IN_THOUSANDS = 1e-4
"""A gain below this is none: dividing by it would print an absurd price."""


@dataclass(frozen=True)
class Price:
    """One line: staffed so that a share of days keeps the promise at least, or for the forecast.

    Over several queues days are counted queue by queue, contacts together. `next_point_hours` is
    what one more percent of days costs on the way from the line before.
    """

    kept_days_ratio: float | None
    hours: float
    scheduled_hours: float
    extra_ratio: float
    service_level: float
    days_below_target: float
    days_below_floor: float
    next_point_hours: float | None
    is_chosen: bool

    @property
    def kept_days_percent(self) -> int | None:
        """The share of days in whole percent, as the form sends it."""
        return None if self.kept_days_ratio is None else round(self.kept_days_ratio * 100)


@dataclass(frozen=True)
class PriceListPage:
    """What certainty costs in one week, for one queue or all; without lines nobody can tell."""

    requirement_id: int
    week_starts_on: date
    newer_id: int | None
    kept_days_ratio: float | None
    queues: tuple[QueueChoice, ...]
    shown_queue: QueueChoice | None
    unsure_queues: tuple[str, ...]
    lines: tuple[Price, ...]
    chart: CurveChart | None
    can_choose: bool
    is_published: bool


def price_list_page(
    actor: Actor, *, requirement_id: int, queue_id: int | None = None
) -> PriceListPage:
    """Return the price list of a requirement's week.

    Raises:
        NotFoundError: there is no such requirement, or it has no such queue.
        NotPermittedError: it belongs to a site whose plans this actor may not see.
        BadInputError: a queue's patience is absurd beside its handle time.
    """
    requirement = visible_requirement(actor, requirement_id=requirement_id)
    plan = planned_week(requirement, with_roster=False)
    shown = shown_queues(plan.queues, queue_id)
    sure = [queue for queue in shown if queue.day_factor_cv > 0]
    try:
        prices = [priced_queue(queue, zone=plan.zone) for queue in sure]
    except ValueError as error:
        raise BadInputError(str(error)) from error
    lines = _lines(requirement, sure, prices)
    choices = tuple(QueueChoice(queue.id, queue.name) for queue in plan.queues)
    is_published = _is_published(requirement)
    return PriceListPage(
        requirement_id=requirement.pk,
        week_starts_on=requirement.week_starts_on,
        newer_id=newer_id(requirement),
        kept_days_ratio=requirement.kept_days_ratio,
        queues=choices,
        shown_queue=next((choice for choice in choices if choice.id == queue_id), None),
        unsure_queues=tuple(queue.name for queue in shown if queue not in sure),
        lines=lines,
        chart=_chart(lines) if lines else None,
        can_choose=actor.may("plan_week", site_id=requirement.site_id) and not is_published,
        is_published=is_published,
    )


def _lines(
    requirement: Requirement,
    queues: Sequence[QueueWeek],
    prices: Sequence[Sequence[PricedRisk]],
) -> tuple[Price, ...]:
    """Add the queues up, line by line."""
    contacts = [float(queue.offered.sum()) for queue in queues]
    lines: list[Price] = []
    for parts in zip(*prices, strict=True):
        hours = sum(part.agent_hours for part in parts)
        in_time = sum(
            part.service_level * count for part, count in zip(parts, contacts, strict=True)
        )
        below = sum(part.days_below_target for part in parts) / len(parts)
        kept = parts[0].risk_level
        lines.append(
            Price(
                kept_days_ratio=kept,
                hours=hours,
                scheduled_hours=hours / (1 - requirement.shrinkage_ratio),
                extra_ratio=hours / lines[0].hours - 1 if lines else 0.0,
                service_level=in_time / sum(contacts),
                days_below_target=below,
                days_below_floor=sum(part.days_below_floor for part in parts) / len(parts),
                next_point_hours=_next_point(lines, hours, below),
                is_chosen=kept == requirement.kept_days_ratio,
            )
        )
    return tuple(lines)


def _next_point(lines: Sequence[Price], hours: float, below: float) -> float | None:
    """Return hours for each percent of days gained since the line before."""
    if not lines or lines[-1].days_below_target - below < ONE_DAY_IN_THOUSANDS:
        return None
    return (hours - lines[-1].hours) / (lines[-1].days_below_target - below) * POINT


def _chart(lines: Sequence[Price]) -> CurveChart:
    first, last = lines[0], lines[-1]
    return CurveChart(
        id="price-list",
        title=_("What certainty costs"),
        description=_(
            "From %(most)s of days missed at the forecast to %(least)s with %(extra)s more hours."
        )
        % {
            "most": percent_text(first.days_below_target),
            "least": percent_text(last.days_below_target, decimals=1),
            "extra": percent_text(last.extra_ratio, decimals=1),
        },
        x_label=_("Days that miss the promise (%)"),
        y_label=_("More hours (%)"),
        point_label=_("Staffed for"),
        points=[
            CurvePoint(
                _("Forecast")
                if line.kept_days_ratio is None
                else percent_text(line.kept_days_ratio),
                100 * line.days_below_target,
                100 * line.extra_ratio,
            )
            for line in lines
        ],
    )


def _is_published(requirement: Requirement) -> bool:
    return Roster.objects.filter(
        site=requirement.site_id,
        week_starts_on=requirement.week_starts_on,
        state=RosterState.PUBLISHED,
    ).exists()
