"""One queue's past as the forecast engine wants it: local days by wall-clock slots."""

from datetime import date

import numpy as np
from django.db import connection
from django.utils.translation import gettext as _

from floorwalker.engines.forecast import History
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import BadInputError

MINUTES_MAX = 60

_BY_SLOT = """
SELECT day,
    (extract(epoch FROM (starts_at AT TIME ZONE %(zone)s) - day::timestamp) / 60)::int
        / %(minutes)s AS slot,
    sum(offered), sum(handled), sum(handle_seconds), bool_or(from_contacts),
    count(DISTINCT (starts_at AT TIME ZONE %(zone)s) - (starts_at AT TIME ZONE 'UTC')) AS passes
FROM history_intervalstat
WHERE queue_id = %(queue)s AND day BETWEEN %(first)s AND %(last)s
GROUP BY day, slot
"""

_SPAN = """
SELECT min(day), max(day), max(minutes) FROM history_intervalstat
WHERE queue_id = %(queue)s AND day BETWEEN %(first)s AND %(last)s
"""


def queue_history(
    queue: Queue, *, minutes: int = 30, first_day: date | None = None, last_day: date | None = None
) -> History:
    """Return what is known of a queue, in intervals of `minutes` (longer where files are coarser).

    A day that contacts tell is known in every slot; a day that a file of intervals tells is known
    where it has a row; other days are NaN. The doubled autumn hour gives its mean.

    Raises:
        BadInputError: the queue has no history, or only daily totals.
    """
    span: dict[str, int | str | date] = {
        "queue": queue.pk,
        "first": first_day or date.min,
        "last": last_day or date.max,
        "zone": queue.site.zone,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPAN, span)
        first, last, native_minutes = cursor.fetchone()
        if first is None:
            raise BadInputError(
                _("the queue %(queue)s has no history.") % {"queue": queue.name},
                next_step=_("Import a file of its contacts or intervals first."),
            )
        minutes = max(minutes, native_minutes)
        if minutes > MINUTES_MAX:
            raise BadInputError(
                _("the history of %(queue)s has only totals of %(minutes)d minutes.")
                % {"queue": queue.name, "minutes": minutes},
                next_step=_("Import intervals of an hour or less."),
            )
        cursor.execute(_BY_SLOT, {**span, "minutes": minutes})
        rows = cursor.fetchall()
    shape = ((last - first).days + 1, 24 * 60 // minutes)
    counts, aht = np.full(shape, np.nan), np.full(shape, np.nan)
    for day, *_sums, from_contacts, _passes in rows:
        if from_contacts:
            counts[(day - first).days] = 0.0
    for day, slot, offered, handled, handle_seconds, _from_contacts, passes in rows:
        at = (day - first).days, slot
        counts[at] = offered / passes
        if handled:
            aht[at] = float(handle_seconds) / float(handled)
    return History(first_day=first, minutes=minutes, counts=counts, aht_seconds=aht)
