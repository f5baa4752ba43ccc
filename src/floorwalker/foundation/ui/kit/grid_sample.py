"""A made-up roster for `/kit` and for the tests of the roster grid."""

from datetime import date, timedelta

from floorwalker.foundation.ui import roster_grid


def grid(*, people: int = 12, days: int = 1) -> roster_grid.RosterGrid:
    """Return a roster of any size with lunches, breaks and two queues."""
    return roster_grid.RosterGrid(
        days=tuple(_day(i) for i in range(days)),
        people=tuple(
            roster_grid.GridPerson(f"p{i}", f"Person {i:02d}", "North · 40 h")
            for i in range(people)
        ),
        shifts=tuple(_shift(p, d) for p in range(people) for d in range(days)),
        coverage=(
            _coverage("en", "Calls in English", days, people * 0.5),
            _coverage("fr", "Appels en français", days, people * 0.25),
        ),
    )


def _day(index: int) -> roster_grid.GridDay:
    day = date(2026, 3, 2) + timedelta(days=index)
    return roster_grid.GridDay(day, day.strftime("%a %-d %b"), 360, 1320)


def _shift(person: int, day: int) -> roster_grid.GridShift:
    start = 390 + (person * 45 + day * 30) % 420
    return roster_grid.GridShift(
        id=f"s{person}-{day}",
        person_id=f"p{person}",
        starts_on=date(2026, 3, 2) + timedelta(days=day),
        start_minute=start,
        end_minute=start + 480,
        version=1,
        is_locked=person == 3,
        activities=(
            roster_grid.GridActivity("break", "Break", start + 120, start + 135),
            roster_grid.GridActivity("lunch", "Lunch", start + 240, start + 270),
            roster_grid.GridActivity("training", "Training", start + 300, start + 345),
            roster_grid.GridActivity("break", "Break", start + 390, start + 405),
        ),
    )


def _coverage(queue: str, name: str, days: int, level: float) -> roster_grid.QueueCoverage:
    return roster_grid.QueueCoverage(
        queue,
        name,
        tuple(
            roster_grid.CoverageInterval(
                date(2026, 3, 2) + timedelta(days=d),
                minute,
                30,
                round(level * (1 - abs(minute - 800) / 700), 1),
                round(level * (1 - abs(minute - 870) / 640), 0),
            )
            for d in range(days)
            for minute in range(420, 1260, 30)
        ),
    )
