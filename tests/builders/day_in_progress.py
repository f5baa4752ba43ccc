"""A day in progress: figures brought in until a time, and slopes that a night has learned.

The day is the Tuesday of the usual week; the forecast of `make_forecast` has 10 contacts in each
half-hour from 08:00 to 20:00.
"""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from floorwalker.duties.history.actions import import_file
from floorwalker.duties.history.records import Choices
from floorwalker.duties.scheduling.models import IntradayGrade, IntradaySlopes
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.people.models import Site

PROGRAM = Actor.program("tests")
TUESDAY = date(2026, 11, 24)
TEN_PAST_ELEVEN = datetime(2026, 11, 24, 16, 10, tzinfo=UTC)
LEARNED = {"gain_errors": 4.0, "certainty_ratio": 0.9, "saved_ratio": 0.1, "spread_ratio": 0.5}


def bring_in(
    site: Site,
    came: Mapping[str, Sequence[int]],
    *,
    at: datetime = TEN_PAST_ELEVEN,
    day: date = TUESDAY,
    first: time = time(8),
    minutes: int = 30,
) -> None:
    """Import what came to each queue, interval by interval from `first` on."""
    begins_at = datetime.combine(day, first)
    rows = (
        _row(queue, begins_at + timedelta(minutes=minutes * number), offered)
        for queue, counts in came.items()
        for number, offered in enumerate(counts)
    )
    _import(site, rows, at=at)


def bring_in_days(site: Site, queue: str, days: Sequence[Sequence[int]]) -> None:
    """Import the half-hours from 08:00 on of as many days, the last of which is the Monday."""
    begins_at = datetime.combine(TUESDAY, time(8)) - timedelta(days=len(days))
    rows = (
        _row(queue, begins_at + timedelta(days=number, minutes=30 * slot), offered)
        for number, counts in enumerate(days)
        for slot, offered in enumerate(counts)
    )
    _import(site, rows, at=TEN_PAST_ELEVEN)


def _row(queue: str, starts_at: datetime, offered: int) -> str:
    return f"{starts_at:%Y-%m-%d %H:%M},{queue},{offered},{offered},300\n"


def _import(site: Site, rows: Iterable[str], *, at: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "intervals.csv"
        path.write_text("time,queue,offered,answered,aht_seconds\n" + "".join(rows))
        choices = Choices(zone_name=site.zone)
        import_file(PROGRAM, path, site=site, choices=choices, at=at)


def make_slopes(
    queue: Queue, *, day_slope: float = 0.5, day: date = TUESDAY, past_days: int = 60
) -> IntradaySlopes:
    """The same slope on the day so far at every half-hour, and none on its last hours."""
    slopes = {"day": day_slope, "latest": 0.0, **LEARNED}
    return IntradaySlopes.objects.create(
        queue=queue,
        day=day,
        interval_minutes=30,
        dispersion=0.02,
        past_days=past_days,
        cuts=[{"from_slot": n, "past_days": past_days, "slopes": slopes} for n in range(18, 40)],
        created_at=TEN_PAST_ELEVEN,
    )


def make_grade(
    queue: Queue, *, day: date, morning: float = 0.12, updated: float = 0.1
) -> IntradayGrade:
    """A graded day: the errors of its rest without the updates and with them."""
    return IntradayGrade.objects.create(
        queue=queue,
        day=day,
        updates=5,
        offered=900,
        wape_ratio_morning=morning,
        wape_ratio_updated=updated,
        created_at=TEN_PAST_ELEVEN,
    )
