"""Expected waits: ours beside the textbook's, on a recorded bank and in simulated queues.

    python -m benchmarks.expected_wait

Error of the told wait ÷ the mean wait (RRMSE, %) and mean absolute error in seconds, over contacts
that had to wait and were answered. The bank: January 1999, learned on the days up to a cut, judged
on the days after it; "daily" learns anew every night. Simulated: learned on the first half, judged
on the second. LightGBM gets the features of our model (requirements/bench.txt has it). "band" is
the share of waits in the band, which means to hold 80 %.
"""

import csv
import importlib.util
import os
import time
from pathlib import Path

import numpy as np

from floorwalker.engines.expected_wait import (
    PEERS,
    ContactRecord,
    PastWaits,
    WaitError,
    WaitScore,
    calibrate_queues,
    judged,
    replay,
)
from floorwalker.engines.expected_wait._model import features_of
from floorwalker.engines.simulate import (
    Agent,
    Centre,
    QueueModel,
    Shift,
    draw_contacts,
    roster_of,
    trace,
)

DATA = Path(os.environ.get("FLOORWALKER_DATA", Path(__file__).parents[2] / "shared" / "data"))
SPLITS = ((14, 21), (17, 24), (21, 31), (26, 31))  # learned up to this day, judged up to that one
FIRST_DAILY = 14
HANDLE_SECONDS = 240.0
CONTACTS = 200_000
WARM_UP_SECONDS = 20 * HANDLE_SECONDS
SCENARIOS = {  # agents on duty, load, patience ÷ handle time, and what is special
    "M/M/100+M, load 1.4": (100, 1.4, 1.0, {}),
    "M/M/100+M, load 1.0": (100, 1.0, 1.0, {}),
    "M/M/20+M, load 0.95": (20, 0.95, 2.0, {}),
    "M/LN/50+LN, load 1.1": (50, 1.1, 1.0, {"handle_cv": 3**0.5, "patience_cv": 3**0.5}),
    "arrivals ± 30 %, load 1.1": (50, 1.1, 1.0, {"wave": 0.3}),
    "7 of 50 agents missing": (43, 50 / 43, 1.0, {}),
    "AHT 25 % longer": (50, 1.25, 0.8, {}),
}


def main() -> None:
    """Print the recorded bank, then the simulated queues."""
    path = DATA / "anonymous_bank_1999_01.tsv"
    if path.exists():
        _print_bank(january(path))
    else:
        print(f"{path.name} is not in {DATA}; set FLOORWALKER_DATA to its folder\n")
    heading = "".join(f"{name:>11}" for name in ("model", *PEERS, "band"))
    print(f"{'simulated, RRMSE %':<28}{heading}")
    for name, (agents, load, patience, special) in SCENARIOS.items():
        record = played(agents, load=load, patience=patience, **special)
        past = waits_of(record, day=(record.arrived > record.arrived[-1] / 2).astype(np.int64))
        score = judged(past.where(past.day == 0), came=past.where(past.day == 1))
        cells = "".join(f"{100 * error.rrmse_ratio:>11.1f}" for error in score.errors)
        print(f"{name:<28}{cells}{100 * (score.coverage_ratio or 0):>11.1f}")


def january(path: Path) -> ContactRecord:
    """Return the bank's January, in seconds since it began; priority 1 is its urgent callers."""
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if _is_offered(row)]
    arrived = np.array([_second(row) for row in rows])
    rows = [rows[place] for place in np.argsort(arrived, kind="stable")]
    people, agent = np.unique([row["server"] for row in rows], return_inverse=True)
    return ContactRecord(
        arrived=np.sort(arrived),
        wait_seconds=np.array([row["q_time"] for row in rows], dtype=float),
        answered=np.array([row["outcome"] == "AGENT" for row in rows]),
        handle_seconds=np.array([row["ser_time"] for row in rows], dtype=float),
        agent=np.where(people[agent] == "NO_SERVER", -1, agent),
        queue=np.unique([row["type"] for row in rows], return_inverse=True)[1],
        priority=np.array([row["priority"] == "2" for row in rows], dtype=np.int64),
    )


def waits_of(record: ContactRecord, *, day: np.ndarray) -> PastWaits:
    """Return the contacts that had to wait and were answered, once the record has warmed up."""
    waited = record.answered & (record.wait_seconds > 0) & (record.arrived > WARM_UP_SECONDS)
    return PastWaits(replay(record).at(waited), record.wait_seconds[waited], day[waited])


def played(
    agents: int, *, load: float, patience: float, wave: float = 0.0, **spread: float
) -> ContactRecord:
    """Return the record of a simulated queue; with a `wave`, arrivals swing in 20 handle times."""
    steps = np.arange(int(4 * CONTACTS / (load * agents)))  # a quarter of a handle time each
    offered = load * agents / 4 * (1 + wave * np.sin(2 * np.pi * steps / 80))
    step_seconds = HANDLE_SECONDS / 4
    horizon = steps.size * step_seconds
    queue = QueueModel(
        "calls", offered, np.full(steps.size, HANDLE_SECONDS), 20.0,
        patience_seconds=patience * HANDLE_SECONDS, **spread,
    )  # fmt: skip
    crew = tuple(Agent(str(n), (0,), (Shift(0, ((0.0, horizon),)),)) for n in range(agents))
    centre = Centre((queue,), crew, step_seconds, np.zeros(steps.size, dtype=np.int64))
    contacts = draw_contacts(centre, seed=1, replication=0)
    found = trace(contacts, roster=roster_of(centre), centre=centre)
    left = np.fmin(found.answered_at, contacts.deadline)
    nothing = np.zeros(left.size, dtype=np.int64)
    return ContactRecord(
        arrived=contacts.arrival,
        wait_seconds=np.where(left < horizon, left - contacts.arrival, np.nan),
        answered=found.answered_by >= 0,
        handle_seconds=found.ended_at - found.answered_at,
        agent=found.answered_by,
        queue=nothing,
        priority=nothing,
    )


def _print_bank(record: ContactRecord) -> None:
    day = (record.arrived // 86_400).astype(np.int64)
    began = time.process_time()
    replay(record)
    replayed = time.process_time()
    calibrate_queues(record, day=day, queues=int(record.queue.max()) + 1)
    calibrated = time.process_time()
    print(
        f"{record.arrived.size:,} calls replayed in {replayed - began:.3f} s, "
        f"6 queues calibrated in {calibrated - replayed:.2f} s of CPU\n"
    )
    heading = "".join(f"{name:>13}" for name in ("model", *PEERS, "LightGBM"))
    print(f"{'bank, RRMSE % / MAE s':<24}{heading}{'band':>7}")
    past = waits_of(record, day=day)
    for learned, until in SPLITS:
        known, came = (
            past.where(past.day <= learned),
            past.where((past.day > learned) & (past.day <= until)),
        )
        _print_row(f"days 1-{learned}, to {until}", judged(known, came=came), _boosted(known, came))
    _print_row(f"daily from {FIRST_DAILY + 1}", *_daily(past))
    print()


def _daily(past: PastWaits) -> tuple[WaitScore, str]:
    """Learn from all days before each day; add up the squares and the absolute errors."""
    scores = [
        judged(past.where(past.day < day), came=past.where(past.day == day))
        for day in np.unique(past.day)
        if day > FIRST_DAILY
    ]
    waits = np.array([score.waits for score in scores])
    means = np.array([score.mean_seconds for score in scores])
    mean = float(waits @ means / waits.sum())
    errors = []
    for place, error in enumerate(scores[0].errors):
        rmse = np.array([score.errors[place].rrmse_ratio for score in scores]) * means
        mae = np.array([score.errors[place].mae_seconds for score in scores])
        rrmse = float(np.sqrt(waits @ rmse**2 / waits.sum()) / mean)
        errors.append(WaitError(error.method, rrmse, float(waits @ mae / waits.sum())))
    covered = waits @ np.array([score.coverage_ratio for score in scores]) / waits.sum()
    return WaitScore(int(waits.sum()), mean, tuple(errors), float(covered)), ""


def _boosted(known: PastWaits, came: PastWaits) -> str:
    """Return the error of LightGBM on the features of our model, or a dash without it."""
    if importlib.util.find_spec("lightgbm") is None:
        return "–"
    import lightgbm

    settings = {
        "objective": "regression", "learning_rate": 0.03, "num_leaves": 15,
        "min_data_in_leaf": 30, "verbose": -1, "num_threads": 1,
    }  # fmt: skip
    features = np.nan_to_num(features_of(known.states))
    trees = lightgbm.train(settings, lightgbm.Dataset(features, known.wait_seconds), 200)
    off = np.asarray(trees.predict(np.nan_to_num(features_of(came.states)))) - came.wait_seconds
    rrmse = 100 * np.sqrt(np.mean(off**2)) / came.wait_seconds.mean()
    return f"{rrmse:.1f}/{np.abs(off).mean():.1f}"


def _print_row(name: str, score: WaitScore, boosted: str) -> None:
    cells = "".join(f"{f'{100 * e.rrmse_ratio:.1f}/{e.mae_seconds:.1f}':>13}" for e in score.errors)
    print(f"{name:<24}{cells}{boosted:>13}{100 * (score.coverage_ratio or 0):>7.1f}")


def _is_offered(row: dict[str, str]) -> bool:
    queued = row["outcome"] == "AGENT" or row["q_time"] != "0"
    return row["outcome"] in {"AGENT", "HANG"} and queued and row["ser_time"].isdigit()


def _second(row: dict[str, str]) -> float:
    hours, minutes, seconds = map(int, row["vru_exit"].split(":"))
    return 86_400.0 * int(row["date"][-2:]) + 3600 * hours + 60 * minutes + seconds


if __name__ == "__main__":
    main()
