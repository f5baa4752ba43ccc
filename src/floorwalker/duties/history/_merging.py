"""Move staged rows into the history, inside the caller's transaction, and say what changed.

Rules (docs/guides/import.md tells them to people):
- The same contact is kept once, whichever file brings it.
- An interval that comes again is replaced by the later file. A local day of a queue that was told
  at another grain, or by contacts, is replaced as a whole: a day has one source.
- The same file read in another way replaces what it brought before.
"""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection

from floorwalker.duties.history import _roll_up
from floorwalker.duties.history.choices import ImportState
from floorwalker.duties.history.models import Import
from floorwalker.foundation.demand.models import Queue, ServiceTarget
from floorwalker.foundation.people.models import Site

_LOCK = 0x486973  # "His": one merge at a time per site

_INSERT_CONTACTS = """
INSERT INTO history_contact (queue_id, of_import_id, key, arrived_at, wait_seconds, is_answered,
                             handle_seconds, agent_name, reference)
SELECT q.queue_id, %s,
       md5(concat_ws('|', extract(epoch FROM s.arrived_at), s.wait_seconds, s.is_answered,
                     s.handle_seconds, s.agent_name, s.reference, s.occurrence))::uuid,
       s.arrived_at, s.wait_seconds, s.is_answered, s.handle_seconds, s.agent_name, s.reference
FROM (SELECT *, CASE WHEN reference <> '' THEN 1 ELSE row_number() OVER (
                PARTITION BY queue, arrived_at, wait_seconds, is_answered, handle_seconds,
                             agent_name, reference) END AS occurrence
      FROM history_staged) s
JOIN history_staged_queue q ON q.name = s.queue
ON CONFLICT (queue_id, key) DO NOTHING
"""

_DELETE_OTHER_SOURCES = """
DELETE FROM history_intervalstat old
USING (SELECT DISTINCT q.queue_id, (s.starts_at AT TIME ZONE %s)::date AS day
       FROM history_staged s JOIN history_staged_queue q ON q.name = s.queue) new
WHERE old.queue_id = new.queue_id AND old.day = new.day
  AND (old.from_contacts OR old.minutes <> %s)
"""

_UPSERT_INTERVALS = """
WITH merged AS (
    INSERT INTO history_intervalstat (queue_id, of_import_id, starts_at, minutes, day,
        from_contacts, offered, answered, abandoned, short_abandoned, handled, handle_seconds,
        wait_seconds, answered_by_wait)
    SELECT DISTINCT ON (q.queue_id, s.starts_at)
        q.queue_id, %(import)s, s.starts_at, %(minutes)s,
        (s.starts_at AT TIME ZONE %(zone)s)::date, false, s.offered, s.answered, s.abandoned,
        s.short_abandoned,
        CASE WHEN s.handle_seconds IS NOT NULL THEN coalesce(s.answered, s.offered) END,
        s.handle_seconds, s.wait_seconds, NULL
    FROM history_staged s JOIN history_staged_queue q ON q.name = s.queue
    ORDER BY q.queue_id, s.starts_at, s.line DESC
    ON CONFLICT (queue_id, starts_at) DO UPDATE SET
        of_import_id = EXCLUDED.of_import_id, offered = EXCLUDED.offered,
        answered = EXCLUDED.answered, abandoned = EXCLUDED.abandoned,
        short_abandoned = EXCLUDED.short_abandoned, handled = EXCLUDED.handled,
        handle_seconds = EXCLUDED.handle_seconds, wait_seconds = EXCLUDED.wait_seconds
    WHERE (history_intervalstat.offered, history_intervalstat.answered,
           history_intervalstat.abandoned, history_intervalstat.short_abandoned,
           history_intervalstat.handle_seconds, history_intervalstat.wait_seconds)
      IS DISTINCT FROM (EXCLUDED.offered, EXCLUDED.answered, EXCLUDED.abandoned,
           EXCLUDED.short_abandoned, EXCLUDED.handle_seconds, EXCLUDED.wait_seconds)
    RETURNING xmax = 0 AS is_new)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM merged
"""


@dataclass(frozen=True)
class Merged:
    """What a merge changed; `late_contacts` fell on days that had been counted before."""

    rows_added: int
    rows_changed: int
    rows_known: int
    rows_replaced: int
    late_contacts: int
    days_rolled_up: int
    queues_created: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return it in JSON's own types."""
        return {**asdict(self), "queues_created": list(self.queues_created)}


def lock_history(site: Site) -> None:
    """Let one merge of this site run at a time; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, site.pk])


def merge_contacts(import_: Import) -> Merged:
    """Add the staged contacts that are not known yet and roll their days up again."""
    lost_days, removed = _take_back(import_)
    created = _match_queues(import_.site)
    with connection.cursor() as cursor:
        staged = _count_staged()
        cursor.execute(_INSERT_CONTACTS, [import_.pk])
        added = cursor.rowcount
        cursor.execute(
            "SELECT DISTINCT queue_id, (arrived_at AT TIME ZONE %s)::date FROM history_contact"
            " WHERE of_import_id = %s",
            [import_.site.zone, import_.pk],
        )
        days = set(cursor.fetchall())
        late = _count_late(import_)
    removed += _roll_up.days_from_contacts(days, import_=import_)
    _roll_up.remaining_days(lost_days - days, import_=import_)
    return Merged(added, 0, staged - added, removed, late, len(days), created)


def merge_intervals(import_: Import, *, minutes: int) -> Merged:
    """Add or replace the staged intervals and roll their days up again."""
    lost_days, removed = _take_back(import_)
    created = _match_queues(import_.site)
    zone = import_.site.zone
    with connection.cursor() as cursor:
        staged = _count_staged()
        cursor.execute(_DELETE_OTHER_SOURCES, [zone, minutes])
        removed += cursor.rowcount
        cursor.execute(_UPSERT_INTERVALS, {"import": import_.pk, "minutes": minutes, "zone": zone})
        added, changed = cursor.fetchone()
        cursor.execute(
            "SELECT DISTINCT q.queue_id, (s.starts_at AT TIME ZONE %s)::date"
            " FROM history_staged s JOIN history_staged_queue q ON q.name = s.queue",
            [zone],
        )
        days = set(cursor.fetchall())
    _roll_up.day_sums(days)
    _roll_up.remaining_days(lost_days - days, import_=import_)
    return Merged(added, changed, staged - added - changed, removed, 0, len(days), created)


def _take_back(import_: Import) -> tuple[set[tuple[int, date]], int]:
    """Remove what other readings of the same file brought; return the days touched."""
    former = list(
        Import.objects.filter(site=import_.site, sha256=import_.sha256, state=ImportState.DONE)
        .exclude(pk=import_.pk)
        .values_list("pk", flat=True)
    )
    if not former:
        return set(), 0
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM history_contact WHERE of_import_id = ANY(%s)"
            " RETURNING queue_id, (arrived_at AT TIME ZONE %s)::date AS day)"
            " SELECT queue_id, day, count(*) FROM gone GROUP BY 1, 2",
            [former, import_.site.zone],
        )
        contacts = cursor.fetchall()
        cursor.execute(
            "WITH gone AS (DELETE FROM history_intervalstat"
            " WHERE of_import_id = ANY(%s) RETURNING queue_id, day, from_contacts)"
            " SELECT queue_id, day, count(*) FILTER (WHERE NOT from_contacts) FROM gone"
            " GROUP BY 1, 2",
            [former],
        )
        intervals = cursor.fetchall()
    Import.objects.filter(pk__in=former).update(state=ImportState.REPLACED)
    touched = [*contacts, *intervals]
    return {(queue, day) for queue, day, _ in touched}, sum(count for _, _, count in touched)


def _match_queues(site: Site) -> tuple[str, ...]:
    """Fill `history_staged_queue` (name, queue); queues that do not exist yet are created."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT queue FROM history_staged ORDER BY 1")
        names = [name for (name,) in cursor.fetchall()]
        known = {queue.name.casefold(): queue for queue in Queue.objects.filter(site=site)}
        created = []
        for name in names:
            if name.casefold() not in known:
                queue = Queue.objects.create(site=site, name=name)
                ServiceTarget.objects.create(queue=queue)
                known[name.casefold()] = queue
                created.append(name)
        cursor.execute("DROP TABLE IF EXISTS history_staged_queue")
        cursor.execute("CREATE TEMPORARY TABLE history_staged_queue (name text, queue_id bigint)")
        pairs = [(name, known[name.casefold()].pk) for name in names]
        cursor.executemany("INSERT INTO history_staged_queue VALUES (%s, %s)", pairs)
    return tuple(created)


def _count_staged() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM history_staged")
        (count,) = cursor.fetchone()
    return int(count)


def _count_late(import_: Import) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM history_contact c JOIN history_daystat d ON d.queue_id ="
            " c.queue_id AND d.day = (c.arrived_at AT TIME ZONE %s)::date"
            " WHERE c.of_import_id = %s",
            [import_.site.zone, import_.pk],
        )
        (count,) = cursor.fetchone()
    return int(count)
