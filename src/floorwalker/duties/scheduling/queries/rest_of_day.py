"""The rest of a site's day: what is expected of each queue now, and where people are short."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from floorwalker.duties.scheduling.choices import RestVerdict
from floorwalker.duties.scheduling.models import IntradayUpdate
from floorwalker.duties.scheduling.queries.rest_track_records import TrackRecord, track_records
from floorwalker.duties.scheduling.stages.day_intervals import DayInterval
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of

RISKS_SHOWN = 6
OLD_AFTER = timedelta(minutes=75)
"""Figures that end this long ago are old: at half-hours, those of the last two are missing."""


@dataclass(frozen=True)
class RestInterval:
    """One interval that is not over yet; without a published roster nobody is on."""

    starts_at: datetime
    ends_at: datetime
    morning: float
    mean: float
    p05: float
    p95: float
    agents_needed: int
    agents_on: int | None
    difference: int | None
    service_level: float | None
    late_contacts: float


@dataclass(frozen=True)
class Risk:
    """An interval in which, for want of agents, the promise is not kept."""

    queue_id: int
    queue: str
    starts_at: datetime
    ends_at: datetime
    agents_short: int
    service_level: float
    promised: float
    late_contacts: float


@dataclass(frozen=True)
class QueueRest:
    """One queue's day in progress.

    `came` and `expected_so_far` are of the intervals that are told; what follows is of those that
    are not over yet. `day` holds all open intervals, for the chart.
    """

    id: int
    name: str
    verdict: str
    verdict_label: str
    told_until: datetime | None
    updated_at: datetime
    interval_minutes: int
    came: float
    expected_so_far: float
    rest_morning: float
    rest_mean: float
    factor: float
    saved_ratio: float
    past_days: int
    promised: float
    within_seconds: float
    service_level: float | None
    agents_short_max: int
    risks: int
    late_contacts: float
    track_record: TrackRecord | None
    intervals: tuple[RestInterval, ...]
    day: tuple[DayInterval, ...]

    @property
    def is_updated(self) -> bool:
        """Tell whether the forecast was moved by what came today."""
        return self.verdict == RestVerdict.UPDATED

    @property
    def change_ratio(self) -> float:
        """How far the rest was moved from the morning forecast."""
        return self.factor - 1


@dataclass(frozen=True)
class RestPage:
    """All queues' rest of the day, one of them in full."""

    site_name: str
    day: date
    at: datetime
    queues: tuple[QueueRest, ...]
    shown: QueueRest | None
    risks: tuple[Risk, ...]
    more_risks: int
    late_contacts: float
    came: float
    expected_so_far: float
    rest_morning: float
    rest_mean: float
    service_level: float | None
    updated_at: datetime | None
    told_until: datetime | None
    is_nothing_told: bool
    is_old: bool
    has_roster: bool
    topics: str
    may_update: bool
    may_import: bool


def rest_page(actor: Actor, *, at: datetime, queue_id: int | None = None) -> RestPage:
    """Return the rest of the day of the actor's site; of a queue in full, or of the one most short.

    Raises:
        NotPermittedError: this actor may not see plans.
    """
    actor.require("see_plans")
    site = site_of(actor)
    actor.require("see_plans", site_id=site.pk)
    day = at.astimezone(site.tzinfo).date()
    records = track_records(site.pk, before=day)
    queues = tuple(_queue(update, at=at, records=records) for update in _newest(site.pk, day))
    risks = sorted(_risks(queues), key=lambda risk: -risk.late_contacts)
    until = [queue.told_until for queue in queues if queue.told_until]
    told_until = max(until, default=None)
    is_open = any(queue.intervals for queue in queues)
    return RestPage(
        site_name=site.name,
        day=day,
        at=at,
        queues=queues,
        shown=_shown(queues, risks, queue_id),
        risks=tuple(risks[:RISKS_SHOWN]),
        more_risks=max(0, len(risks) - RISKS_SHOWN),
        late_contacts=sum(queue.late_contacts for queue in queues),
        came=sum(queue.came for queue in queues),
        expected_so_far=sum(queue.expected_so_far for queue in queues),
        rest_morning=sum(queue.rest_morning for queue in queues),
        rest_mean=sum(queue.rest_mean for queue in queues),
        service_level=_service(interval for queue in queues for interval in queue.intervals),
        updated_at=max((queue.updated_at for queue in queues), default=None),
        told_until=told_until,
        is_nothing_told=bool(queues) and told_until is None,
        is_old=is_open and told_until is not None and at - told_until > OLD_AFTER,
        has_roster=any(i.agents_on is not None for queue in queues for i in queue.intervals),
        topics=f"site/{site.pk}/rest",
        may_update=actor.may("plan_week", site_id=site.pk),
        may_import=actor.may("import_history", site_id=site.pk),
    )


def _newest(site_id: int, day: date) -> Iterable[IntradayUpdate]:
    """Return the newest update of each queue that is still served, by name."""
    updates = (
        IntradayUpdate.objects.filter(queue__site=site_id, queue__is_active=True, day=day)
        .order_by("queue_id", "-pk")
        .distinct("queue_id")
        .select_related("queue", "forecast")
    )
    return sorted(updates, key=lambda update: update.queue.name)


def _queue(
    update: IntradayUpdate, *, at: datetime, records: Mapping[int, TrackRecord]
) -> QueueRest:
    day = tuple(DayInterval.from_json(stored) for stored in update.intervals)
    minutes = update.forecast.interval_minutes
    promised = update.target["service_level"]
    rest = tuple(
        _interval(i, length=timedelta(minutes=minutes), promised=promised)
        for i in day
        if i.mean is not None and i.starts_at + timedelta(minutes=minutes) > at
    )
    return QueueRest(
        id=update.queue_id,
        name=update.queue.name,
        verdict=update.verdict,
        verdict_label=update.get_verdict_display(),
        told_until=update.told_until,
        updated_at=update.as_of,
        interval_minutes=minutes,
        came=update.observed_so_far,
        expected_so_far=update.expected_so_far,
        rest_morning=sum(interval.morning for interval in rest),
        rest_mean=sum(interval.mean for interval in rest),
        factor=update.factor,
        saved_ratio=update.saved_ratio,
        past_days=update.past_days,
        promised=promised,
        within_seconds=update.target["within_seconds"],
        service_level=_service(rest),
        agents_short_max=max((-(i.difference or 0) for i in rest), default=0),
        risks=sum(interval.late_contacts > 0 for interval in rest),
        late_contacts=sum(interval.late_contacts for interval in rest),
        track_record=records.get(update.queue_id),
        intervals=rest,
        day=day,
    )


def _interval(interval: DayInterval, *, length: timedelta, promised: float) -> RestInterval:
    needed, on = interval.agents_needed or 0, interval.agents_on
    return RestInterval(
        starts_at=interval.starts_at,
        ends_at=interval.starts_at + length,
        morning=interval.morning,
        mean=interval.mean or 0.0,
        p05=interval.p05 or 0.0,
        p95=interval.p95 or 0.0,
        agents_needed=needed,
        agents_on=on,
        difference=None if on is None else on - needed,
        service_level=interval.service_level,
        late_contacts=interval.late_contacts(service_level=promised),
    )


def _service(intervals: Iterable[RestInterval]) -> float | None:
    """Return the share of all contacts of these intervals that is answered in time."""
    known = [(i.mean, i.service_level) for i in intervals if i.service_level is not None]
    contacts = sum(mean for mean, _service_level in known)
    return sum(mean * level for mean, level in known) / contacts if contacts else None


def _risks(queues: Sequence[QueueRest]) -> Iterable[Risk]:
    for queue in queues:
        for interval in queue.intervals:
            if interval.late_contacts > 0:
                yield Risk(
                    queue_id=queue.id,
                    queue=queue.name,
                    starts_at=interval.starts_at,
                    ends_at=interval.ends_at,
                    agents_short=-(interval.difference or 0),
                    service_level=interval.service_level or 0.0,
                    promised=queue.promised,
                    late_contacts=interval.late_contacts,
                )


def _shown(
    queues: Sequence[QueueRest], risks: Sequence[Risk], queue_id: int | None
) -> QueueRest | None:
    """Return the queue asked for, else the one with the gravest interval, else the first."""
    wanted = (queue_id, risks[0].queue_id if risks else None)
    for wish in wanted:
        for queue in queues:
            if queue.id == wish:
                return queue
    return queues[0] if queues else None
