"""What intervals of several queues come to: service over a stretch, people side by side, the worst.

Queues may be planned in intervals of different length. Side by side, a longer interval takes the
most of the shorter ones in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from floorwalker.duties.scheduling.stages.supposing import Floats, QueueWeek, Service

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class Given:
    """The service of some intervals: ratios and the wait are means over contacts.

    `service_level_calm` and `_busy` are those of a day as calm or as busy as one in twenty.
    """

    contacts: float
    service_level: float
    service_level_calm: float
    service_level_busy: float
    asa_seconds: float | None
    abandonment: float
    occupancy: float


@dataclass(frozen=True)
class Late:
    """One interval that breaks its promise, and by how many contacts."""

    queue: str
    starts_at: datetime
    needed: float
    people: float
    service_level: float
    target: float
    late: float


@dataclass(frozen=True)
class Slots:
    """The moments at which any queue is open, on the longest grid; `places[i]` are of queue i."""

    starts: tuple[datetime, ...]
    places: tuple[tuple[int, ...], ...]

    def together(self, values: Sequence[Floats]) -> Floats:
        """Return the sum over queues of one value for each of their intervals."""
        total = np.zeros(len(self.starts))
        for place, own in zip(self.places, values, strict=True):
            most = np.zeros(len(self.starts))
            np.maximum.at(most, np.array(place, dtype=int), own)
            total += most
        return total


def slots_of(queues: Sequence[QueueWeek], *, zone: ZoneInfo) -> Slots:
    """Return the open moments of queues in order, on the site's clock."""
    longest = max((queue.minutes for queue in queues), default=MINUTES_PER_HOUR)

    def start(moment: datetime) -> datetime:
        local = moment.astimezone(zone)
        return moment - timedelta(minutes=local.minute % longest)

    slot_of = {at: start(at) for at in {at for queue in queues for at in queue.starts}}
    starts = sorted(set(slot_of.values()))
    number = {at: index for index, at in enumerate(starts)}
    return Slots(
        starts=tuple(at.astimezone(zone) for at in starts),
        places=tuple(tuple(number[slot_of[at]] for at in queue.starts) for queue in queues),
    )


def hours(queues: Sequence[QueueWeek], values: Sequence[Floats]) -> float:
    """Return the hours of people, given for each interval of each queue."""
    return sum(
        float(own.sum()) * queue.minutes / MINUTES_PER_HOUR
        for queue, own in zip(queues, values, strict=True)
    )


def columns(queue: QueueWeek, service: Service) -> Floats:
    """Return what adds up, a row for each measure that `given` needs, a column per interval."""
    answered = service.offered * (1 - service.abandonment)
    waited = np.where(answered > 0, service.asa_seconds, 0.0) * answered
    return np.stack(
        [
            service.offered,
            service.offered * service.level,
            service.offered * service.level_calm,
            service.offered * service.level_busy,
            waited,
            answered,
            service.people * service.occupancy * queue.minutes,
            service.people * queue.minutes,
        ]
    )


def given(columns: Floats) -> Given:
    """Return the service of the intervals whose columns these are; there is at least one."""
    offered, in_time, calm, busy, waited, answered, occupied, staffed = columns.sum(axis=1)
    is_known = answered > 0 and np.isfinite(waited)
    return Given(
        contacts=float(offered),
        service_level=_share(in_time, offered),
        service_level_calm=_share(calm, offered),
        service_level_busy=_share(busy, offered),
        asa_seconds=float(waited / answered) if is_known else None,
        abandonment=_share(offered - answered, offered),
        occupancy=_share(occupied, staffed),
    )


def latest(
    queues: Sequence[QueueWeek],
    services: Sequence[Service],
    needed: Sequence[Floats],
    *,
    zone: ZoneInfo,
    count: int,
) -> tuple[Late, ...]:
    """Return the intervals that break their promise by the most contacts, the worst first."""
    found: list[tuple[float, int, int]] = []
    for number, (queue, service) in enumerate(zip(queues, services, strict=True)):
        late = service.offered * (queue.target.service_level - service.level)
        worst = np.argsort(-late, kind="stable")[:count]
        found += [(float(late[i]), number, int(i)) for i in worst if round(float(late[i]), 3) > 0]
    worst_of_all = sorted(found, key=lambda one: -one[0])[:count]
    return tuple(
        Late(
            queue=queues[number].name,
            starts_at=queues[number].starts[i].astimezone(zone),
            needed=float(needed[number][i]),
            people=float(services[number].people[i]),
            service_level=float(services[number].level[i]),
            target=queues[number].target.service_level,
            late=late,
        )
        for late, number, i in worst_of_all
    )


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else 0.0
