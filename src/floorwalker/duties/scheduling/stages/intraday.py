"""From the morning forecast and what came so far to the rest of a day: contacts, agents, service.

Slopes learned at night (learning.py) tell how much of the day's deviation carries over. Where they
do not, the morning forecast stands and only the people on the roster are held against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from floorwalker.duties.history.queries import queue_history
from floorwalker.duties.scheduling.choices import RestVerdict
from floorwalker.duties.scheduling.models import ForecastInterval, ForecastVersion, IntradaySlopes
from floorwalker.duties.scheduling.stages._staffing_the_rest import Cover, cover_of, staffed
from floorwalker.duties.scheduling.stages.day_facts import (
    DayFacts,
    new_facts,
    published_roster,
    whole_intervals_until,
)
from floorwalker.duties.scheduling.stages.day_intervals import DayInterval
from floorwalker.duties.scheduling.stages.learning import cut_at
from floorwalker.duties.scheduling.stages.requiring import as_json, target_of
from floorwalker.engines.forecast import (
    QUANTILE_LEVELS,
    IntradayUpdate,
    Today,
    negative_binomial_quantiles,
    update_by_slopes,
)
from floorwalker.engines.staffing import Workload
from floorwalker.engines.timegrid import interval_starts, slot_of, slots_per_day
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.people.models import Site

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RestDraft:
    """What is to be said of one queue's day, not stored yet."""

    queue_id: int
    day: date
    as_of: datetime
    facts: DayFacts
    verdict: RestVerdict
    update: IntradayUpdate
    target: dict[str, float | None]
    intervals: tuple[DayInterval, ...]


@dataclass(frozen=True)
class _Morning:
    """The morning forecast of one local day: its intervals, and the slot of the day of each."""

    day: date
    minutes: int
    rows: tuple[ForecastInterval, ...]
    slots: tuple[int, ...]

    def from_slot(self, moment: datetime) -> int:
        """Return the first slot of the rest that begins at a moment of the day."""
        for row, slot in zip(self.rows, self.slots, strict=True):
            if row.starts_at >= moment:
                return slot
        return slots_per_day(self.minutes)

    def expected(self) -> Floats:
        """Return contacts by slot; an hour that the clock shows twice counts as it does once."""
        total, times = np.zeros(slots_per_day(self.minutes)), np.zeros(slots_per_day(self.minutes))
        np.add.at(total, list(self.slots), [row.mean for row in self.rows])
        np.add.at(times, list(self.slots), 1.0)
        return total / np.maximum(times, 1.0)


def update_site(site: Site, *, at: datetime) -> tuple[RestDraft, ...]:
    """Update the rest of the day of each queue of which something new is known."""
    facts = new_facts(site, at=at)
    if not facts:
        return ()
    day = at.astimezone(site.tzinfo).date()
    cover = cover_of(published_roster(site, day))
    queues = site.queues.filter(pk__in=facts).select_related("site")
    return tuple(
        _update_queue(queue, facts[queue.pk], day=day, at=at, cover=cover) for queue in queues
    )


def _update_queue(
    queue: Queue, facts: DayFacts, *, day: date, at: datetime, cover: Cover | None
) -> RestDraft:
    morning = _morning(queue, facts.forecast_id, day)
    rest_starts_at = facts.told_until or whole_intervals_until(
        at, minutes=morning.minutes, day_starts_at=morning.rows[0].starts_at
    )
    came = _came(queue, facts, morning)
    from_slot = morning.from_slot(rest_starts_at)
    verdict, update = _updated(morning, facts, from_slot=from_slot, came=came)
    rest = tuple(row for row in morning.rows if row.starts_at >= rest_starts_at)
    past = [
        DayInterval(row.starts_at, round(row.mean, 2), came=_known(came[slot]))
        for row, slot in zip(morning.rows, morning.slots, strict=True)
        if row.starts_at < rest_starts_at
    ]
    intervals = [*past, *_rest(queue, rest, morning=morning, update=update, cover=cover)]
    return RestDraft(
        queue_id=queue.pk,
        day=day,
        as_of=at,
        facts=facts,
        verdict=verdict,
        update=update,
        target=as_json(queue),
        intervals=tuple(i for i in intervals if i.morning > 0 or i.came),
    )


def _morning(queue: Queue, version_id: int, day: date) -> _Morning:
    version = ForecastVersion.objects.get(pk=version_id)
    zone, minutes = queue.site.tzinfo, version.interval_minutes
    starts = interval_starts(day, days=1, minutes=minutes, zone=zone)
    rows = version.intervals.filter(starts_at__gte=starts[0], starts_at__lte=starts[-1])
    slots = (slot_of(row.starts_at.astimezone(zone), minutes=minutes) for row in rows)
    return _Morning(day, minutes, tuple(rows), tuple(slots))


def _came(queue: Queue, facts: DayFacts, morning: _Morning) -> Floats:
    """Return what came by slot, NaN where that is not told."""
    if facts.told_until is None:
        return np.full(slots_per_day(morning.minutes), np.nan)
    history = queue_history(
        queue, minutes=morning.minutes, first_day=morning.day, last_day=morning.day
    )
    counts: Floats = history.counts[0]
    return counts


def _updated(
    morning: _Morning, facts: DayFacts, *, from_slot: int, came: Floats
) -> tuple[RestVerdict, IntradayUpdate]:
    slopes = IntradaySlopes.objects.get(pk=facts.slopes_id) if facts.slopes_id else None
    before = np.arange(came.size) < from_slot
    today = Today(
        minutes=morning.minutes,
        from_slot=from_slot,
        expected=morning.expected(),
        dispersion=slopes.dispersion if slopes else 0.0,
        observed=np.where(before, came, np.nan),
    )
    cut = cut_at(slopes.cuts, from_slot=from_slot) if slopes else None
    update = update_by_slopes(today, cut=cut)
    if update.verdict == "first_hour" and facts.told_until is None:
        return RestVerdict.NOTHING_TOLD, update
    if update.verdict == "few_days" and slopes is None:
        return RestVerdict.NOT_LEARNED, update
    return RestVerdict(update.verdict), update


def _rest(
    queue: Queue,
    rows: Sequence[ForecastInterval],
    *,
    morning: _Morning,
    update: IntradayUpdate,
    cover: Cover | None,
) -> list[DayInterval]:
    if not rows:
        return []
    mean = np.array([row.mean for row in rows]) * update.factor
    low, high = _band(rows, mean, update=update)
    starts = [row.starts_at for row in rows]
    agents = staffed(
        Workload(
            offered=mean,
            aht_seconds=np.array([row.aht_seconds for row in rows]),
            interval_seconds=morning.minutes * 60.0,
        ),
        target=target_of(queue),
        on=cover.agents_on(queue.pk, starts=starts, minutes=morning.minutes) if cover else None,
    )
    return [
        DayInterval(
            starts_at=row.starts_at,
            morning=round(row.mean, 2),
            mean=round(float(mean[i]), 2),
            p05=float(low[i]),
            p95=float(high[i]),
            agents_needed=int(agents.needed[i]),
            agents_on=None if agents.on is None else int(agents.on[i]),
            service_level=(
                None if agents.service_level is None else round(float(agents.service_level[i]), 4)
            ),
        )
        for i, row in enumerate(rows)
    ]


def _band(
    rows: Sequence[ForecastInterval], mean: Floats, *, update: IntradayUpdate
) -> tuple[Floats, Floats]:
    """Return p05 and p95: the morning forecast's own where it stands."""
    if update.verdict != "updated":
        return np.array([row.p05 for row in rows]), np.array([row.p95 for row in rows])
    quantiles = negative_binomial_quantiles(
        mean, dispersion=np.full(mean.shape, update.dispersion), levels=QUANTILE_LEVELS
    )
    return quantiles[:, 0], quantiles[:, -1]


def _known(count: float) -> float | None:
    return None if np.isnan(count) else float(count)
