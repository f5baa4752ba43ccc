"""The rest of a day after its first hours, ours beside plain updates, on recorded series.

    ./run bench intraday, or: python -m benchmarks.intraday [--first-day N] [--only bank30]

Every day from the given one on is forecast on its morning, cut at several times of day and updated
with what had come by then; nothing later is seen. WAPE is of the rest of the day, per interval.
Ratio scales the rest by observed ÷ expected; shrunk ratio is the mean of a gamma day factor whose
variance is learned from the same past days. Seconds are CPU time per update.
"""
# ruff: noqa: E402 - the number of threads must be chosen before numpy is loaded

import argparse
import os
import time
from dataclasses import dataclass

for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

import numpy as np
from benchmarks.forecast_accuracy import anon30, bank30, ed60

from floorwalker.engines.forecast import PastDays, Today, intraday_update, morning_forecasts

PAST_DAYS = 90
# First day: sixteen weeks on, two for the first forecast, the rest to learn slopes from. Then the
# slot at which the first bank opens, and the cuts in slots from there (half-hours; hours in ed60).
SERIES = {
    "bank30": (bank30, 112, 14, (1, 2, 3, 4, 5, 6, 7, 8, 10, 14, 18, 22)),
    "anon30": (anon30, 112, 0, (1, 4, 8, 12, 16, 18, 20, 24, 28, 32, 36, 40, 44)),
    "ed60": (ed60, 916, 0, (1, 4, 8, 12, 16, 20)),
}
METHODS = ("no update", "ratio", "shrunk ratio", "ours")


@dataclass(frozen=True)
class Cut:
    """All days at one cut: WAPE of the rest by method, days that ours touched, and its time."""

    wapes: dict[str, float]
    touched: int
    days: int
    seconds: float


def main() -> None:
    """Print one table per series."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--first-day", type=int)
    parser.add_argument("--only", choices=SERIES)
    arguments = parser.parse_args()
    for name, (load, usual_first_day, opening, cuts) in SERIES.items():
        if arguments.only not in (None, name):
            continue
        mornings = all_mornings(load())
        first_day = arguments.first_day or usual_first_day
        print(f"{name}: rest of the day, days {first_day} to {len(mornings.actual)}")
        heading = "".join(f"{method:>14}" for method in METHODS)
        print(f"{'after slots':<12}{heading}{'touched':>12}{'seconds':>10}")
        for cut in cuts:
            row = at_cut(mornings, from_slot=opening + cut, first_day=first_day)
            cells = "".join(f"{100 * row.wapes[method]:14.2f}" for method in METHODS)
            print(f"{cut:<12}{cells}{f'{row.touched} of {row.days}':>12}{row.seconds:10.4f}")
        print()


def all_mornings(history) -> PastDays:
    """Return every day's morning forecast beside what came, NaN for the first two weeks."""
    made = morning_forecasts(history, days=history.days)
    known = ~np.isnan(history.counts).all(axis=1)
    expected = np.full(history.counts.shape, np.nan)
    expected[np.flatnonzero(known)[-made.expected.shape[0] :]] = made.expected
    return PastDays(expected, history.counts)


def at_cut(mornings: PastDays, *, from_slot: int, first_day: int) -> Cut:
    """Update each day from the first one on at one time of day, as it was known then."""
    errors = dict.fromkeys(METHODS, 0.0)
    contacts, touched, days, seconds = 0.0, 0, 0, 0.0
    for day in range(first_day, mornings.actual.shape[0]):
        expected, actual = mornings.expected[day], mornings.actual[day]
        ahead = (expected > 0) & ~np.isnan(actual) & (np.arange(actual.size) >= from_slot)
        if np.isnan(expected).any() or not ahead.any():
            continue
        past = _known_before(mornings, day=day)
        observed = np.where(np.arange(actual.size) < from_slot, actual, np.nan)
        today = Today(1440 // actual.size, from_slot, expected, 0.0, observed)
        began = time.process_time()
        update = intraday_update(today, past=past)
        seconds += time.process_time() - began
        factors = {"no update": 1.0, "ours": update.factor, **_plain_factors(update, past=past)}
        for method, factor in factors.items():
            errors[method] += float(np.abs(factor * expected - actual)[ahead].sum())
        contacts += float(actual[ahead].sum())
        touched += update.verdict == "updated"
        days += 1
    wapes = {method: error / contacts for method, error in errors.items()}
    return Cut(wapes, touched, days, seconds / days)


def _known_before(mornings: PastDays, *, day: int) -> PastDays:
    before = slice(max(0, day - PAST_DAYS), day)
    expected, actual = mornings.expected[before], mornings.actual[before]
    made = ~np.isnan(expected).any(axis=1)
    return PastDays(expected[made], actual[made])


def _plain_factors(update, *, past: PastDays) -> dict[str, float]:
    observed, expected = update.observed_so_far, update.expected_so_far
    totals, came = past.expected.sum(axis=1), np.nansum(past.actual, axis=1)
    used = totals > 0
    sigma = 1.4826 * float(np.median(np.abs(came[used] / totals[used] - 1.0)))
    prior = 1.0 / max(sigma**2 - float(np.median(1.0 / totals[used])), 1e-4)
    return {
        "ratio": observed / expected if expected > 0 else 1.0,
        "shrunk ratio": (prior + observed) / (prior + expected),
    }


if __name__ == "__main__":
    main()
