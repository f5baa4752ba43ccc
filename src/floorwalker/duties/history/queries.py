"""Reads about what happened. Pages get frozen page objects; planning gets arrays.

Pages read the sums by interval or by day, never the contacts, so that a year of ten
million contacts answers at once (benchmarks/history_pages.py).
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from floorwalker.duties.history.choices import WAIT_BOUNDS_SECONDS, ImportState
from floorwalker.duties.history.latest_contacts import (
    LatestContacts as LatestContacts,  # noqa: PLC0414 - other duties find it here, in an open room
)
from floorwalker.duties.history.latest_contacts import (
    latest_contacts as latest_contacts,  # noqa: PLC0414 - as above
)
from floorwalker.duties.history.models import Contact, DayStat, Import, IntervalStat, RejectedRows
from floorwalker.duties.history.queue_history import (
    queue_history as queue_history,  # noqa: PLC0414 - other duties find it here, in an open room
)
from floorwalker.duties.history.recorded_contacts import (
    contact_days as contact_days,  # noqa: PLC0414 - as above
)
from floorwalker.duties.history.recorded_contacts import (
    recorded_contacts as recorded_contacts,  # noqa: PLC0414 - as above
)
from floorwalker.duties.history.told_day import (
    ToldDay as ToldDay,  # noqa: PLC0414 - the same
)
from floorwalker.duties.history.told_day import (
    told_day as told_day,  # noqa: PLC0414 - the same
)
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Site
from floorwalker.foundation.ui.tables import Rows, RowsInDatabase

_SUMS = ("offered", "answered", "abandoned", "short_abandoned", "handled", "handle_seconds",
         "wait_seconds")  # fmt: skip
_IMPORT_FIELDS = {"by": "created_by_name", "at": "created_at", "rows_kept": "report__rows_kept"}


@dataclass(frozen=True)
class QueueSpan:
    """What is known of one queue: its days, and its contacts over all of them."""

    queue_id: int
    queue: str
    first_day: date
    last_day: date
    days: int
    offered: int
    aht_seconds: float | None
    abandonment: float | None


@dataclass(frozen=True)
class DayTotal:
    """One queue's sums over one local day."""

    queue_id: int
    day: date
    offered: int
    answered: int | None
    abandoned: int | None
    short_abandoned: int | None
    handled: int | None
    handle_seconds: int | None
    wait_seconds: int | None
    answered_by_wait: Sequence[int] | None


@dataclass(frozen=True)
class IntervalTotal:
    """One queue's sums over one interval.

    A day that single contacts tell is known as a whole: an interval of it without a row had none.
    """

    queue_id: int
    starts_at: datetime
    minutes: int
    offered: int
    answered: int | None
    abandoned: int | None
    handled: int | None
    handle_seconds: int | None
    wait_seconds: int | None
    answered_by_wait: Sequence[int] | None
    from_contacts: bool


@dataclass(frozen=True)
class WeekSlot:
    """Mean contacts of one wall-clock slot of the week (weekday 0 is Monday)."""

    weekday: int
    minute: int
    offered_mean: float


@dataclass(frozen=True)
class ImportRow:
    """One import as the list shows it."""

    id: int
    file_name: str
    kind_label: str
    state: str
    state_label: str
    rows_kept: int | None
    by: str
    at: datetime


@dataclass(frozen=True)
class HistoryPage:
    """The queues that have a history, and the imports."""

    site: str
    zone: str
    spans: tuple[QueueSpan, ...]
    imports: Rows
    may_import: bool


def history_page(actor: Actor) -> HistoryPage:
    """Return the history of the site the actor works at.

    Raises:
        NotPermittedError: this actor may not see it.
    """
    actor.require("see_history")
    site = site_of(actor)
    actor.require("see_history", site_id=site.pk)
    return HistoryPage(
        site=site.name,
        zone=site.zone,
        spans=queue_spans(site),
        imports=RowsInDatabase(Import.objects.filter(site=site), _import_row, _IMPORT_FIELDS),
        may_import=may_import(actor, site=site),
    )


def sites_with_contacts() -> QuerySet[Site]:
    """Return the sites of which contacts are known one by one."""
    known = Contact.objects.filter(queue__site=OuterRef("pk"))
    return Site.objects.filter(Exists(known)).order_by("pk")


def imports_before(actor: Actor, *, before_id: int | None, count: int) -> tuple[ImportRow, ...]:
    """Return the imports of the actor's site, newest first, below an id if one is given."""
    actor.require("see_history")
    imports = Import.objects.filter(site=site_of(actor))
    if before_id is not None:
        imports = imports.filter(pk__lt=before_id)
    return tuple(_import_row(import_) for import_ in imports[:count])


def require_history_of(actor: Actor, *, queue_id: int) -> None:
    """Refuse unless the actor may see what happened in this queue.

    Raises:
        NotFoundError: there is no such queue.
        NotPermittedError: its site's history is not for this actor.
    """
    site_id = Queue.objects.filter(pk=queue_id).values_list("site_id", flat=True).first()
    if site_id is None:
        raise NotFoundError(_("there is no such queue."), next_step=_("Choose one from the list."))
    actor.require("see_history", site_id=site_id)


def may_import(actor: Actor, *, site: Site) -> bool:
    """Tell whether the actor may bring in history or people."""
    needed = ("import_history", "import_people")
    return any(actor.may(permission, site_id=site.pk) for permission in needed)


def queue_spans(site: Site) -> tuple[QueueSpan, ...]:
    """Return every queue of the site that has a history."""
    rows = (
        DayStat.objects.filter(queue__site=site)
        .order_by("queue__name")
        .values_list("queue_id", "queue__name")
        .annotate(
            Min("day"),
            Max("day"),
            Count("pk"),
            Sum("offered"),
            Sum("handle_seconds"),
            Sum("handled"),
            Sum("abandoned"),
        )
    )
    return tuple(
        QueueSpan(
            queue_id,
            name,
            first_day,
            last_day,
            days,
            offered,
            aht_seconds=_ratio(handle_seconds, handled),
            abandonment=_ratio(abandoned, offered),
        )
        for (
            queue_id, name, first_day, last_day, days, offered, handle_seconds, handled, abandoned
        ) in rows
    )  # fmt: skip


def day_totals(
    queue_ids: Sequence[int], *, first_day: date, last_day: date
) -> tuple[DayTotal, ...]:
    """Return the sums of these queues by local day, both days included, in order of time."""
    rows = (
        DayStat.objects.filter(queue_id__in=queue_ids, day__gte=first_day, day__lte=last_day)
        .order_by("day", "queue_id")
        .values_list("queue_id", "day", *_SUMS, "answered_by_wait")
    )
    return tuple(DayTotal(*row[:10]) for row in rows)


def interval_totals(
    queue_ids: Sequence[int], *, first_day: date, last_day: date
) -> tuple[IntervalTotal, ...]:
    """Return the sums of these queues by interval, both days included, in order of time."""
    sums = ("offered", "answered", "abandoned", "handled", "handle_seconds", "wait_seconds")
    fields = (*sums, "answered_by_wait", "from_contacts")
    rows = (
        IntervalStat.objects.filter(queue_id__in=queue_ids, day__gte=first_day, day__lte=last_day)
        .order_by("starts_at", "queue_id")
        .values_list(
            "queue_id", "starts_at", "minutes", *fields, "answered_by_wait", "from_contacts"
        )
    )
    return tuple(IntervalTotal(*row[:11]) for row in rows)


def week_profile(
    queue_id: int, *, zone_name: str, first_day: date, last_day: date, minutes: int = 30
) -> tuple[WeekSlot, ...]:
    """Return the mean contacts of each wall-clock slot of the week, over the known days."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (extract(isodow FROM day) - 1)::int,"
            " (extract(epoch FROM (starts_at AT TIME ZONE %(zone)s) - day::timestamp) / 60)::int"
            "   / %(minutes)s * %(minutes)s,"
            " sum(offered)::float / count(DISTINCT day)"
            " FROM history_intervalstat WHERE queue_id = %(queue)s"
            " AND day BETWEEN %(first)s AND %(last)s GROUP BY 1, 2 ORDER BY 1, 2",
            {
                "zone": zone_name,
                "minutes": minutes,
                "queue": queue_id,
                "first": first_day,
                "last": last_day,
            },
        )
        return tuple(WeekSlot(*row) for row in cursor.fetchall())


def answered_within(answered_by_wait: Sequence[int], *, seconds: int) -> float:
    """Return how many were answered within this wait; between two bounds, in proportion."""
    total, lower = 0.0, -1
    for bound, count in zip(WAIT_BOUNDS_SECONDS, answered_by_wait, strict=False):
        if seconds >= bound:
            total += count
        else:
            return total + count * max(0, seconds - lower) / (bound - lower)
        lower = bound
    return total


def rejected_rows_csv(actor: Actor, *, import_id: int) -> bytes:
    """Return the rejected rows of an import as CSV.

    Raises:
        NotFoundError: there is no such import, or it rejected nothing.
        NotPermittedError: this actor may not see the history of its site.
    """
    rows = RejectedRows.objects.select_related("of_import").filter(of_import_id=import_id).first()
    if rows is None:
        raise NotFoundError(_("this import has no rejected rows."))
    actor.require("see_history", site_id=rows.of_import.site_id)
    return gzip.decompress(bytes(rows.csv_gzip))


def last_import_at(site: Site) -> datetime | None:
    """Return when history was last brought in."""
    latest = Import.objects.filter(site=site, state=ImportState.DONE).aggregate(
        at=Max("created_at")
    )
    at: datetime | None = latest["at"]
    return at


def _import_row(import_: Import) -> ImportRow:
    return ImportRow(
        id=import_.pk,
        file_name=import_.file_name,
        kind_label=import_.get_kind_display(),
        state=import_.state,
        state_label=import_.get_state_display(),
        rows_kept=(import_.report or {}).get("rows_kept"),
        by=import_.created_by_name,
        at=import_.created_at,
    )


def _ratio(part: int | None, whole: int | None) -> float | None:
    return float(part) / float(whole) if part is not None and whole else None
