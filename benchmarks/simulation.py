"""Contacts played per CPU second: our event simulation beside SimPy and Ciw.

One model for all: 12 agents, 4.2 calls a minute, 2 minutes each, patience 1 minute, 480 minutes
from empty (the MMCAb example of ContactCenters). SimPy and Ciw are measured when they are
installed; the share answered within 20 s is printed for all, so that a fast wrong answer shows.
Our speed is that of whole replications: drawing the contacts, playing and counting them.

    python -m benchmarks.simulation
"""

import importlib.util
import random
import time
from collections.abc import Callable, Generator
from typing import Any

import numpy as np

from floorwalker.engines.compiled import IS_COMPILED
from floorwalker.engines.simulate import Agent, Centre, QueueModel, Shift, play_once

AGENTS = 12
CALLS_PER_MINUTE = 4.2
HANDLE_SECONDS = 120.0
PATIENCE_SECONDS = 60.0
WITHIN_SECONDS = 20.0
DAY_SECONDS = 28_800.0
INTERVALS = 16
SEED = 1

Result = tuple[int, int]  # contacts played, answered in time


def main() -> None:
    """Print one line per engine."""
    runs: list[tuple[str, Callable[[int], Result], int]] = []
    if IS_COMPILED:
        ours(1, plain=False)  # compile before the clock runs
        runs.append(("floorwalker, compiled", lambda days: ours(days, plain=False), 2000))
    runs.append(("floorwalker, plain", lambda days: ours(days, plain=True), 100))
    if importlib.util.find_spec("simpy"):
        runs.append(("SimPy", simpy_days, 20))
    if importlib.util.find_spec("ciw"):
        runs.append(("Ciw", ciw_days, 10))
    print(f"{'engine':<24} {'contacts/s':>12} {'in time':>8}")
    for name, play, days in runs:
        started = time.process_time()
        contacts, in_time = play(days)
        speed = contacts / (time.process_time() - started)
        print(f"{name:<24} {speed:>12,.0f} {in_time / contacts:>8.3f}")


def ours(days: int, *, plain: bool) -> Result:
    """Play the days with our engine."""
    contacts = in_time = 0.0
    for day in range(days):
        counts = play_once(CENTRE, seed=SEED, replication=day, plain=plain)
        contacts += counts.offered[0].sum()
        in_time += counts.answered_within[0].sum()
    return int(contacts), int(in_time)


CENTRE = Centre(
    queues=(
        QueueModel(
            name="calls",
            offered=np.full(INTERVALS, CALLS_PER_MINUTE * DAY_SECONDS / INTERVALS / 60),
            aht_seconds=np.full(INTERVALS, HANDLE_SECONDS),
            within_seconds=WITHIN_SECONDS,
            patience_seconds=PATIENCE_SECONDS,
        ),
    ),
    agents=tuple(
        Agent(str(number), (0,), (Shift(0, ((0.0, DAY_SECONDS),)),)) for number in range(AGENTS)
    ),
    interval_seconds=DAY_SECONDS / INTERVALS,
    day_of_interval=np.zeros(INTERVALS, dtype=np.int64),
)


def simpy_days(days: int) -> Result:
    """Play the days with SimPy: a process per caller, patience as any-of."""
    import simpy

    dice = random.Random(SEED)
    tally = [0, 0]

    def caller(env: Any, desk: Any) -> Generator[Any, Any, None]:
        arrived = env.now
        with desk.request() as request:
            patience = env.timeout(dice.expovariate(1 / PATIENCE_SECONDS))
            outcome = yield request | patience
            if request not in outcome:
                return
            tally[1] += env.now - arrived <= WITHIN_SECONDS
            yield env.timeout(dice.expovariate(1 / HANDLE_SECONDS))

    def callers(env: Any, desk: Any) -> Generator[Any, Any, None]:
        while True:
            yield env.timeout(dice.expovariate(CALLS_PER_MINUTE / 60))
            tally[0] += 1
            env.process(caller(env, desk))

    for _ in range(days):
        env = simpy.Environment()
        env.process(callers(env, simpy.Resource(env, capacity=AGENTS)))
        env.run(until=DAY_SECONDS)
    return tally[0], tally[1]


def ciw_days(days: int) -> Result:
    """Play the days with Ciw: one node with reneging."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(CALLS_PER_MINUTE / 60)],
        service_distributions=[ciw.dists.Exponential(1 / HANDLE_SECONDS)],
        number_of_servers=[AGENTS],
        reneging_time_distributions=[ciw.dists.Exponential(1 / PATIENCE_SECONDS)],
    )
    contacts = in_time = 0
    for day in range(days):
        ciw.seed(SEED + day)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(DAY_SECONDS)
        records = simulation.get_all_records()
        contacts += len(records)
        in_time += sum(
            record.record_type == "service" and record.waiting_time <= WITHIN_SECONDS
            for record in records
        )
    return contacts, in_time


if __name__ == "__main__":
    main()
