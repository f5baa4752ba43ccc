"""The forecast as one JSON object; its fields are described in docs/reference/forecast.md."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta

import numpy as np

from floorwalker.cli._forecast_run import ForecastReport, QueueReport
from floorwalker.engines.forecast import OWN_METHOD, QUANTILE_LEVELS, Backtest, picks
from floorwalker.engines.timegrid import local_starts, slot_of

QUANTILE_NAMES = tuple(f"p{round(100 * level):02d}" for level in QUANTILE_LEVELS)

Json = dict[str, object]


def as_json_text(report: ForecastReport) -> str:
    """Return the whole report as JSON text."""
    wish = report.wish
    content: Json = {
        "method": OWN_METHOD,
        "interval_minutes": wish.minutes,
        "source_interval_minutes": report.source_minutes,
        "from": report.first_day.isoformat(),
        "horizon_days": wish.horizon_days,
        "zone": None if wish.zone is None else wish.zone.key,
        "country": wish.country,
        "province": wish.province,
        "rows_left_out": report.rows_left_out,
        "queues": [_queue(queue) for queue in report.queues],
        "rows": [row for queue in report.queues for row in _rows(queue, report=report)],
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


def _queue(report: QueueReport) -> Json:
    history = report.history
    known = np.flatnonzero((~np.isnan(history.counts)).any(axis=1))
    content: Json = {
        "queue": report.queue,
        "history_first_day": (history.first_day + timedelta(days=int(known[0]))).isoformat(),
        "history_last_day": (history.first_day + timedelta(days=int(known[-1]))).isoformat(),
        "history_days_known": int(known.size),
        "history_contacts": float(np.nansum(history.counts)),
        "day_factor_cv": round(report.forecast.day_factor_cv, 4),
        "warnings": list(report.warnings),
    }
    if report.backtest is not None:
        content["backtest"] = _backtest(report.backtest)
    return content


def _backtest(backtest: Backtest) -> Json:
    scores = [asdict(score) for score in backtest.scores]
    for score in scores:
        del score["gain_ratios"]
    content: Json = {
        "origins": backtest.origins,
        "noise_floor_ratio": [round(ratio, 5) for ratio in backtest.noise_floor_ratio],
        "scores": [_rounded(score) for score in scores],
        "picks": [_rounded(asdict(pick)) for pick in picks(backtest)],
    }
    if backtest.handle_time:
        content["handle_time"] = [_rounded(asdict(score)) for score in backtest.handle_time]
    return content


def _rounded(values: Json) -> Json:
    return {k: round(v, 5) if isinstance(v, float) else v for k, v in values.items()}


def _rows(queue: QueueReport, *, report: ForecastReport) -> Iterator[Json]:
    result = queue.forecast
    # Quiet hours that the file lists with zeros only are not open, but they were asked about.
    in_file = np.asarray((~np.isnan(queue.history.counts)).any(axis=0))
    listed = np.asarray(result.open_slots.any(axis=0)) | in_file
    starts = local_starts(
        result.first_day,
        days=report.wish.horizon_days,
        minutes=result.minutes,
        zone=report.wish.zone,
    )
    for start in starts:
        day = (start.date() - result.first_day).days
        slot = slot_of(start, minutes=result.minutes)
        if not listed[slot]:
            continue
        row: Json = {
            "queue": queue.queue,
            "start": start.isoformat(),
            "mean": round(float(result.mean[day, slot]), 4),
        }
        row.update(zip(QUANTILE_NAMES, map(int, result.quantiles[day, slot]), strict=True))
        if result.aht_seconds is not None:
            row["aht_seconds"] = round(float(result.aht_seconds[day, slot]), 1)
        yield row
