"""A year of a site to look at: twelve months with public holidays and special days."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.actions.define_special_day import FIRST_YEAR, LAST_YEAR
from floorwalker.duties.scheduling.choices import SpecialDayKind
from floorwalker.duties.scheduling.models import SpecialDay
from floorwalker.duties.scheduling.queries.stretch import Tab
from floorwalker.duties.scheduling.stages.special_days import HOLIDAY, dates_of
from floorwalker.foundation.people.models import Site
from floorwalker.foundation.people.public_holidays import named_holidays


@dataclass(frozen=True)
class Mark:
    """Why a day is marked: a public holiday (`kind` is `holiday`) or a special day."""

    kind: str
    name: str
    kind_label: str
    queue_name: str = ""


@dataclass(frozen=True)
class CalendarDay:
    """A day of the picture; `kind` is what it looks like."""

    day: date
    marks: tuple[Mark, ...] = ()
    is_today: bool = False

    @property
    def kind(self) -> str:
        """The gravest of its marks: closed before adjusted before the rest."""
        order = (SpecialDayKind.CLOSED, SpecialDayKind.ADJUST, SpecialDayKind.EXCLUDE, HOLIDAY)
        kinds = {mark.kind for mark in self.marks}
        return next((str(kind) for kind in order if kind in kinds), "")

    @property
    def names(self) -> str:
        """All that is marked on it."""
        return ", ".join(mark.name for mark in self.marks)


@dataclass(frozen=True)
class Month:
    """A month as weeks of seven days; `None` where a week reaches into another month."""

    label: str
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


@dataclass(frozen=True)
class YearPicture:
    """A year of a site."""

    year: int
    months: tuple[Month, ...]
    marked: tuple[CalendarDay, ...]
    weekdays: tuple[tuple[str, str], ...]
    tabs: tuple[Tab, ...]


def year_picture(
    site: Site, special_days: Iterable[SpecialDay], *, year: int, today: date
) -> YearPicture:
    """Return a year of a site with its public holidays and special days."""
    marks = _marks(site, special_days, year=year)
    months = tuple(
        Month(
            label=str(MONTHS[month]),
            weeks=tuple(
                tuple(
                    CalendarDay(day, tuple(marks.get(day, ())), day == today)
                    if day.month == month
                    else None
                    for day in week
                )
                for week in calendar.Calendar().monthdatescalendar(year, month)
            ),
        )
        for month in range(1, 13)
    )
    return YearPicture(
        year=year,
        months=months,
        marked=tuple(CalendarDay(day, tuple(marks[day])) for day in sorted(marks)),
        weekdays=tuple((str(WEEKDAYS_ABBR[w]), str(WEEKDAYS[w])) for w in range(7)),
        tabs=tuple(
            Tab(str(y), f"?year={y}", y == year)
            for y in (year - 1, year, year + 1)
            if FIRST_YEAR <= y <= LAST_YEAR
        ),
    )


def _marks(site: Site, special_days: Iterable[SpecialDay], *, year: int) -> dict[date, list[Mark]]:
    holidays = named_holidays(
        site.country,
        site.province,
        years=[year],
        is_federal=site.is_federal_employer,
        language=get_language() or "en",
    )
    marks: dict[date, list[Mark]] = {}
    for day, name in holidays.items():
        marks.setdefault(day, []).append(Mark(HOLIDAY, name, _("Public holiday")))
    for row in special_days:
        for day in dates_of(row, first=date(year, 1, 1), last=date(year, 12, 31)):
            marks.setdefault(day, []).append(
                Mark(
                    kind=row.kind,
                    name=row.name,
                    kind_label=row.get_kind_display(),
                    queue_name=row.queue.name if row.queue else "",
                )
            )
    return marks
