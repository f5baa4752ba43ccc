"""The day in progress as one JSON object; docs/reference/forecast.md describes its fields."""

import json

from floorwalker.cli._forecast_json import QUANTILE_NAMES, Json
from floorwalker.cli._intraday_run import IntradayQueue, IntradayReport, IntradayRow
from floorwalker.engines.forecast import OWN_METHOD


def as_json_text(report: IntradayReport) -> str:
    """Return the whole report as JSON text."""
    wish, staffing = report.wish, report.staffing
    content: Json = {
        "method": f"{OWN_METHOD}, updated during the day",
        "as_of": report.as_of.isoformat(),
        "known_until": report.known_until.isoformat(),
        "interval_minutes": wish.minutes,
        "source_interval_minutes": report.source_minutes,
        "zone": None if wish.zone is None else wish.zone.key,
        "country": wish.country,
        "province": wish.province,
        "rows_left_out": report.rows_left_out,
        "queues_left_out": list(report.queues_left_out),
    }
    if staffing is not None:
        content["service_level"] = staffing.service_level
        content["within_seconds"] = staffing.within_seconds
        content["patience_seconds"] = staffing.patience_seconds
    content["queues"] = [_queue(queue) for queue in report.queues]
    content["rows"] = [_row(row, queue=queue) for queue in report.queues for row in queue.rows]
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


def _queue(queue: IntradayQueue) -> Json:
    update = queue.update
    return {
        "queue": queue.queue,
        "verdict": update.verdict,
        "factor": round(update.factor, 5),
        "slope_day": round(update.slope_day, 4),
        "slope_latest": round(update.slope_latest, 4),
        "certainty_ratio": round(update.certainty_ratio, 4),
        "saved_ratio": round(update.saved_ratio, 4),
        "past_days": update.past_days,
        "observed_so_far": round(update.observed_so_far, 2),
        "expected_so_far": round(update.expected_so_far, 2),
        "warnings": list(queue.warnings),
    }


def _row(row: IntradayRow, *, queue: IntradayQueue) -> Json:
    content: Json = {
        "queue": queue.queue,
        "start": row.start.isoformat(),
        "morning": round(row.morning, 4),
        "mean": round(row.mean, 4),
    }
    content.update(zip(QUANTILE_NAMES, row.quantiles, strict=True))
    if row.aht_seconds is not None:
        content["aht_seconds"] = round(row.aht_seconds, 1)
    if row.staffed is not None:
        content["agents_morning"] = row.staffed.agents_morning
        content["agents"] = row.staffed.agents
        content["service_level_morning"] = round(row.staffed.service_level_morning, 5)
        content["service_level"] = round(row.staffed.service_level, 5)
    return content
