"""Queues, forecasts and requirements whose numbers are easy to foresee.

A forecast has the same mean in every interval from 08:00 to 20:00 local time, and none outside:
with the usual mean of 10 a day of half-hours has 24 open intervals and 240 contacts.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from floorwalker.duties.scheduling.actions.store_requirement import store_requirement
from floorwalker.duties.scheduling.choices import ForecastKind
from floorwalker.duties.scheduling.models import (
    ForecastInterval,
    ForecastVersion,
    Requirement,
    SpecialDay,
)
from floorwalker.duties.scheduling.stages.requiring import require_week
from floorwalker.duties.scheduling.week import Week
from floorwalker.engines.timegrid import interval_starts
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.demand.models import Queue, ServiceTarget
from floorwalker.foundation.people.models import Site

MONDAY = date(2026, 11, 23)
MADE_AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
OPEN_HOUR, CLOSE_HOUR = 8, 20

METHODS = ("dayreg_mix", "mean_of_last_4", "mean_of_last_8", "seasonal_naive")


def make_queue(site: Site, *, name: str = "Billing", **target: Any) -> Queue:
    """A queue with a service target: 80 % in 20 s and a patience of 120 s unless told otherwise."""
    queue = Queue.objects.create(site=site, name=name)
    ServiceTarget.objects.create(queue=queue, **{"patience_seconds": 120} | target)
    return queue


def make_forecast(
    queue: Queue,
    *,
    week_starts_on: date = MONDAY,
    days: int = 28,
    minutes: int = 30,
    mean: float = 10.0,
    aht_seconds: float = 300.0,
    **fields: Any,
) -> ForecastVersion:
    """A system forecast; `fields` are those of the version (kind, based_on, note, backtest, …)."""
    version = ForecastVersion.objects.create(
        **{
            "queue": queue,
            "kind": ForecastKind.SYSTEM,
            "first_day": week_starts_on,
            "days": days,
            "interval_minutes": minutes,
            "method": "dayreg_mix",
            "day_factor_cv": 0.1,
            "history_from": week_starts_on - timedelta(days=365),
            "history_until": week_starts_on - timedelta(days=1),
            "created_at": MADE_AT,
            "created_by_name": "Floorwalker",
        }
        | fields
    )
    zone = queue.site.tzinfo
    starts = interval_starts(week_starts_on, days=days, minutes=minutes, zone=zone)
    ForecastInterval.objects.bulk_create(
        _interval(version, at, mean=mean if _is_open(at.astimezone(zone)) else 0.0, aht=aht_seconds)
        for at in starts
    )
    return version


def make_special_day(site: Site, **fields: Any) -> SpecialDay:
    """A closed Monday of the planned week, unless told otherwise."""
    first = fields.get("first_day", MONDAY)
    usual = {"name": "Stocktaking", "kind": "closed", "first_day": first, "last_day": first}
    return SpecialDay.objects.create(site=site, **usual | fields)


def make_requirement(
    site: Site, *, week_starts_on: date = MONDAY, shrinkage_ratio: float = 0.2
) -> Requirement:
    """What the program computes from the newest forecasts of the site's queues."""
    week = Week(week_starts_on, site.tzinfo)
    draft = require_week(site, week=week, shrinkage_ratio=shrinkage_ratio)
    return store_requirement(Actor.program("tests"), site=site, draft=draft, at=MADE_AT)


def make_backtest(*, own_wape_ratio: float = 0.053, naive_wape_ratio: float = 0.084) -> Any:
    """A back-test as it is stored: eight origins, one and two weeks ahead, every method."""
    wapes = dict.fromkeys(METHODS, 0.07) | {
        "dayreg_mix": own_wape_ratio,
        "seasonal_naive": naive_wape_ratio,
    }
    return {
        "origins": 8,
        "noise_floor_ratio": [0.023, 0.024],
        "scores": [
            {
                "method": method,
                "lead_week": lead_week,
                "intervals": 1344,
                "wape_ratio": wapes[method],
                "bias_ratio": -0.011,
                "pinball_ratio": 0.031,
                "coverage_90_ratio": 0.905,
            }
            for method in METHODS
            for lead_week in (1, 2)
        ],
    }


def _is_open(local: datetime) -> bool:
    return OPEN_HOUR <= local.hour < CLOSE_HOUR


def _interval(
    version: ForecastVersion, at: datetime, *, mean: float, aht: float
) -> ForecastInterval:
    return ForecastInterval(
        version=version,
        starts_at=at,
        mean=mean,
        p05=mean * 0.5,
        p25=mean * 0.8,
        p50=mean,
        p75=mean * 1.2,
        p95=mean * 1.6,
        aht_seconds=aht,
    )
