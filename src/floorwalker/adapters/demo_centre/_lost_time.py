"""Absences of the made-up centre: half a year of them, and what is known of the coming weeks."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from floorwalker.adapters.demo_centre._people import DemoAgent

HEADER = ("day", "cause", "minutes", "known_on", "person", "team", "paid_minutes")
WEEKS_BEHIND = 26
WEEKS_AHEAD = 5
SHIFT_MINUTES = 450
AT_WORK_RATIO = (0.8, 0.8, 0.78, 0.78, 0.76, 0.25, 0.0)
"""How many of the people are paid on a weekday, from Monday."""

_CAUSES = (
    ("sickness", 0.035, (1.5, 1.0, 0.9, 0.9, 0.9, 0.8), (0, 0, 0, 1, 6)),
    ("leave", 0.04, (1.1, 0.8, 0.8, 1.0, 1.4, 1.0), (15, 25, 35, 50, 70)),
    ("training", 0.012, (0.4, 1.4, 1.4, 1.4, 0.4, 0.0), (9, 12, 20)),
)
"""Cause, share of people away for the day, how that differs by weekday, and days known ahead."""

_BREAKS = ("breaks", 6, 14)  # minutes a person and day, at least and at most; never known ahead
_MEETING_WEEKDAY, _MEETING_MINUTES, _MEETING_LEAD = 2, 150, 7


def lost_time_rows(
    people: Sequence[DemoAgent], *, today: date, closed_days: set[date], seed: int
) -> Iterator[Sequence[object]]:
    """Yield lines of lost time until yesterday, and those of coming days that are known by now."""
    dice = np.random.default_rng([seed, 26])
    teams = sorted({person.team for person in people})
    for number in range(-7 * WEEKS_BEHIND, 7 * WEEKS_AHEAD):
        day = today + timedelta(days=number)
        at_work = round(AT_WORK_RATIO[day.weekday()] * len(people))
        if not at_work or day in closed_days:
            continue
        if number < 0:
            yield (day, "", "", "", "", "", at_work * SHIFT_MINUTES)
        rows = _of_people(day, people, at_work=at_work, dice=dice)
        rows += [_breaks(day, at_work, dice=dice)]
        rows += [_meeting(day, team) for team in teams if day.weekday() == _MEETING_WEEKDAY]
        for row in rows:
            known_on: date = row[3]
            if number < 0 or known_on < today:
                yield row


Row = tuple[date, str, int, date, str, str, str]


def _of_people(
    day: date, people: Sequence[DemoAgent], *, at_work: int, dice: np.random.Generator
) -> list[Row]:
    """Return who is away for the day; nobody twice."""
    away = iter(dice.permutation(len(people)))
    rows: list[Row] = []
    for cause, ratio, by_weekday, leads in _CAUSES:
        together = dice.gamma(12.0) / 12.0  # some days are worse than others
        share = min(ratio * by_weekday[day.weekday()] * together, 0.5)
        for _ in range(dice.binomial(at_work, share)):
            known_on = day - timedelta(days=int(dice.choice(leads)))
            rows.append((day, cause, SHIFT_MINUTES, known_on, people[next(away)].name, "", ""))
    return rows


def _breaks(day: date, at_work: int, *, dice: np.random.Generator) -> Row:
    cause, least, most = _BREAKS
    return (day, cause, at_work * int(dice.integers(least, most)), day, "", "", "")


def _meeting(day: date, team: str) -> Row:
    known_on = day - timedelta(days=_MEETING_LEAD)
    return (day, "meeting", _MEETING_MINUTES, known_on, "", team, "")
