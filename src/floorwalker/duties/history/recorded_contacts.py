"""Single contacts as the simulation engine wants them: when, how long, by whom."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection

from floorwalker.duties.history.models import IntervalStat
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.people.models import Site

if TYPE_CHECKING:  # the engine brings the compiler, and web processes need neither
    from floorwalker.engines.simulate import Records

_CONTACTS = """
SELECT local::date, extract(epoch FROM local - local::date)::float8, queue_id, wait_seconds,
    is_answered, handle_seconds, agent_name
FROM (
    SELECT *, arrived_at AT TIME ZONE %(zone)s AS local FROM history_contact
    WHERE queue_id = ANY(%(queues)s)
        AND arrived_at >= %(first)s::timestamp AT TIME ZONE %(zone)s
        AND arrived_at < (%(last)s + 1)::timestamp AT TIME ZONE %(zone)s) contact
ORDER BY arrived_at, id
"""


def contact_days(queues: Sequence[Queue], *, newest: int) -> tuple[date, ...]:
    """Return the newest local days that single contacts of these queues tell of, in order."""
    days = (
        IntervalStat.objects.filter(queue__in=queues, from_contacts=True)
        .order_by("-day")
        .values_list("day", flat=True)
        .distinct()
    )
    return tuple(sorted(days[:newest]))


def recorded_contacts(
    site: Site, queues: Sequence[Queue], *, first_day: date, last_day: date
) -> "Records":
    """Return the contacts of these queues of a site, both days included.

    `day` is `date.toordinal()`, `second` is on the site's wall clock, `agents` are the names as the
    files had them. No caller is told from another: their numbers are not kept.
    """
    from floorwalker.engines.simulate import Records

    number_of = {queue.pk: number for number, queue in enumerate(queues)}
    with connection.cursor() as cursor:
        cursor.execute(
            _CONTACTS,
            {"first": first_day, "last": last_day, "zone": site.zone, "queues": list(number_of)},
        )
        rows = cursor.fetchall()
    day, second, queue, wait, answered, handle, agent = (
        zip(*rows, strict=True) if rows else [()] * 7
    )
    names = tuple(sorted({name for name in agent if name}))
    agent_of = {name: number for number, name in enumerate(names)} | {"": -1}
    return Records(
        queues=tuple(queue.name for queue in queues),
        agents=names,
        day=np.array([one.toordinal() for one in day], dtype=np.int64),
        second=np.array(second, dtype=float),
        queue=np.array([number_of[one] for one in queue], dtype=np.int64),
        wait_seconds=np.array(wait, dtype=float),
        answered=np.array(answered, dtype=bool),
        handle_seconds=np.array(handle, dtype=float),
        agent=np.array([agent_of[name] for name in agent], dtype=np.int64),
        caller=np.full(len(rows), -1, dtype=np.int64),
    )
