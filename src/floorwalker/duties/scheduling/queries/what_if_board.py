"""The what-if board: a week under other volume, handle time, patience, absences and risk.

Two questions are answered side by side: how many people it would need, and what service the people
who are planned would give.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.models import Requirement, Roster
from floorwalker.duties.scheduling.queries.planned_week import planned_week
from floorwalker.duties.scheduling.queries.requirement_list import newest_ahead
from floorwalker.duties.scheduling.queries.requirement_pages import visible_requirement
from floorwalker.duties.scheduling.queries.what_if_answer import Answer, answer_of
from floorwalker.duties.scheduling.queries.what_if_sliders import (
    Slider,
    SliderValues,
    sliders_of,
    what_if_of,
)
from floorwalker.duties.scheduling.stages.supposing import QueueWeek, WhatIf
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.errors import NotFoundError


class WeekChoice(NamedTuple):
    """A week to ask about, by its requirement."""

    id: int
    starts_on: date


class QueueChoice(NamedTuple):
    """A queue to ask about alone."""

    id: int
    name: str


@dataclass(frozen=True)
class WhatIfBoard:
    """The board; without an answer there is nothing to ask about yet."""

    weeks: tuple[WeekChoice, ...] = ()
    zone: ZoneInfo | None = None
    requirement_id: int | None = None
    week_starts_on: date | None = None
    queues: tuple[QueueChoice, ...] = ()
    queue_id: int | None = None
    sliders: tuple[Slider, ...] = ()
    is_as_planned: bool = True
    roster: Roster | None = None
    has_too_many_queues: bool = False
    people_of_several_queues: int | None = None
    unsure_queues: tuple[str, ...] = ()
    answer: Answer | None = None


def what_if_board(
    actor: Actor,
    *,
    requirement_id: int | None,
    queue_id: int | None,
    weekday: int | None,
    tried: SliderValues,
    at: datetime,
) -> WhatIfBoard:
    """Return the board of a week, else of the next one that has a requirement.

    Raises:
        NotFoundError: there is no such requirement, or it has no such queue.
        NotPermittedError: it belongs to a site whose plans this actor may not see.
        BadInputError: the assumptions are absurd.
    """
    actor.require("see_plans")
    asked = requirement_id and visible_requirement(actor, requirement_id=requirement_id)
    ahead = list(newest_ahead(asked.site if asked else site_of(actor), at=at))
    if not asked and not ahead:
        return WhatIfBoard()
    requirement = asked or visible_requirement(actor, requirement_id=ahead[0].pk)
    plan = planned_week(requirement)
    what_if = what_if_of(tried, kept_days_ratio=requirement.kept_days_ratio)
    as_planned = WhatIf(kept_days_ratio=requirement.kept_days_ratio)
    shown = shown_queues(plan.queues, queue_id)
    return WhatIfBoard(
        weeks=_weeks(requirement, ahead),
        zone=plan.zone,
        requirement_id=requirement.pk,
        week_starts_on=requirement.week_starts_on,
        queues=tuple(QueueChoice(queue.id, queue.name) for queue in plan.queues),
        queue_id=queue_id,
        sliders=sliders_of(what_if, as_planned=as_planned),
        is_as_planned=what_if == as_planned,
        roster=plan.roster,
        has_too_many_queues=plan.has_too_many_queues,
        people_of_several_queues=plan.people_of_several_queues,
        unsure_queues=tuple(queue.name for queue in shown if not queue.day_factor_cv),
        answer=answer_of(plan, shown, what_if, as_planned, weekday=weekday) if shown else None,
    )


def _weeks(requirement: Requirement, ahead: Sequence[Requirement]) -> tuple[WeekChoice, ...]:
    found = {one.week_starts_on: one for one in ahead} | {requirement.week_starts_on: requirement}
    return tuple(WeekChoice(found[start].pk, start) for start in sorted(found))


def shown_queues(queues: Sequence[QueueWeek], queue_id: int | None) -> Sequence[QueueWeek]:
    """Return the queue asked for, or all.

    Raises:
        NotFoundError: there is no such queue among them.
    """
    shown = [queue for queue in queues if queue_id in (None, queue.id)]
    if queue_id is not None and not shown:
        raise NotFoundError(
            _("this week has no such queue."), next_step=_("Choose another one, or all.")
        )
    return shown
