"""Which days of a plan a page shows: all of them, a week, or one day; and the ways between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.week import DAYS_PER_WEEK, monday_of


@dataclass(frozen=True)
class Tab:
    """A link to another view of the same page."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Stretch:
    """Local days, both ends included."""

    first_day: date
    last_day: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        count = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=n) for n in range(count))

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in it."""
        return self.first_day <= day <= self.last_day

    def week_of(self, day: date) -> "Stretch":
        """Return the part of a day's week that lies in it."""
        monday = monday_of(day)
        sunday = monday + timedelta(days=DAYS_PER_WEEK - 1)
        return Stretch(max(monday, self.first_day), min(sunday, self.last_day))

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the moments when it begins and is over."""
        return _midnight(self.first_day, zone), _midnight(self.last_day + timedelta(days=1), zone)


def week_tabs(whole: Stretch, *, shown: Stretch) -> tuple[Tab, ...]:
    """Return a link to all days and one to each week."""
    weeks = sorted({whole.week_of(day).first_day for day in whole.days})
    everything = Tab(_("All %d days") % len(whole.days), "?", is_current=shown == whole)
    return (
        everything,
        *(
            Tab(
                label=_("Week of %s") % date_format(monday, "j N"),
                url=f"?week={monday}",
                is_current=shown != whole and whole.week_of(monday).holds(shown.first_day),
            )
            for monday in weeks
        ),
    )


def day_tabs(days: Sequence[date], *, shown: date | None) -> tuple[Tab, ...]:
    """Return a link to each day."""
    return tuple(Tab(date_format(day, "D j"), f"?day={day}", day == shown) for day in days)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
