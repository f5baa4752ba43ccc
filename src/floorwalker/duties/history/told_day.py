"""How far a site's files tell of one local day: what a day in progress is known by."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from floorwalker.foundation.people.models import Site

# A file tells of all its queues as far as of the one told furthest: a queue nobody called at the
# end is quiet, not unknown. What lies after the file was made had not happened.
_TOLD = """
WITH file AS (
    SELECT s.of_import_id, i.created_at,
        max(s.starts_at + make_interval(mins => s.minutes)) AS ends_at
    FROM history_intervalstat s
    JOIN demand_queue q ON q.id = s.queue_id
    JOIN history_import i ON i.id = s.of_import_id
    WHERE q.site_id = %(site)s AND s.day = %(day)s
    GROUP BY s.of_import_id, i.created_at
)
SELECT s.queue_id, max(least(f.ends_at, f.created_at)), max(f.created_at), max(s.minutes),
    sum(s.offered)
FROM history_intervalstat s
JOIN file f ON f.of_import_id = s.of_import_id
JOIN demand_queue q ON q.id = s.queue_id
WHERE q.site_id = %(site)s AND s.day = %(day)s
GROUP BY s.queue_id
"""


@dataclass(frozen=True)
class ToldDay:
    """How far one queue's day is told.

    Attributes:
        until: the end of its last interval, or the moment when it was brought in if that is
            earlier; the interval that holds it is known in part at most.
        brought_in_at: when its newest file was brought in.
        minutes: its longest interval.
        offered: contacts told.
    """

    until: datetime
    brought_in_at: datetime
    minutes: int
    offered: int


def told_day(site: Site, day: date) -> dict[int, ToldDay]:
    """Return the site's queues of which anything of that local day is told."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, {"site": site.pk, "day": day})
        return {queue_id: ToldDay(*told) for queue_id, *told in cursor.fetchall()}
