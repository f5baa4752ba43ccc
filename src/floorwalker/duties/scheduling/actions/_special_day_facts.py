"""What audit records keep of a special day; not the note, which may name people."""

from floorwalker.duties.scheduling.models import SpecialDay


def facts_of(special_day: SpecialDay) -> dict[str, object]:
    """Return the facts, dates as text."""
    return {
        "name": special_day.name,
        "kind": special_day.kind,
        "queue_id": special_day.queue_id,
        "factor": special_day.factor,
        "repeats": special_day.repeats,
        "first_day": special_day.first_day.isoformat(),
        "last_day": special_day.last_day.isoformat(),
        "also_on": [day.isoformat() for day in special_day.also_on],
    }
