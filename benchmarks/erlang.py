"""Intervals staffed per CPU second: our requirement beside pyworkforce, in one run.

Both answer 80 % in 20 s at a handle time of 240 s and half-hour intervals (Erlang C); the numbers
of agents must be equal. Run with the bench requirements installed:

    python -m benchmarks.erlang
"""

import time
from collections.abc import Callable

import numpy as np

from floorwalker.engines.staffing import ServiceTarget, Workload, requirement

AHT_SECONDS = 240
INTERVAL_MINUTES = 30
PATIENCE_SECONDS = 180
TARGET = ServiceTarget(service_level=0.8, within_seconds=20)
SIZES = ((5, 120), (200, 3000))  # contacts per half-hour, from and to
OURS = 200_000
PEERS = 500
SEED = 1


def main() -> None:
    """Print one line per size and method."""
    dice = np.random.default_rng(SEED)
    print(f"{'contacts':>12} {'method':<22} {'intervals/s':>12} {'ratio':>7}  same agents")
    for low, high in SIZES:
        offered = dice.integers(low, high, endpoint=True, size=OURS).astype(float)
        ours, seconds = timed(lambda offered=offered: staffed(offered, patience=None))
        with_patience = timed(lambda offered=offered: staffed(offered, patience=PATIENCE_SECONDS))
        staffed_by_pyworkforce(offered[:1])  # its imports are not its speed
        peer = timed(lambda offered=offered: staffed_by_pyworkforce(offered[:PEERS]))
        peer_speed = PEERS / peer[1]
        same = int((ours[:PEERS] == peer[0]).sum())
        size = f"{low}-{high}"
        for method, speed, check in (
            ("floorwalker, Erlang C", OURS / seconds, f"{same} of {PEERS}"),
            ("floorwalker, Erlang A", OURS / with_patience[1], "not offered by the peer"),
            ("pyworkforce, Erlang C", peer_speed, ""),
        ):
            print(f"{size:>12} {method:<22} {speed:>12,.0f} {speed / peer_speed:>7.1f}  {check}")


def staffed(offered: np.ndarray, *, patience: float | None) -> np.ndarray:
    """Return our agents per interval."""
    work = Workload(offered, AHT_SECONDS, 60 * INTERVAL_MINUTES)
    return requirement(work, target=TARGET, patience_seconds=patience).agents


def staffed_by_pyworkforce(offered: np.ndarray) -> np.ndarray:
    """Return pyworkforce's agents per interval, one call each as its interface has it."""
    from pyworkforce.queuing import ErlangC

    return np.array(
        [
            ErlangC(
                transactions=count,
                aht=AHT_SECONDS / 60,
                asa=TARGET.within_seconds / 60,
                interval=INTERVAL_MINUTES,
            ).required_positions(service_level=TARGET.service_level)["raw_positions"]
            for count in offered.tolist()
        ]
    )


def timed(work: Callable[[], np.ndarray]) -> tuple[np.ndarray, float]:
    """Return the result and the CPU seconds it took."""
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


if __name__ == "__main__":
    main()
