"""Write the made-up centre's files: people, absences, a year of intervals, weeks of calls."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from floorwalker.adapters.demo_centre import _demand as demand
from floorwalker.adapters.demo_centre._history import PlayedWeek, played_weeks
from floorwalker.adapters.demo_centre._lost_time import HEADER as LOST_TIME_HEADER
from floorwalker.adapters.demo_centre._lost_time import lost_time_rows
from floorwalker.adapters.demo_centre._people import DemoAgent, demo_agents

WEEKS = 53
WEEKS_CALL_BY_CALL = 4
SHORT_SECONDS = 5
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class DemoFiles:
    """Where the files are, in the order to import them.

    `calls_since` holds the days since Monday, `calls_today` the half-hours of today that are over;
    None before anybody has called.
    """

    agents: Path
    lost_time: Path
    intervals: Path
    calls: Path
    calls_since: Path
    calls_today: Path | None


def write_centre(
    folder: Path,
    *,
    this_monday: date,
    now: datetime,
    closed_days: Iterable[date],
    seed: int,
    progress: Progress,
) -> DemoFiles:
    """Write a year that ends yesterday, and the morning of today.

    Args:
        folder: an existing folder.
        this_monday: the Monday of the current week; what came since is in a file of its own, so
            that the current week can be forecast as it was.
        now: the moment on the wall clock.
        closed_days: public holidays, on which nobody calls.
        seed: the same seed gives the same files.
        progress: called with weeks written and weeks in all.
    """
    people = demo_agents(seed=seed)
    closed = set(closed_days)
    past, current = _played(this_monday, closed_days=closed, seed=seed, progress=progress)
    early, late = past[:-WEEKS_CALL_BY_CALL], past[-WEEKS_CALL_BY_CALL:]
    queues = range(len(demand.QUEUES))
    names = _crews(people, sizes=[_largest_crew([*late, current], queue) for queue in queues])
    monday, midnight = (datetime.combine(day, time.min) for day in (this_monday, now.date()))
    half_hour = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    calls_today = list(_call_rows([current], names, since=midnight, until=half_hour))
    files = DemoFiles(
        agents=folder / "agents.csv",
        lost_time=folder / "lost-time.csv",
        intervals=folder / "intervals.csv",
        calls=folder / "calls.csv",
        calls_since=folder / "calls-since-monday.csv",
        calls_today=folder / "calls-today.csv" if calls_today else None,
    )
    _write(files.agents, _agents_header(), (_agent_cells(agent) for agent in people))
    lost = lost_time_rows(people, today=now.date(), closed_days=closed, seed=seed)
    _write(files.lost_time, LOST_TIME_HEADER, lost)
    _write(files.intervals, _INTERVAL_HEADER, _interval_rows(early))
    by_call = monday - timedelta(weeks=WEEKS_CALL_BY_CALL)
    _write(files.calls, _CALL_HEADER, _call_rows(late, names, since=by_call, until=monday))
    since_monday = _call_rows([current], names, since=monday, until=midnight)
    _write(files.calls_since, _CALL_HEADER, since_monday)
    if files.calls_today:
        _write(files.calls_today, _CALL_HEADER, calls_today)
    return files


def _played(
    this_monday: date, *, closed_days: set[date], seed: int, progress: Progress
) -> tuple[list[PlayedWeek], PlayedWeek]:
    """Return the past weeks, and the current one to its end."""
    first_monday = this_monday - timedelta(weeks=WEEKS)
    weeks = []
    played = played_weeks(first_monday, weeks=WEEKS + 1, closed_days=closed_days, seed=seed)
    for number, week in enumerate(played, start=1):
        weeks.append(week)
        progress(number, WEEKS + 1)
    return weeks[:-1], weeks[-1]


_INTERVAL_HEADER = (
    "time", "queue", "offered", "answered", "abandoned", "short_abandoned", "aht_seconds",
    "asa_seconds",
)  # fmt: skip
_CALL_HEADER = ("time", "queue", "wait_seconds", "outcome", "handle_seconds", "agent")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _agents_header() -> tuple[str, ...]:
    contract = ("contract_hours_min", "contract_hours_max")
    return ("name", "email", "team", "skills", "languages", *contract, *WEEKDAYS, "saturday")


def _agent_cells(agent: DemoAgent) -> tuple[object, ...]:
    skills = ";".join(f"{name}:{level}" for name, level in agent.skills)
    languages = ";".join(agent.languages)
    hours = ("07:30-20:30",) * len(WEEKDAYS)
    saturday = "08:30-17:30" if agent.saturday else ""
    contract = (agent.contract_hours_min, agent.contract_hours_max)
    return (agent.name, agent.email, agent.team, skills, languages, *contract, *hours, saturday)


def _interval_rows(weeks: Iterable[PlayedWeek]) -> Iterable[Sequence[object]]:
    """Yield a row per half-hour and queue in which anybody called."""
    seconds = demand.INTERVAL_MINUTES * 60
    for week in weeks:
        cell = (week.arrival_seconds // seconds).astype(int) * len(demand.QUEUES) + week.queue
        answered, gave_up = week.is_answered, ~week.is_answered
        short = gave_up & (week.wait_seconds <= SHORT_SECONDS)
        counts = [
            np.bincount(cell[of], minlength=cell.max() + 1) for of in (answered, gave_up, short)
        ]
        sums = [
            np.bincount(cell[answered], weights=values[answered], minlength=cell.max() + 1)
            for values in (week.handle_seconds, week.wait_seconds)
        ]
        for at in np.flatnonzero(counts[0] + counts[1]):
            taken, lost, lost_soon = (int(count[at]) for count in counts)
            slot, queue = divmod(int(at), len(demand.QUEUES))
            means = (round(float(total[at]) / taken, 1) if taken else "" for total in sums)
            moment = _local(week, slot * seconds)
            yield (moment, demand.QUEUES[queue].name, taken + lost, taken, lost, lost_soon, *means)


def _call_rows(
    weeks: Iterable[PlayedWeek],
    names: Sequence[Sequence[str]],
    *,
    since: datetime,
    until: datetime,
) -> Iterable[Sequence[object]]:
    for week in weeks:
        begins_at = datetime.combine(week.starts_on, time.min)
        first, end = ((edge - begins_at).total_seconds() for edge in (since, until))
        arrived = week.arrival_seconds
        for i in np.flatnonzero((arrived >= first) & (arrived < end)):
            queue, answered = int(week.queue[i]), bool(week.is_answered[i])
            yield (
                _local(week, int(week.arrival_seconds[i])),
                demand.QUEUES[queue].name,
                round(float(week.wait_seconds[i])),
                "answered" if answered else "abandoned",
                round(float(week.handle_seconds[i])) if answered else "",
                names[queue][int(week.agent[i]) % len(names[queue])] if answered else "",
            )


def _largest_crew(weeks: Iterable[PlayedWeek], queue: int) -> int:
    return max(int(week.agent[week.queue == queue].max(initial=-1)) for week in weeks) + 1


def _crews(people: Iterable[DemoAgent], *, sizes: Sequence[int]) -> list[list[str]]:
    """Return who takes a queue's calls, each person in one crew while there are enough people.

    Queues that fewer can serve choose first, and take those first who can serve the fewest.
    """
    skills = {
        person.name: {*person.languages, *(name for name, _ in person.skills)} for person in people
    }
    needed = [set(queue.required_skills) for queue in demand.QUEUES]
    serves = {name: sum(held >= skill for skill in needed) for name, held in skills.items()}
    able = [[name for name, held in skills.items() if held >= skill] for skill in needed]
    crews: list[list[str]] = [[] for _ in needed]
    taken: set[str] = set()
    for queue in sorted(range(len(needed)), key=lambda queue: len(able[queue])):
        free = sorted((name for name in able[queue] if name not in taken), key=serves.__getitem__)
        crews[queue] = free[: sizes[queue]] or able[queue]
        taken.update(crews[queue])
    return crews


def _local(week: PlayedWeek, seconds: int) -> str:
    moment = datetime.combine(week.starts_on, datetime.min.time()) + timedelta(seconds=int(seconds))
    return moment.isoformat(sep=" ")
