"""The hours entered for a queue, as plain values."""

from dataclasses import dataclass

from floorwalker.foundation.demand.models import OpeningHours, Queue


@dataclass(frozen=True, order=True)
class OpenDay:
    """When a queue is open on one weekday (Monday 0), in minutes of the local day."""

    weekday: int
    from_minute: int
    until_minute: int


def opening_hours_of(queue: Queue) -> tuple[OpenDay, ...]:
    """Return the hours that were entered; nothing when they are learned."""
    rows = OpeningHours.objects.filter(queue=queue).order_by("weekday")
    return tuple(OpenDay(row.weekday, row.from_minute, row.until_minute) for row in rows)
