"""What came in a queue, written as interval statistics, as an import would leave it."""

from datetime import date, datetime, time, timedelta

import numpy as np

from floorwalker.duties.history.choices import ImportKind
from floorwalker.duties.history.models import Import, IntervalStat
from floorwalker.foundation.demand.models import Queue


def make_counts(
    queue: Queue, counts: np.ndarray, *, first_day: date, from_contacts: bool = False
) -> None:
    """Half-hours of whole local days, shape (days, 48); contacts leave no row where none came."""
    midnight = datetime.combine(first_day, time.min, tzinfo=queue.site.tzinfo)
    file, _made = Import.objects.get_or_create(
        site=queue.site,
        file_name="counts.csv",
        defaults={
            "size_bytes": 1,
            "kind": ImportKind.INTERVALS,
            "detection": {},
            "created_at": midnight,
        },
    )
    IntervalStat.objects.bulk_create(
        IntervalStat(
            queue=queue,
            of_import=file,
            starts_at=midnight + timedelta(days=int(day), minutes=30 * int(slot)),
            minutes=30,
            day=first_day + timedelta(days=int(day)),
            from_contacts=from_contacts,
            offered=int(counts[day, slot]),
        )
        for day, slot in np.ndindex(counts.shape)
        if counts[day, slot] or not from_contacts
    )
