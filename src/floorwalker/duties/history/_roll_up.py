"""Keep the sums by interval and by day true, for the days that changed and no others."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from floorwalker.duties.history.choices import (
    CONTACT_INTERVAL_MINUTES,
    SHORT_ABANDON_SECONDS_DEFAULT,
    WAIT_BOUNDS_SECONDS,
)
from floorwalker.duties.history.models import Import

QueueDay = tuple[int, date]

_BUCKETS = len(WAIT_BOUNDS_SECONDS) + 1
# width_bucket counts thresholds at or below the wait, so "at most 20 s" needs the threshold 21.
_THRESHOLDS = ",".join(str(bound + 1) for bound in WAIT_BOUNDS_SECONDS)
_BUCKET_COUNTS = ", ".join(
    f"count(*) FILTER (WHERE c.is_answered AND width_bucket(c.wait_seconds,"
    f" ARRAY[{_THRESHOLDS}]) = {bucket})"
    for bucket in range(_BUCKETS)
)
_BUCKET_SUMS = ", ".join(f"sum(answered_by_wait[{bucket + 1}])" for bucket in range(_BUCKETS))

_CREATE_DIRTY = """
DROP TABLE IF EXISTS history_dirty;
CREATE TEMPORARY TABLE history_dirty (queue_id bigint, day date, PRIMARY KEY (queue_id, day))
"""

_DELETE_INTERVALS = """
WITH gone AS (
    DELETE FROM history_intervalstat i USING history_dirty d
    WHERE i.queue_id = d.queue_id AND i.day = d.day RETURNING i.from_contacts)
SELECT count(*) FILTER (WHERE NOT from_contacts) FROM gone
"""

_WITHOUT_FILE_INTERVALS = """
SELECT d.queue_id, d.day FROM history_dirty d WHERE NOT EXISTS (
    SELECT FROM history_intervalstat i
    WHERE i.queue_id = d.queue_id AND i.day = d.day AND NOT i.from_contacts)
"""

# Constants of this module are put into the text; everything from outside is a parameter.
_INTERVALS_FROM_CONTACTS = f"""
INSERT INTO history_intervalstat (queue_id, of_import_id, starts_at, minutes, day, from_contacts,
    offered, answered, abandoned, short_abandoned, handled, handle_seconds, wait_seconds,
    answered_by_wait)
SELECT c.queue_id, %(import)s,
    date_bin('{CONTACT_INTERVAL_MINUTES} minutes', c.arrived_at, '2000-01-01 00:00+00'),
    {CONTACT_INTERVAL_MINUTES}, d.day, true,
    count(*),
    count(*) FILTER (WHERE c.is_answered),
    count(*) FILTER (WHERE NOT c.is_answered),
    CASE WHEN count(c.wait_seconds) > 0 THEN
        count(*) FILTER (WHERE NOT c.is_answered AND c.wait_seconds
            < coalesce(t.short_abandon_seconds, {SHORT_ABANDON_SECONDS_DEFAULT})) END,
    CASE WHEN count(c.handle_seconds) > 0 THEN count(c.handle_seconds) END,
    sum(c.handle_seconds),
    sum(c.wait_seconds) FILTER (WHERE c.is_answered),
    CASE WHEN count(c.wait_seconds) > 0 THEN ARRAY[{_BUCKET_COUNTS}] END
FROM history_dirty d
JOIN history_contact c ON c.queue_id = d.queue_id
    AND c.arrived_at >= d.day::timestamp AT TIME ZONE %(zone)s
    AND c.arrived_at < (d.day + 1)::timestamp AT TIME ZONE %(zone)s
LEFT JOIN demand_servicetarget t ON t.queue_id = d.queue_id
GROUP BY c.queue_id, 3, d.day
"""  # noqa: S608

_DELETE_DAYS = """
DELETE FROM history_daystat s USING history_dirty d
WHERE s.queue_id = d.queue_id AND s.day = d.day
"""

_DAYS_FROM_INTERVALS = f"""
INSERT INTO history_daystat (queue_id, day, offered, answered, abandoned, short_abandoned,
    handled, handle_seconds, wait_seconds, answered_by_wait)
SELECT i.queue_id, i.day, sum(i.offered), sum(i.answered), sum(i.abandoned),
    sum(i.short_abandoned), sum(i.handled), sum(i.handle_seconds), sum(i.wait_seconds),
    CASE WHEN count(i.answered_by_wait) > 0 THEN ARRAY[{_BUCKET_SUMS}] END
FROM history_dirty d
JOIN history_intervalstat i ON i.queue_id = d.queue_id AND i.day = d.day
GROUP BY i.queue_id, i.day
"""  # noqa: S608


def days_from_contacts(days: Iterable[QueueDay], *, import_: Import) -> int:
    """Make the intervals of these days from their contacts, and the days from those.

    Returns how many intervals that a file had told were replaced.
    """
    if not _mark_dirty(days):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_DELETE_INTERVALS)
        (replaced,) = cursor.fetchone()
        cursor.execute(_INTERVALS_FROM_CONTACTS, {"import": import_.pk, "zone": import_.site.zone})
    _sum_dirty_days()
    return int(replaced)


def remaining_days(days: Iterable[QueueDay], *, import_: Import) -> None:
    """Make days true again that lost rows: what a file still tells stays, else contacts tell."""
    every = set(days)
    if not _mark_dirty(every):
        return
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_FILE_INTERVALS)
        of_contacts = set(cursor.fetchall())
    days_from_contacts(of_contacts, import_=import_)
    day_sums(every - of_contacts)


def day_sums(days: Iterable[QueueDay]) -> None:
    """Make the sums of these days from their intervals again."""
    if _mark_dirty(days):
        _sum_dirty_days()


def _mark_dirty(days: Iterable[QueueDay]) -> int:
    pairs = sorted(days)
    with connection.cursor() as cursor:
        cursor.execute(_CREATE_DIRTY)
        with cursor.copy("COPY history_dirty FROM STDIN") as copy:
            for pair in pairs:
                copy.write_row(pair)
        cursor.execute("ANALYZE history_dirty")
    return len(pairs)


def _sum_dirty_days() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DELETE_DAYS)
        cursor.execute(_DAYS_FROM_INTERVALS)
        cursor.execute("DROP TABLE history_dirty")
