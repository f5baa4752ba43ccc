"""A site's planning week on its own wall clock.

Rosters are made in wall-clock minutes from local midnight of the first day (every day has 1,440 of
them); what is stored are moments. In the spring hour that does not exist a minute names the moment
an hour later, in the doubled autumn hour the first of the two.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorwalker.engines.timegrid import interval_starts

DAYS_PER_WEEK = 7
MINUTES_PER_DAY = 1440


@dataclass(frozen=True)
class Week:
    """Seven local days from `starts_on`."""

    starts_on: date
    zone: ZoneInfo

    @property
    def starts_at(self) -> datetime:
        """The moment it begins."""
        return self.moment(0)

    @property
    def ends_at(self) -> datetime:
        """The moment it is over."""
        return self.moment(DAYS_PER_WEEK * MINUTES_PER_DAY)

    @property
    def days(self) -> tuple[date, ...]:
        """Its days."""
        return tuple(self.starts_on + timedelta(days=n) for n in range(DAYS_PER_WEEK))

    def moment(self, minute: int) -> datetime:
        """Return the moment of a wall-clock minute of the week, in UTC."""
        midnight = datetime.combine(self.starts_on, time.min)
        return (midnight + timedelta(minutes=minute)).replace(tzinfo=self.zone).astimezone(UTC)

    def minute(self, moment: datetime) -> int:
        """Return the wall-clock minute of a moment; negative before the week."""
        local = moment.astimezone(self.zone).replace(tzinfo=None)
        return int((local - datetime.combine(self.starts_on, time.min)).total_seconds() // 60)

    def interval_starts(self, *, minutes: int) -> list[datetime]:
        """Return every real interval of the week, in UTC."""
        return interval_starts(self.starts_on, days=DAYS_PER_WEEK, minutes=minutes, zone=self.zone)


def monday_of(day: date) -> date:
    """Return the Monday on or before a day."""
    return day - timedelta(days=day.weekday())
