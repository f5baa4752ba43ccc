"""Intervals staffed per CPU second: our requirement beside pyworkforce and call-center-tools.

All answer 80 % in 20 s at a handle time of 240 s and half-hour intervals (Erlang C); the numbers of
agents must be equal. A peer that is not installed is reported as absent. Run with the bench
requirements installed:

    python -m benchmarks.erlang
"""

import importlib.util
import time
from collections.abc import Callable

import numpy as np

from floorwalker.engines.staffing import (
    ServiceTarget,
    Workload,
    fractional_requirement,
    requirement,
)

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
    print(f"{'contacts':>12} {'method':<30} {'intervals/s':>12}  same agents as ours")
    for low, high in SIZES:
        offered = dice.integers(low, high, endpoint=True, size=OURS).astype(float)
        size = f"{low}-{high}"
        ours, seconds = timed(lambda offered=offered: staffed(offered, patience=None))
        print(f"{size:>12} {'floorwalker, Erlang C':<30} {OURS / seconds:>12,.0f}")
        for method, count, work in (
            ("floorwalker, Erlang A", OURS, staffed_with_patience),
            ("floorwalker, fractions", OURS // 10, fractions),
        ):
            _, seconds = timed(lambda offered=offered, n=count, work=work: work(offered[:n]))
            print(f"{size:>12} {method:<30} {count / seconds:>12,.0f}  not offered by the peers")
        for module, peer in (
            ("pyworkforce", staffed_by_pyworkforce),
            ("call_center_tools", staffed_by_call_center_tools),
        ):
            if importlib.util.find_spec(module) is None:
                print(f"{size:>12} {module:<30} {'absent':>12}")
                continue
            peer(offered[:1])  # its imports are not its speed
            theirs, seconds = timed(lambda offered=offered, peer=peer: peer(offered[:PEERS]))
            same = int((ours[:PEERS] == theirs).sum())
            print(f"{size:>12} {module:<30} {PEERS / seconds:>12,.0f}  {same} of {PEERS}")


def staffed(offered: np.ndarray, *, patience: float | None) -> np.ndarray:
    """Return our agents per interval."""
    return requirement(_work(offered), target=TARGET, patience_seconds=patience).agents


def staffed_with_patience(offered: np.ndarray) -> np.ndarray:
    """Return our agents per interval where callers give up."""
    return staffed(offered, patience=PATIENCE_SECONDS)


def fractions(offered: np.ndarray) -> np.ndarray:
    """Return the real numbers at which the target is just met."""
    return fractional_requirement(_work(offered), target=TARGET)


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


def staffed_by_call_center_tools(offered: np.ndarray) -> np.ndarray:
    """Return call-center-tools' agents per interval, one call each as its interface has it."""
    from call_center_tools import calc_staffing

    return np.array(
        [
            calc_staffing(
                calls_per_hour=count * 60 / INTERVAL_MINUTES,
                aht=AHT_SECONDS,
                max_occupancy=0.9999,  # at 1 it divides by zero where the load is a whole number
                target_answer_time=TARGET.within_seconds,
                target_service_level=TARGET.service_level,
            ).agents
            for count in offered.tolist()
        ]
    )


def timed(work: Callable[[], np.ndarray]) -> tuple[np.ndarray, float]:
    """Return the result and the CPU seconds it took."""
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


def _work(offered: np.ndarray) -> Workload:
    return Workload(offered, AHT_SECONDS, 60 * INTERVAL_MINUTES)


if __name__ == "__main__":
    main()
