"""What people changed in forecasts, beside what the program had said and what came.

Only intervals that somebody changed before they began are looked at: in all others a version says
what the one before it said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F

from floorwalker.duties.history.queries import interval_totals
from floorwalker.duties.scheduling.choices import ForecastKind, RosterState
from floorwalker.duties.scheduling.models import ForecastInterval, ForecastVersion, Roster
from floorwalker.duties.scheduling.queries.past_intervals import Slot, slot_of
from floorwalker.duties.scheduling.week import Week
from floorwalker.foundation.people.models import Site


@dataclass(frozen=True)
class Change:
    """What a version says of one interval, and what the program had said of it."""

    version: ForecastVersion
    starts_at: datetime
    system_mean: float
    mean: float


@dataclass(frozen=True)
class ChangedInterval:
    """A change and what came; `lead_days` are the local days from the version to the interval."""

    change: Change
    is_published: bool
    day: date
    lead_days: int
    actual: float


class _History:
    """The edited versions of a site, each with what it changed and what it is based on."""

    def __init__(self, parents: Mapping[int, int | None]) -> None:
        self.changes: dict[int, dict[datetime, Change]] = {}
        self._parents = parents

    def on_the_way_to(self, version_id: int | None) -> Iterator[dict[datetime, Change]]:
        """Yield what a version changed, then what the one before it did, and so on."""
        while version_id is not None and version_id in self._parents:
            yield self.changes.get(version_id, {})
            version_id = self._parents[version_id]

    def latest(self, version_id: int | None, starts_at: datetime) -> Change | None:
        """Return the last change of an interval on the way to a version."""
        found = (by_time.get(starts_at) for by_time in self.on_the_way_to(version_id))
        return next(filter(None, found), None)


class _Came:
    """What was offered, by queue, day and interval of the clock."""

    def __init__(self) -> None:
        self.whole_days: set[tuple[int, date]] = set()
        self._offered: dict[tuple[int, Slot], int] = {}

    def add(self, queue_id: int, slot: Slot, offered: int) -> None:
        """Add a row; a part of an interval adds to it."""
        self._offered[queue_id, slot] = self._offered.get((queue_id, slot), 0) + offered

    def offered(self, queue_id: int, slot: Slot) -> int | None:
        """Return what came; `None` where it is not known."""
        nothing = 0 if (queue_id, slot[0]) in self.whole_days else None
        return self._offered.get((queue_id, slot), nothing)


def changed_intervals(site: Site, *, first_day: date, until: date) -> list[ChangedInterval]:
    """Return what was changed of the days from the first up to, not including, `until`.

    An edit counts for the intervals that it changed itself. Of a published week, the last change
    of each interval on the way to the version that its roster was made from counts once more. What
    is not known to have come is left out.
    """
    start, end = (datetime.combine(day, time.min, tzinfo=site.tzinfo) for day in (first_day, until))
    history = _history(site, start=start, end=end)
    said = [
        *((change, False) for made in history.changes.values() for change in made.values()),
        *((change, True) for change in _published(site, history, first_day=first_day)),
    ]
    came = _came(site, [change for change, _is in said], first_day=first_day, until=until)
    found = []
    for change, is_published in said:
        local = change.starts_at.astimezone(site.tzinfo)
        slot = slot_of(local, minutes=change.version.interval_minutes)
        actual = came.offered(change.version.queue_id, slot)
        if actual is not None:
            made_on = change.version.created_at.astimezone(site.tzinfo).date()
            lead_days = (local.date() - made_on).days
            found.append(ChangedInterval(change, is_published, local.date(), lead_days, actual))
    return found


def _history(site: Site, *, start: datetime, end: datetime) -> _History:
    """Return what each edited version changed of the one it is based on, before it began."""
    edited = ForecastVersion.objects.filter(queue__site=site, kind=ForecastKind.EDITED)
    rows = list(
        ForecastInterval.objects.filter(
            version__in=edited,
            version__created_at__lt=F("starts_at"),
            starts_at__gte=start,
            starts_at__lt=end,
            version__based_on__intervals__starts_at=F("starts_at"),
        )
        .annotate(mean_before=F("version__based_on__intervals__mean"))
        .exclude(mean=F("mean_before"))
        .order_by("version_id")  # what it is based on comes first
        .values_list("version_id", "starts_at", "mean", "mean_before")
    )
    versions = edited.defer("backtest").in_bulk({row[0] for row in rows})
    history = _History(dict(edited.values_list("pk", "based_on_id")))
    for version_id, starts_at, mean, mean_before in rows:
        version = versions[version_id]
        before = history.latest(version.based_on_id, starts_at)
        system_mean = before.system_mean if before else mean_before
        made = Change(version, starts_at, system_mean=system_mean, mean=mean)
        history.changes.setdefault(version_id, {})[starts_at] = made
    return history


def _published(site: Site, history: _History, *, first_day: date) -> Iterator[Change]:
    """Yield the changes that the published weeks were planned with."""
    weeks = Roster.objects.filter(
        site=site,
        state=RosterState.PUBLISHED,
        week_starts_on__gt=first_day - timedelta(weeks=1),
        requirement__forecasts__kind=ForecastKind.EDITED,
    ).values_list("week_starts_on", "requirement__forecasts")
    for week_starts_on, version_id in weeks:
        week = Week(week_starts_on, site.tzinfo)
        seen: set[datetime] = set()
        for by_time in history.on_the_way_to(version_id):
            for starts_at in by_time.keys() - seen:
                if week.starts_at <= starts_at < week.ends_at:
                    yield by_time[starts_at]
            seen |= by_time.keys()


def _came(site: Site, changes: Sequence[Change], *, first_day: date, until: date) -> _Came:
    """Return what was offered in the queues that were changed."""
    minutes = {change.version.queue_id: change.version.interval_minutes for change in changes}
    totals = interval_totals(list(minutes), first_day=first_day, last_day=until - timedelta(days=1))
    came = _Came()
    for total in totals:
        if total.minutes <= minutes[total.queue_id]:
            local = total.starts_at.astimezone(site.tzinfo)
            day, slot = slot_of(local, minutes=minutes[total.queue_id])
            came.add(total.queue_id, (day, slot), total.offered)
            if total.from_contacts:
                came.whole_days.add((total.queue_id, day))
    return came
