"""A roster's days in the words of the `<roster-grid>`: minutes as time really passes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from floorwalker.duties.scheduling.models import Shift
from floorwalker.duties.scheduling.stages.judging import Judgement
from floorwalker.duties.scheduling.stages.rostering import GRID_MINUTES, RosterFacts
from floorwalker.duties.scheduling.week import MINUTES_PER_DAY
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.ui.roster_grid import (
    ClockShift,
    CoverageInterval,
    GridActivity,
    GridDay,
    GridPerson,
    GridShift,
    QueueCoverage,
)

HOUR_MINUTES = 60
SHIFT_RUNS_ON_MINUTES = 180


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment a local day begins."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def elapsed_minutes(moment: datetime, day: date, zone: ZoneInfo) -> int:
    """Return the minutes that pass from local midnight of the day to the moment."""
    return int((moment - day_start(day, zone)).total_seconds() // 60)


def grid_days(facts: RosterFacts, days: Sequence[date], shifts: Iterable[Shift]) -> list[GridDay]:
    """Return the columns: from an hour before the first shift to an hour after the last."""
    zone = facts.week.zone
    spans = [
        (elapsed_minutes(shift.starts_at, day, zone), elapsed_minutes(shift.ends_at, day, zone))
        for shift in shifts
        for day in days
        if local_day(shift, zone) == day
    ]
    earliest = min((start for start, _ in spans), default=8 * HOUR_MINUTES)
    latest = max((end for _, end in spans), default=18 * HOUR_MINUTES)
    start = max(0, (earliest // HOUR_MINUTES - 1) * HOUR_MINUTES)
    end = min(MINUTES_PER_DAY + SHIFT_RUNS_ON_MINUTES, (latest // HOUR_MINUTES + 2) * HOUR_MINUTES)
    return [
        GridDay(
            starts_on=day,
            label=date_format(day, "l j F"),
            start_minute=start,
            end_minute=end,
            clock_shifts=_clock_shifts(day, zone),
        )
        for day in days
    ]


def grid_person(person: Person) -> GridPerson:
    """Return a row."""
    return GridPerson(id=str(person.pk), name=person.name, detail=person.team.name)


def grid_shift(shift: Shift, zone: ZoneInfo, *, is_locked: bool) -> GridShift:
    """Return a bar with its pauses."""
    day = local_day(shift, zone)
    return GridShift(
        id=str(shift.pk),
        person_id=str(shift.person_id),
        starts_on=day,
        start_minute=elapsed_minutes(shift.starts_at, day, zone),
        end_minute=elapsed_minutes(shift.ends_at, day, zone),
        version=shift.version,
        is_locked=is_locked,
        activities=tuple(
            GridActivity(
                kind="lunch" if pause.activity == "lunch" else "break",
                label=pause.get_activity_display(),
                start_minute=elapsed_minutes(pause.starts_at, day, zone),
                end_minute=elapsed_minutes(pause.ends_at, day, zone),
            )
            for pause in shift.activities.all()
        ),
    )


def grid_coverage(
    facts: RosterFacts, judgement: Judgement, days: Sequence[date]
) -> tuple[QueueCoverage, ...]:
    """Return required and scheduled people by queue, for the quarter-hours in which either is."""
    coverage = judgement.coverage
    per_day = MINUTES_PER_DAY // GRID_MINUTES
    result = []
    for row, queue in enumerate(facts.queues):
        intervals = []
        for day in days:
            first = (day - facts.week.starts_on).days * per_day
            for slot in range(per_day):
                required = float(coverage.required[row, first + slot])
                scheduled = float(coverage.scheduled[row, first + slot])
                if required > 0 or scheduled > 0:
                    moment = facts.week.moment((first + slot) * GRID_MINUTES)
                    minute = elapsed_minutes(moment, day, facts.week.zone)
                    intervals.append(
                        CoverageInterval(
                            day, minute, GRID_MINUTES, round(required, 2), round(scheduled, 2)
                        )
                    )
        result.append(
            QueueCoverage(queue=str(queue.pk), name=queue.name, intervals=tuple(intervals))
        )
    return tuple(result)


def local_day(shift: Shift, zone: ZoneInfo) -> date:
    """Return the local day a shift starts on."""
    return shift.starts_at.astimezone(zone).date()


def _clock_shifts(day: date, zone: ZoneInfo) -> tuple[ClockShift, ...]:
    """Return where in the day the clock is put forward or back."""
    start = day_start(day, zone)
    before = start.astimezone(zone).utcoffset() or timedelta(0)
    for minute in range(GRID_MINUTES, MINUTES_PER_DAY + SHIFT_RUNS_ON_MINUTES, GRID_MINUTES):
        offset = (start + timedelta(minutes=minute)).astimezone(zone).utcoffset() or timedelta(0)
        if offset != before:
            change = int((offset - before).total_seconds() // 60)
            return (ClockShift(from_minute=minute, offset_minutes=change),)
    return ()
