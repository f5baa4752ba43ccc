"""On which dates special days fall: policy on plain values."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from floorwalker.duties.scheduling.choices import Repeats


@dataclass(frozen=True)
class Dates:
    """The dates of one special day: a stretch, repeated by a rule or begun on other days too."""

    first_day: date
    last_day: date
    repeats: Repeats = Repeats.NEVER
    also_on: Sequence[date] = ()

    @property
    def length(self) -> timedelta:
        """From the first day to the last."""
        return self.last_day - self.first_day


def dates_within(dates: Dates, *, first: date, last: date) -> frozenset[date]:
    """Return the dates that lie from `first` to `last`, both included.

    Every month and year it begins on the same number; where a month is shorter, on its last day. A
    rule begins with the first day and looks only forward.
    """
    begins = {start for start in (dates.first_day, *dates.also_on) if start <= last}
    begins |= set(_repeated(dates, first=first - dates.length, last=last))
    days = {
        start + timedelta(days=offset)
        for start in begins
        for offset in range(dates.length.days + 1)
    }
    return frozenset(day for day in days if first <= day <= last)


def _repeated(dates: Dates, *, first: date, last: date) -> Iterator[date]:
    """Yield the first days by the rule, from `first` to `last`."""
    start = max(first, dates.first_day)
    if dates.repeats is Repeats.WEEKLY:
        day = start + timedelta(days=(dates.first_day.weekday() - start.weekday()) % 7)
        while day <= last:
            yield day
            day += timedelta(days=7)
    elif dates.repeats in (Repeats.MONTHLY, Repeats.YEARLY):
        for year in range(start.year, last.year + 1):
            months = range(1, 13) if dates.repeats is Repeats.MONTHLY else (dates.first_day.month,)
            for month in months:
                number = min(dates.first_day.day, calendar.monthrange(year, month)[1])
                if start <= (day := date(year, month, number)) <= last:
                    yield day
