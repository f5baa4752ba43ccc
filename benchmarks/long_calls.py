"""Staffing calls that outlast their interval: each interval alone, beside the modified load.

A bank's day by half-hours (mean of 120 weekdays of 2003, scaled to 200 calls at its peak) is
staffed for 80 % in 20 s both ways (Erlang A), and 400 days of each are played twice: as in theory,
where a call in progress stays with those on duty ("stay"), and by our event simulation, where who
goes off duty finishes the call in hand and takes it along ("finish"). Printed: agent-intervals
paid, the lowest service level of an interval, its spread over the intervals, and how many stay
below 75 %.

    python -m benchmarks.long_calls
"""

import heapq
from collections import deque
from collections.abc import Callable

import numpy as np

from floorwalker.engines.simulate import Agent, Centre, QueueModel, Shift, play_once
from floorwalker.engines.staffing import (
    ServiceTarget,
    Workload,
    modified_workload,
    requirement,
)

PROFILE = np.fromstring(  # mean calls per half-hour, 07:00 to 21:00
    "482 538 828 1098 1532 1693 1707 1699 1665 1619 1565 1544 1499 1483 1454 1454 1412 1374 1288"
    " 1158 978 859 752 674 596 545 490 450",
    sep=" ",
)
PEAK_CALLS = 200
INTERVAL_SECONDS = 1800.0
HANDLE_SECONDS = (900, 300)
PATIENCE_SECONDS = 180.0
TARGET = ServiceTarget(service_level=0.8, within_seconds=20)
FLOOR = 0.75
DAYS = 400
SEED = 1


def main() -> None:
    """Print one line per handle time, discipline and method."""
    offered = PROFILE * PEAK_CALLS / PROFILE.max()
    print(
        f"{'AHT':>5} {'leavers':<8}{'method':<30} {'agent-intervals':>15} {'lowest':>7} {'sd':>6}"
    )
    for seconds in HANDLE_SECONDS:
        alone = Workload(offered, seconds, INTERVAL_SECONDS)
        lagging = modified_workload(alone)
        only_growing = modified_workload(alone, leavers_finish=True)
        rows: tuple[tuple[str, str, Workload, Callable[..., np.ndarray]], ...] = (
            ("stay", "each interval alone", alone, played_staying),
            ("stay", "modified load", lagging, played_staying),
            ("finish", "each interval alone", alone, played_finishing),
            ("finish", "modified load", lagging, played_finishing),
            ("finish", "modified load, leavers finish", only_growing, played_finishing),
        )
        for discipline, method, work, play in rows:
            agents = requirement(work, target=TARGET, patience_seconds=PATIENCE_SECONDS).agents
            level = play(offered, seconds=seconds, agents=agents)
            print(
                f"{seconds:>5} {discipline:<8}{method:<30} {agents.sum():>15,} {level.min():>7.3f}"
                f" {level.std():>6.3f}  below 75 %: {(level < FLOOR).sum()} of {level.size}"
            )


def played_finishing(offered: np.ndarray, *, seconds: float, agents: np.ndarray) -> np.ndarray:
    """Return the share answered in time per interval; leavers take their last call along."""
    centre = centre_of(offered, seconds=seconds, agents=agents)
    days = [play_once(centre, seed=SEED, replication=day) for day in range(DAYS)]
    within = np.sum([day.answered_within[0] for day in days], axis=0)
    return np.asarray(within / np.sum([day.offered[0] for day in days], axis=0))


def centre_of(
    offered: np.ndarray, *, seconds: float, agents: np.ndarray, day_factor_cv: float = 0.0
) -> Centre:
    """Return one queue and so many agents on duty in each interval."""
    return Centre(
        queues=(
            QueueModel(
                name="calls",
                offered=offered,
                aht_seconds=np.full(offered.size, float(seconds)),
                within_seconds=TARGET.within_seconds,
                patience_seconds=PATIENCE_SECONDS,
                day_factor_cv=day_factor_cv,
            ),
        ),
        agents=tuple(
            Agent(str(number), (0,), (Shift(0, _blocks(agents > number)),))
            for number in range(int(agents.max()))
        ),
        interval_seconds=INTERVAL_SECONDS,
        day_of_interval=np.zeros(offered.size, dtype=np.int64),
    )


def played_staying(offered: np.ndarray, *, seconds: float, agents: np.ndarray) -> np.ndarray:
    """Return the share answered in time per interval; calls in progress stay with those on duty."""
    dice = np.random.default_rng(SEED)
    counts = dice.poisson(offered, size=(DAYS, offered.size))
    within = np.zeros(offered.size)
    for day in counts:
        start = np.repeat(np.arange(offered.size), day) * INTERVAL_SECONDS
        arrival = np.sort(start + dice.uniform(0, INTERVAL_SECONDS, start.size))
        handle = dice.exponential(seconds, start.size)
        patience = dice.exponential(PATIENCE_SECONDS, start.size)
        within += _day_staying(arrival, handle, arrival + patience, agents=agents)
    return within / counts.sum(axis=0)


def _day_staying(
    arrival: np.ndarray, handle: np.ndarray, deadline: np.ndarray, *, agents: np.ndarray
) -> np.ndarray:
    boundaries = [(k * INTERVAL_SECONDS, -1) for k in range(agents.size)]
    events = sorted(boundaries + [(moment, call) for call, moment in enumerate(arrival.tolist())])
    within = np.zeros(agents.size)
    ends: list[float] = []
    waiting: deque[int] = deque()
    on_duty = 0

    def answer(now: float) -> None:
        while waiting and len(ends) < on_duty:
            call = waiting.popleft()
            if deadline[call] < now:
                continue
            if now - arrival[call] <= TARGET.within_seconds:
                within[int(arrival[call] / INTERVAL_SECONDS)] += 1
            heapq.heappush(ends, now + handle[call])

    for now, call in events:
        while ends and ends[0] <= now:
            answer(heapq.heappop(ends))
        if call < 0:
            on_duty = int(agents[int(now / INTERVAL_SECONDS)])
        else:
            waiting.append(call)
        answer(now)
    return within


def _blocks(works: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Return the stretches of intervals in which somebody works."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], works.astype(int), [0]])))
    return tuple(
        (float(start * INTERVAL_SECONDS), float(end * INTERVAL_SECONDS))
        for start, end in edges.reshape(-1, 2)
    )


if __name__ == "__main__":
    main()
