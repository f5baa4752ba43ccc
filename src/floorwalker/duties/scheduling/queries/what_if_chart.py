"""People needed over a day as planned and if so, with the band of a calm to a busy day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.queries.what_if_sums import slots_of
from floorwalker.duties.scheduling.stages.supposing import (
    BUSY_DAY,
    CALM_DAY,
    Floats,
    QueueWeek,
    WhatIf,
    agents_needed,
)
from floorwalker.foundation.ui.charts import Band, LineChart, Series

PAUSE_MAX = timedelta(hours=2)


def day_chart(
    queues: Sequence[QueueWeek],
    what_if: WhatIf,
    needed: Sequence[Floats],
    *,
    day: date,
    zone: ZoneInfo,
    has_roster: bool,
) -> LineChart:
    """Return the chart of one day; a roster adds the line of the people on queue."""
    kept = [_of_day(queue, day, zone) for queue in queues]
    of_day = [_only(queue, mask) for queue, mask in zip(queues, kept, strict=True)]
    slots = slots_of(of_day, zone=zone)
    if_so = slots.together([own[mask] for own, mask in zip(needed, kept, strict=True)])
    calm, busy = (
        slots.together([agents_needed(queue, what_if, day=level) for queue in of_day])
        for level in (CALM_DAY, BUSY_DAY)
    )
    series = [
        Series(_("Needed, if so"), if_so.tolist()),
        Series(_("Needed, as planned"), slots.together([q.agents for q in of_day]).tolist()),
    ]
    if has_roster:
        people = slots.together([queue.people * (1 - what_if.absent_ratio) for queue in of_day])
        series.append(Series(_("On queue by the roster"), people.tolist()))
    return LineChart(
        id="what-if-day",
        title=_("Agents on queue, %(day)s") % {"day": date_format(day, "l j F")},
        description=_("If so, at most %(agents)d agents are needed at once.")
        % {"agents": int(if_so.max())},
        times=slots.starts,
        series=series,
        bands=[Band(_("Needed on 9 of 10 such days"), calm.tolist(), busy.tolist())],
        decimals=1 if has_roster else 0,
        pause_max=PAUSE_MAX,
        height=260,
    )


def _of_day(queue: QueueWeek, day: date, zone: ZoneInfo) -> np.ndarray:
    return np.array([at.astimezone(zone).date() == day for at in queue.starts], dtype=bool)


def _only(queue: QueueWeek, mask: np.ndarray) -> QueueWeek:
    """Return some intervals of a queue."""
    return replace(
        queue,
        starts=tuple(at for at, is_in in zip(queue.starts, mask, strict=True) if is_in),
        offered=queue.offered[mask],
        aht_seconds=queue.aht_seconds[mask],
        agents=queue.agents[mask],
        people=queue.people[mask],
    )
