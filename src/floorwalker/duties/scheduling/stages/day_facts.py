"""What an update of a day in progress is made from; when none of it is new, nothing is to be said.

Read on every minute for every site, so it looks at ids and sums alone.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from floorwalker.duties.history.queries import ToldDay, told_day
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import (
    ForecastVersion,
    IntradaySlopes,
    IntradayUpdate,
    Roster,
)
from floorwalker.duties.scheduling.week import monday_of
from floorwalker.engines.timegrid import interval_starts
from floorwalker.foundation.people.models import Site


@dataclass(frozen=True)
class DayFacts:
    """What one queue's day is known by, at one moment.

    `told_until` is the end of the last interval that is told as a whole, `None` if none is.
    """

    forecast_id: int
    slopes_id: int | None
    roster_id: int | None
    roster_revision: int | None
    told_until: datetime | None
    told_contacts: int


def new_facts(site: Site, *, at: datetime) -> dict[int, DayFacts]:
    """Return what is known now of each queue whose newest update was made from something else."""
    day = at.astimezone(site.tzinfo).date()
    known = facts_of_day(site, day=day, at=at)
    said = _newest_updates(known, day)
    return {queue_id: facts for queue_id, facts in known.items() if said.get(queue_id) != facts}


def facts_of_day(site: Site, *, day: date, at: datetime) -> dict[int, DayFacts]:
    """Return what is known at this moment of each active queue that has a forecast of the day."""
    starts = interval_starts(day, days=1, minutes=60, zone=site.tzinfo)
    versions = (
        ForecastVersion.objects.filter(
            queue__site=site,
            queue__is_active=True,
            first_day__lte=day,
            intervals__starts_at=starts[-1],
        )
        .order_by("queue_id", "-pk")
        .distinct("queue_id")
        .values_list("queue_id", "pk", "interval_minutes")
    )
    told = told_day(site, day)
    slopes = _newest_slopes(site, day)
    roster = published_roster(site, day)
    found = {}
    for queue_id, forecast_id, minutes in versions:
        of_queue = told.get(queue_id)
        until = _whole_until(of_queue, minutes=minutes, day_starts_at=starts[0], at=at)
        found[queue_id] = DayFacts(
            forecast_id=forecast_id,
            slopes_id=slopes.get((queue_id, minutes)),
            roster_id=roster.pk if roster else None,
            roster_revision=roster.revision if roster else None,
            told_until=until,
            told_contacts=of_queue.offered if of_queue and until else 0,
        )
    return found


def published_roster(site: Site, day: date) -> Roster | None:
    """Return the roster that people work by on that day."""
    return (
        Roster.objects.filter(site=site, week_starts_on=monday_of(day), state=RosterState.PUBLISHED)
        .select_related("site", "requirement__site")
        .first()
    )


def whole_intervals_until(moment: datetime, *, minutes: int, day_starts_at: datetime) -> datetime:
    """Return the end of the last whole interval of the day that ends by a moment."""
    passed = int((moment - day_starts_at).total_seconds()) // (60 * minutes)
    return datetime.fromtimestamp(day_starts_at.timestamp() + passed * 60 * minutes, tz=UTC)


def _whole_until(
    told: ToldDay | None, *, minutes: int, day_starts_at: datetime, at: datetime
) -> datetime | None:
    """Return until when whole intervals are told; files coarser than the forecast tell nothing."""
    if told is None or told.minutes > minutes:
        return None
    last = min(told.until, at)
    until = whole_intervals_until(last, minutes=minutes, day_starts_at=day_starts_at)
    return until if until > day_starts_at else None


def _newest_slopes(site: Site, day: date) -> dict[tuple[int, int], int]:
    """Return the newest slopes by queue and length of interval."""
    found = IntradaySlopes.objects.filter(queue__site=site, day__lte=day).order_by("pk")
    rows = found.values_list("queue_id", "interval_minutes", "pk")
    return {(queue_id, minutes): pk for queue_id, minutes, pk in rows}  # the last one stays


def _newest_updates(queue_ids: dict[int, DayFacts], day: date) -> dict[int, DayFacts]:
    fields = tuple(DayFacts.__dataclass_fields__)
    rows = (
        IntradayUpdate.objects.filter(queue_id__in=queue_ids, day=day)
        .order_by("queue_id", "-pk")
        .distinct("queue_id")
        .values_list("queue_id", *fields)
    )
    return {queue_id: DayFacts(*facts) for queue_id, *facts in rows}
