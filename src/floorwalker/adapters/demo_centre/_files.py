"""Write the made-up centre's files: people, absences, a year of intervals, weeks of calls."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    """Where the files are, in the order to import them; the last holds the days since `until`."""

    agents: Path
    lost_time: Path
    intervals: Path
    calls: Path
    calls_since: Path


def write_centre(
    folder: Path,
    *,
    this_monday: date,
    today: date,
    closed_days: Iterable[date],
    seed: int,
    progress: Progress,
) -> DemoFiles:
    """Write a year that ends yesterday.

    Args:
        folder: an existing folder.
        this_monday: the Monday of the current week; what came since is in a file of its own, so
            that the current week can be forecast as it was.
        today: the first day that has not happened.
        closed_days: public holidays, on which nobody calls.
        seed: the same seed gives the same files.
        progress: called with weeks written and weeks in all.
    """
    files = DemoFiles(
        agents=folder / "agents.csv",
        lost_time=folder / "lost-time.csv",
        intervals=folder / "intervals.csv",
        calls=folder / "calls.csv",
        calls_since=folder / "calls-since-monday.csv",
    )
    people = demo_agents(seed=seed)
    _write(files.agents, _agents_header(), (_agent_cells(agent) for agent in people))
    closed = set(closed_days)
    lost = lost_time_rows(people, today=today, closed_days=closed, seed=seed)
    _write(files.lost_time, LOST_TIME_HEADER, lost)
    first_monday = this_monday - timedelta(weeks=WEEKS)
    weeks = []
    played = played_weeks(first_monday, weeks=WEEKS + 1, closed_days=closed, seed=seed)
    for number, week in enumerate(played, start=1):
        weeks.append(week)
        progress(number, WEEKS + 1)
    past, current = weeks[:-1], weeks[-1]
    early, late = past[:-WEEKS_CALL_BY_CALL], past[-WEEKS_CALL_BY_CALL:]
    names = _names_by_queue(people)
    _write(files.intervals, _INTERVAL_HEADER, _interval_rows(early))
    _write(files.calls, _CALL_HEADER, _call_rows(late, names, until=this_monday))
    _write(files.calls_since, _CALL_HEADER, _call_rows([current], names, until=today))
    return files


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
    weeks: Iterable[PlayedWeek], names: Sequence[Sequence[str]], *, until: date
) -> Iterable[Sequence[object]]:
    for week in weeks:
        days = week.arrival_seconds // 86_400
        for i in np.flatnonzero(days < (until - week.starts_on).days):
            queue, answered = int(week.queue[i]), bool(week.is_answered[i])
            yield (
                _local(week, int(week.arrival_seconds[i])),
                demand.QUEUES[queue].name,
                round(float(week.wait_seconds[i])),
                "answered" if answered else "abandoned",
                round(float(week.handle_seconds[i])) if answered else "",
                names[queue][int(week.agent[i]) % len(names[queue])] if answered else "",
            )


def _names_by_queue(people: Iterable[DemoAgent]) -> list[list[str]]:
    """Return who may have taken a queue's calls."""
    skills = {
        person.name: {*person.languages, *(name for name, _ in person.skills)} for person in people
    }
    return [
        [name for name, held in skills.items() if held >= set(queue.required_skills)]
        for queue in demand.QUEUES
    ]


def _local(week: PlayedWeek, seconds: int) -> str:
    moment = datetime.combine(week.starts_on, datetime.min.time()) + timedelta(seconds=int(seconds))
    return moment.isoformat(sep=" ")
