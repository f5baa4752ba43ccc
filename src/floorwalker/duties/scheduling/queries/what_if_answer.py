"""What a week would need if, and what its people would give: over the week, by day, by queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from floorwalker.duties.scheduling.queries.planned_week import PlannedWeek
from floorwalker.duties.scheduling.queries.what_if_chart import day_chart
from floorwalker.duties.scheduling.queries.what_if_sums import (
    Given,
    Late,
    Slots,
    columns,
    given,
    hours,
    latest,
    slots_of,
)
from floorwalker.duties.scheduling.queries.what_if_words import verdict
from floorwalker.duties.scheduling.stages.supposing import (
    Floats,
    QueueWeek,
    Service,
    WhatIf,
    agents_needed,
    service_given,
)
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.ui.charts import LineChart

WORST_SHOWN = 6


@dataclass(frozen=True)
class Need:
    """People needed over the week: hours on queue, hours to schedule, and the most at once."""

    required: float
    scheduled: float
    peak: float
    peak_at: datetime


@dataclass(frozen=True)
class DayRow:
    """One day: hours needed and service, as planned and if so."""

    day: date
    needed_planned: float
    needed: float
    planned: Given
    if_so: Given


@dataclass(frozen=True)
class QueueRow:
    """One queue's week: hours needed and service, as planned and if so."""

    id: int
    name: str
    target: float
    within_seconds: float
    patience_seconds: float | None
    needed_planned: float
    needed: float
    planned: Given
    if_so: Given


@dataclass(frozen=True)
class Answer:
    """What the week would need and what its people would give."""

    verdict: str
    need_planned: Need
    need: Need
    planned: Given
    if_so: Given
    days: tuple[DayRow, ...]
    day: date
    chart: LineChart
    queues: tuple[QueueRow, ...]
    worst: tuple[Late, ...]

    @property
    def more_hours(self) -> float:
        """Hours to schedule beyond the plan; negative: fewer."""
        return self.need.scheduled - self.need_planned.scheduled

    @property
    def more_ratio(self) -> float:
        """The same as a share of the plan's hours."""
        return self.more_hours / self.need_planned.scheduled


class _Week(NamedTuple):
    """The queues asked about, with what they need and give as planned and if so."""

    queues: Sequence[QueueWeek]
    needed: Sequence[Floats]
    planned: Sequence[Service]
    if_so: Sequence[Service]
    slots: Slots


def answer_of(
    plan: PlannedWeek,
    queues: Sequence[QueueWeek],
    what_if: WhatIf,
    as_planned: WhatIf,
    *,
    weekday: int | None,
) -> Answer:
    """Return the answer for some queues; the day shown is the one asked for, if it is open.

    Raises:
        BadInputError: the assumptions are absurd.
    """
    week = _week(plan, queues, what_if, as_planned)
    staffed = 1 - plan.requirement.shrinkage_ratio
    agents = [queue.agents for queue in queues]
    need_planned = _need(week, agents, staffed=staffed)
    need = _need(week, week.needed, staffed=staffed * (1 - what_if.absent_ratio))
    days = _days(plan, week)
    day = _day(days, weekday)
    planned, if_so = _all(queues, week.planned), _all(queues, week.if_so)
    return Answer(
        verdict=verdict(
            what_if,
            as_planned=as_planned,
            hours_before=need_planned.scheduled,
            hours_after=need.scheduled,
            level_before=planned.service_level,
            level_after=if_so.service_level,
        ),
        need_planned=need_planned,
        need=need,
        planned=planned,
        if_so=if_so,
        days=days,
        day=day,
        chart=day_chart(
            queues,
            what_if,
            week.needed,
            day=day,
            zone=plan.zone,
            has_roster=plan.roster is not None,
        ),
        queues=tuple(_queue_row(week, i, what_if) for i in range(len(queues))),
        worst=latest(queues, week.if_so, week.needed, zone=plan.zone, count=WORST_SHOWN),
    )


def _week(
    plan: PlannedWeek, queues: Sequence[QueueWeek], what_if: WhatIf, as_planned: WhatIf
) -> _Week:
    try:
        return _Week(
            queues=queues,
            needed=[agents_needed(queue, what_if) for queue in queues],
            planned=[service_given(queue, as_planned) for queue in queues],
            if_so=[service_given(queue, what_if) for queue in queues],
            slots=slots_of(queues, zone=plan.zone),
        )
    except ValueError as error:
        raise BadInputError(str(error)) from error


def _need(week: _Week, agents: Sequence[Floats], *, staffed: float) -> Need:
    """Return the need of these people, of whom a share is there when scheduled."""
    required = hours(week.queues, agents)
    together = week.slots.together(agents)
    peak = int(np.argmax(together))
    return Need(
        required=required,
        scheduled=required / staffed,
        peak=float(together[peak]),
        peak_at=week.slots.starts[peak],
    )


def _all(queues: Sequence[QueueWeek], services: Sequence[Service]) -> Given:
    pairs = zip(queues, services, strict=True)
    return given(np.concatenate([columns(queue, service) for queue, service in pairs], axis=1))


def _days(plan: PlannedWeek, week: _Week) -> tuple[DayRow, ...]:
    """Return the days on which anything is open."""
    of_day = [
        np.array([at.astimezone(plan.zone).toordinal() for at in queue.starts])
        for queue in week.queues
    ]
    both = [
        np.concatenate(
            [columns(queue, one) for queue, one in zip(week.queues, services, strict=True)], axis=1
        )
        for services in (week.planned, week.if_so)
    ]
    every = np.concatenate(of_day)

    def hours_of(agents: Sequence[Floats], day: date) -> float:
        chosen = zip(agents, of_day, strict=True)
        return hours(week.queues, [own * (days == day.toordinal()) for own, days in chosen])

    return tuple(
        DayRow(
            day=day,
            needed_planned=hours_of([queue.agents for queue in week.queues], day),
            needed=hours_of(week.needed, day),
            planned=given(both[0][:, every == day.toordinal()]),
            if_so=given(both[1][:, every == day.toordinal()]),
        )
        for day in plan.week.days
        if (every == day.toordinal()).any()
    )


def _day(days: Sequence[DayRow], weekday: int | None) -> date:
    """Return the day asked for if it is open, else the one that needs most as planned."""
    asked = [row.day for row in days if row.day.weekday() == weekday]
    return asked[0] if asked else max(days, key=lambda row: row.needed_planned).day


def _queue_row(week: _Week, number: int, what_if: WhatIf) -> QueueRow:
    queue = week.queues[number]
    patience = queue.patience_seconds
    return QueueRow(
        id=queue.id,
        name=queue.name,
        target=queue.target.service_level,
        within_seconds=queue.target.within_seconds,
        patience_seconds=patience and patience * (1 + what_if.patience_change_ratio),
        needed_planned=hours([queue], [queue.agents]),
        needed=hours([queue], [week.needed[number]]),
        planned=given(columns(queue, week.planned[number])),
        if_so=given(columns(queue, week.if_so[number])),
    )
