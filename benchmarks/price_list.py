"""What certainty costs: our price list beside days that are played.

The bank's day of `long_calls` with a handle time of 5 minutes and a day factor of 5.5 % (the error
of our forecast of day totals): staffed for the forecast and for quantiles of the day factor, 80 %
in 20 s, patience 180 s. The list is computed by Erlang's formulas; beside it stand the shares of
days below target and below 75 % among 2,000 days of the event simulation, chance and all.

    python -m benchmarks.price_list
"""

import time

import numpy as np
from benchmarks.long_calls import (
    FLOOR,
    INTERVAL_SECONDS,
    PATIENCE_SECONDS,
    PEAK_CALLS,
    PROFILE,
    SEED,
    TARGET,
    centre_of,
)

from floorwalker.engines.simulate import play_once
from floorwalker.engines.staffing import Workload, price_list

HANDLE_SECONDS = 300
DAY_FACTOR_CV = 0.055
RISK_LEVELS = (0.6, 0.75, 0.9, 0.95)
DAYS = 2000


def main() -> None:
    """Print one line per staffing."""
    offered = PROFILE * PEAK_CALLS / PROFILE.max()
    started = time.process_time()
    lines = price_list(
        Workload(offered, HANDLE_SECONDS, INTERVAL_SECONDS),
        target=TARGET,
        day_factor_cv=DAY_FACTOR_CV,
        floor=FLOOR,
        patience_seconds=PATIENCE_SECONDS,
        risk_levels=RISK_LEVELS,
    )
    print(f"{len(lines)} lines in {time.process_time() - started:.2f} s; computed, then played")
    print(
        f"{'staffed for':<12} {'hours':>6} {'extra':>6} {'level':>12} {'< 80 %':>14} {'< 75 %':>14}"
    )
    for line in lines:
        levels, overall = played_days(offered, agents=line.agents)
        name = "forecast" if line.risk_level is None else f"{line.risk_level:.0%} of days"
        print(
            f"{name:<12} {line.agent_hours:>6.1f} {line.extra_ratio:>6.1%}"
            f" {line.service_level:>6.3f} {overall:.3f}"
            f" {line.days_below_target:>7.1%} {(levels < TARGET.service_level).mean():>6.1%}"
            f" {line.days_below_floor:>7.1%} {(levels < FLOOR).mean():>6.1%}"
        )


def played_days(offered: np.ndarray, *, agents: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the share in time of each day, and of all contacts together."""
    centre = centre_of(offered, seconds=HANDLE_SECONDS, agents=agents, day_factor_cv=DAY_FACTOR_CV)
    days = [play_once(centre, seed=SEED, replication=day) for day in range(DAYS)]
    within = np.array([day.answered_within[0].sum() for day in days])
    asked = np.array([day.offered[0].sum() for day in days])
    return within / asked, float(within.sum() / asked.sum())


if __name__ == "__main__":
    main()
