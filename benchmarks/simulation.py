"""Contacts played per CPU second: our event simulation beside SimPy and Ciw.

Two models, each the same for all: 12 agents, 4.2 calls a minute, 2 minutes each, patience 1 minute,
480 minutes from empty (the MMCAb example of ContactCenters); and 50 agents with 18 calls a minute.
SimPy and Ciw are measured when they are installed; the share answered within 20 s is printed for
all, so that a fast wrong answer shows. Our speed is that of whole rehearsals: drawing the contacts,
playing, counting and estimating.

    python -m benchmarks.simulation
"""

import importlib.util
import random
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from floorwalker.engines.compiled import IS_COMPILED
from floorwalker.engines.simulate import Agent, Centre, QueueModel, Shift, rehearse

HANDLE_SECONDS = 120.0
PATIENCE_SECONDS = 60.0
WITHIN_SECONDS = 20.0
DAY_SECONDS = 28_800.0
INTERVALS = 16
SEED = 1

Result = tuple[int, int]  # contacts played, answered in time


@dataclass(frozen=True)
class Model:
    """A day of one queue."""

    agents: int
    calls_per_minute: float


MODELS = (Model(agents=12, calls_per_minute=4.2), Model(agents=50, calls_per_minute=18.0))


def main() -> None:
    """Print one line per model and engine."""
    engines: list[tuple[str, Callable[[Model, int], Result], int]] = []
    if IS_COMPILED:
        ours(MODELS[0], 2, plain=False)  # compile before the clock runs
        engines.append(("floorwalker, compiled", lambda m, days: ours(m, days, plain=False), 2000))
    engines.append(("floorwalker, plain", lambda m, days: ours(m, days, plain=True), 50))
    if importlib.util.find_spec("simpy"):
        engines.append(("SimPy", simpy_days, 20))
    if importlib.util.find_spec("ciw"):
        engines.append(("Ciw", ciw_days, 8))
    print(f"{'agents':>6}  {'engine':<24} {'contacts/s':>12} {'ours is':>8} {'in time':>8}")
    for model in MODELS:
        best = 0.0
        for name, play, days in engines:
            started = time.process_time()
            contacts, in_time = play(model, days)
            speed = contacts / (time.process_time() - started)
            best = best or speed
            print(
                f"{model.agents:>6}  {name:<24} {speed:>12,.0f} {best / speed:>7.1f}x "
                f"{in_time / contacts:>8.3f}"
            )


def ours(model: Model, days: int, *, plain: bool) -> Result:
    """Play the days with our engine."""
    rehearsal = rehearse(centre_of(model), seed=SEED, replications=days, missing=[0], plain=plain)
    level = rehearsal.scenarios[0].queues[0].week.service_level
    if level is None:
        raise RuntimeError("too few contacts were played to tell")
    return rehearsal.contacts, round(level.mean * rehearsal.contacts)


def centre_of(model: Model) -> Centre:
    """Return the model as our engine takes it."""
    return Centre(
        queues=(
            QueueModel(
                name="calls",
                offered=np.full(INTERVALS, model.calls_per_minute * DAY_SECONDS / INTERVALS / 60),
                aht_seconds=np.full(INTERVALS, HANDLE_SECONDS),
                within_seconds=WITHIN_SECONDS,
                patience_seconds=PATIENCE_SECONDS,
            ),
        ),
        agents=tuple(
            Agent(str(number), (0,), (Shift(0, ((0.0, DAY_SECONDS),)),))
            for number in range(model.agents)
        ),
        interval_seconds=DAY_SECONDS / INTERVALS,
        day_of_interval=np.zeros(INTERVALS, dtype=np.int64),
    )


def simpy_days(model: Model, days: int) -> Result:
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
            yield env.timeout(dice.expovariate(model.calls_per_minute / 60))
            tally[0] += 1
            env.process(caller(env, desk))

    for _ in range(days):
        env = simpy.Environment()
        env.process(callers(env, simpy.Resource(env, capacity=model.agents)))
        env.run(until=DAY_SECONDS)
    return tally[0], tally[1]


def ciw_days(model: Model, days: int) -> Result:
    """Play the days with Ciw: one node with reneging."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(model.calls_per_minute / 60)],
        service_distributions=[ciw.dists.Exponential(1 / HANDLE_SECONDS)],
        number_of_servers=[model.agents],
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
