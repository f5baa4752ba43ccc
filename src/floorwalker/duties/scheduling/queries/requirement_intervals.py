"""People needed interval by interval: for a table, a line and a map of the week.

Queues may be planned in intervals of different length. Added up, a longer interval takes the most
that any of the shorter ones in it needs; so does an autumn hour that a day has twice, on the map.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.queries.need_rows import NeedRow
from floorwalker.foundation.ui.charts import HeatMap, LineChart, Series

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class Service:
    """What the agents required would give one queue in one interval."""

    aht_seconds: float
    service_level: float
    asa_seconds: float
    abandonment: float
    occupancy: float
    backlog: float | None


@dataclass(frozen=True)
class IntervalNeed:
    """One interval: people by queue and in all; the service only where it is one queue's."""

    starts_at: datetime
    day: date
    offered: float
    agents: int
    scheduled: float
    agents_by_queue: tuple[int, ...]
    service: Service | None


def interval_needs(
    rows: Iterable[NeedRow], *, queue_ids: Sequence[int], minutes: int, zone: ZoneInfo
) -> tuple[IntervalNeed, ...]:
    """Return the intervals of these queues, `minutes` long, in order; `starts_at` is local."""
    found: dict[datetime, dict[int, list[NeedRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.queue_id in queue_ids:
            past_the_start = timedelta(minutes=row.starts_at.astimezone(zone).minute % minutes)
            found[row.starts_at - past_the_start][row.queue_id].append(row)
    return tuple(
        _need(at.astimezone(zone), by_queue=found[at], queue_ids=queue_ids) for at in sorted(found)
    )


def without_closed_ends(needs: Sequence[IntervalNeed]) -> tuple[IntervalNeed, ...]:
    """Return a day's intervals from the first to the last that has contacts or needs people."""
    busy = [index for index, need in enumerate(needs) if need.offered or need.agents]
    return tuple(needs[busy[0] : busy[-1] + 1]) if busy else ()


def week_map(needs: Sequence[IntervalNeed], *, minutes: int) -> HeatMap:
    """Return agents required by day and time of day, over the hours when any are."""
    agents: dict[tuple[date, int], int] = {}
    for need in needs:
        place = need.day, need.starts_at.hour * MINUTES_PER_HOUR + need.starts_at.minute
        agents[place] = max(agents.get(place, 0), need.agents)
    busy = [minute for (_day, minute), count in agents.items() if count]
    columns = range(min(busy), max(busy) + minutes, minutes) if busy else range(0)
    days = sorted({need.day for need in needs})
    return HeatMap(
        id="requirement-week",
        title=_("Agents required"),
        description=_("At most %d agents at once.") % max(agents.values(), default=0),
        row_labels=[date_format(day, "D j N") for day in days],
        column_labels=[_clock(minute) for minute in columns],
        values=[[agents.get((day, minute)) for minute in columns] for day in days],
    )


def day_line(needs: Sequence[IntervalNeed]) -> LineChart:
    """Return agents required and scheduled over a day."""
    most = max((need.agents for need in needs), default=0)
    return LineChart(
        id="requirement-day",
        title=_("Agents over the day"),
        description=_("At most %d agents required at once.") % most,
        times=[need.starts_at for need in needs],
        series=[
            Series(_("Required"), [need.agents for need in needs]),
            Series(_("Scheduled, with shrinkage"), [need.scheduled for need in needs]),
        ],
        decimals=1,
        height=220,
    )


def _need(
    local: datetime, *, by_queue: dict[int, list[NeedRow]], queue_ids: Sequence[int]
) -> IntervalNeed:
    agents = tuple(
        max((row.agents for row in by_queue.get(queue_id, ())), default=0) for queue_id in queue_ids
    )
    rows = [row for queue in by_queue.values() for row in queue]
    return IntervalNeed(
        starts_at=local,
        day=local.date(),
        offered=sum(row.offered for row in rows),
        agents=sum(agents),
        scheduled=sum(max(row.scheduled for row in queue) for queue in by_queue.values()),
        agents_by_queue=agents,
        service=_service(rows[0]) if len(queue_ids) == 1 and _has_service(rows[0]) else None,
    )


def _has_service(row: NeedRow) -> bool:
    """Deferred work may be done, and left open, in intervals in which nothing comes in."""
    return bool(row.offered or row.agents or row.backlog)


def _service(row: NeedRow) -> Service:
    return Service(
        aht_seconds=row.aht_seconds,
        service_level=row.service_level,
        asa_seconds=row.asa_seconds,
        abandonment=row.abandonment,
        occupancy=row.occupancy,
        backlog=row.backlog,
    )


def _clock(minute: int) -> str:
    return f"{minute // MINUTES_PER_HOUR:02d}:{minute % MINUTES_PER_HOUR:02d}"
