"""Forecast accuracy and time, ours beside the peers', on recorded series.

    ./run bench, or: python benchmarks/forecast_accuracy.py [--origins N] [--only bank30]

Every method forecasts 28 days from the same mornings, a week apart, and sees nothing later. WAPE is
per interval. Pinball takes each method's means, spread by a negative binomial whose dispersion is
learned from that method's other origins, the same way for all. Seconds are CPU time per forecast.
A peer that is not installed is reported as absent (requirements/bench.txt has them).
"""
# ruff: noqa: E402 - the number of threads must be chosen before numpy is loaded

import argparse
import importlib.util
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

# One thread for everybody: CPU seconds can be compared, and this machine has other work.
for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

import numpy as np

from floorwalker.adapters.forecast_peers import PEERS
from floorwalker.adapters.plain_csv import read_intervals
from floorwalker.engines.forecast import (
    METHODS,
    OWN_METHOD,
    QUANTILE_LEVELS,
    History,
    forecast,
    negative_binomial_quantiles,
    poisson_noise,
)
from floorwalker.engines.forecast._negative_binomial import dispersion_of
from floorwalker.foundation.people.public_holidays import public_holidays

DATA = Path(os.environ.get("FLOORWALKER_DATA", Path(__file__).parents[2] / "shared" / "data"))
HORIZON_DAYS = 28
LEAD_WEEKS = (1, 2, 3, 4)

Method = Callable[[History, int], np.ndarray]


@dataclass(frozen=True)
class Result:
    """One method's forecasts of one series: what it said, what came, what it cost."""

    means: np.ndarray  # origins × days × slots
    actuals: np.ndarray
    seconds: float


def main() -> None:
    """Run the benchmark and print one table per series."""
    arguments = _arguments()
    print(__doc__.split("\n\n")[2].strip(), "\n")
    for name, load in SERIES.items():
        if arguments.only in (None, name):
            _print_series(name, load(), origins=arguments.origins)


def bank30() -> History:
    """Return the half-hours of a North American bank, 2003, the cut-short last one left out."""
    history = _history(DATA / "bank_calls_5min.csv", minutes=30)
    counts = history.counts.copy()
    counts[:, 42] = np.nan  # 21:00 holds five minutes only
    return replace(history, counts=counts, holidays=_holidays("US", history))


def anon30() -> History:
    """Return the half-hours of an Israeli bank, 1999, around the clock."""
    lines = ["time,offered"]
    source = DATA / "anonymous_bank_1999_counts_6min.csv"
    for line in source.read_text(encoding="utf-8").splitlines()[1:]:
        day, slot, calls = line.split(",")
        start = datetime.fromisoformat(day) + timedelta(minutes=6 * (int(slot) - 1))
        lines.append(f"{start.isoformat()},{calls}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / source.name
        path.write_text("\n".join(lines), encoding="utf-8")
        history = _history(path, minutes=30)
    return replace(history, holidays=_holidays("IL", history))


def ed60() -> History:
    """Return the hourly arrivals at an emergency department, 2013 to 2016."""
    history = _history(DATA / "hospital_arrivals_hourly.csv", minutes=60)
    return replace(history, holidays=_holidays("US", history))


SERIES = {"bank30": bank30, "anon30": anon30, "ed60": ed60}


def own(history: History, horizon_days: int) -> np.ndarray:
    """Make our whole forecast, bands and all, and return its means."""
    return forecast(history, horizon_days=horizon_days).mean


def own_without_holidays(history: History, horizon_days: int) -> np.ndarray:
    """Forecast as ours does when nobody tells it a country."""
    return own(replace(history, holidays=frozenset()), horizon_days)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--origins", type=int, default=8, help="mornings to forecast from")
    parser.add_argument("--only", choices=SERIES)
    return parser.parse_args()


def _history(path: Path, *, minutes: int) -> History:
    matrix = read_intervals(path, minutes=minutes).queues[0].offered
    return History(matrix.first_day, minutes, matrix.values)


def _holidays(country: str, history: History) -> frozenset[date]:
    years = (history.first_day.year, history.next_day.year)
    return public_holidays(country, "", years=range(years[0], years[1] + 1))


def _print_series(name: str, history: History, *, origins: int) -> None:
    methods = {"own": own, "own, no holidays": own_without_holidays}
    methods |= {key: value for key, value in METHODS.items() if key != OWN_METHOD}
    ours = _result(history, own, origins=origins)
    print(f"{name}: {history.days} days × {history.slots} slots, {origins} origins")
    heading = "".join(f"   week {week}" for week in LEAD_WEEKS)
    print(f"{'method':<24}{heading}  pinball  seconds  own ÷ its WAPE")
    for key, method in methods.items():
        _print_row(
            key, ours if key == "own" else _result(history, method, origins=origins), ours=ours
        )
    for key, (modules, method) in PEERS.items():
        absent = [module for module in modules if importlib.util.find_spec(module) is None]
        if absent:
            print(f"{key:<24}   absent ({absent[0]} is not installed)")
        else:
            _print_row(key, _result(history, method, origins=origins), ours=ours)
    floor = [poisson_noise(m).sum() / a.sum() for m, a in (_week(ours, w) for w in LEAD_WEEKS)]
    print(f"{'Poisson noise alone':<24}" + "".join(f"{100 * ratio:9.2f}" for ratio in floor), "\n")


def _result(history: History, method: Method, *, origins: int) -> Result:
    means, actuals = [], []
    began = time.process_time()
    for index in range(origins):
        origin = history.days - HORIZON_DAYS - 7 * index
        means.append(method(history.until(origin), HORIZON_DAYS))
        actuals.append(history.counts[origin : origin + HORIZON_DAYS])
    seconds = (time.process_time() - began) / origins
    return Result(np.array(means), np.array(actuals), seconds)


def _print_row(key: str, result: Result, *, ours: Result) -> None:
    errors = [_wape(*_week(result, week)) for week in LEAD_WEEKS]
    own_errors = [_wape(*_week(ours, week)) for week in LEAD_WEEKS]
    cells = "".join(f"{100 * error:9.2f}" for error in errors)
    ratio = sum(own_errors) / sum(errors)
    print(
        f"{key:<24}{cells}{100 * _pinball(result):9.2f}{result.seconds:9.3f}{ratio:12.2f}",
        flush=True,
    )


def _week(result: Result, week: int) -> tuple[np.ndarray, np.ndarray]:
    """Return means and actuals of the known intervals of one lead week."""
    ahead = slice(7 * (week - 1), 7 * week)
    means, actuals = result.means[:, ahead], result.actuals[:, ahead]
    known = ~np.isnan(actuals)
    return np.nan_to_num(means[known]), actuals[known]


def _wape(means: np.ndarray, actuals: np.ndarray) -> float:
    return float(np.abs(means - actuals).sum() / actuals.sum())


def _pinball(result: Result) -> float:
    """Return the mean loss over the five levels and all weeks ÷ the mean actual."""
    loss, volume = 0.0, 0.0
    for index in range(result.means.shape[0]):
        others = np.arange(result.means.shape[0]) != index
        if not others.any():
            return float("nan")
        means, actuals = np.nan_to_num(result.means), result.actuals
        a = dispersion_of(actuals[others], mean=means[others])
        known = ~np.isnan(actuals[index])
        mean, actual = np.maximum(means[index][known], 0.0), actuals[index][known]
        quantiles = negative_binomial_quantiles(
            mean, dispersion=np.full(mean.shape, a), levels=QUANTILE_LEVELS
        )
        short = actual[:, None] - quantiles
        levels = np.asarray(QUANTILE_LEVELS)
        loss += float(np.maximum(levels * short, (levels - 1) * short).mean(axis=1).sum())
        volume += float(actual.sum())
    return loss / volume


if __name__ == "__main__":
    main()
