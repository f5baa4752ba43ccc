"""Twins made by hand: twelve later days, each answered as the verdict wants it."""

from datetime import date, timedelta
from typing import Any

from floorwalker.duties.scheduling.actions.store_twin import store_twin
from floorwalker.duties.scheduling.models import Twin
from floorwalker.duties.scheduling.stages.twinning import TwinDraft
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.people.models import Site
from tests.builders.plans import MADE_AT

DAYS = 12
FITTED_FROM = date(2026, 10, 1)
FIRST_DAY = date(2026, 11, 2)
MEASURES = ("service_level", "asa_seconds", "abandonment", "occupancy")
PATIENCE_TABLE = [6.0 * percent for percent in range(100)] + [None]


def make_twin(site: Site, *, verdict: str = "passed", pace: dict[str, float] | None = None) -> Twin:
    """A twin of the site's queues: 200 s of work, half have left by 300 s, 12 s of turnaround."""
    draft = TwinDraft(
        site=site,
        fitted_from=FITTED_FROM,
        fitted_until=FIRST_DAY - timedelta(days=1),
        validated_from=FIRST_DAY,
        validated_until=FIRST_DAY + timedelta(days=DAYS - 1),
        parameters=parameters(site, pace=pace or {}),
        verdict=verdict,
        figures=figures(site, verdict=verdict),
    )
    return store_twin(Actor.program("tests"), draft=draft, at=MADE_AT)


def parameters(site: Site, *, pace: dict[str, float]) -> dict[str, Any]:
    queue = {
        "contacts": 2_000,
        "gave_up": 150,
        "patience": {"mean_seconds": 310.0, "table": PATIENCE_TABLE, "seen_until": 0.62},
        "hours": {
            "overall": 200.0,
            "mean": [200.0] * 24,
            "count": [0] * 8 + [200] * 10 + [0] * 6,
            "spread": 4.0,
        },
        "handle_cv": 1.1,
        "retrials": None,
    }
    return {
        "queues": {str(one.pk): {"name": one.name, **queue} for one in site.queues.all()},
        "queues_unknown": [],
        "pace": pace,
        "people": 14,
        "people_unknown": 2,
        "pace_contacts": 1_850,
        "pace_spread": 0.12,
        "pace_tenths": [0.86, 1.17],
        "turnaround_seconds": 12.0,
    }


def figures(site: Site, *, verdict: str) -> dict[str, Any]:
    findings = [_finding(measure, verdict=verdict) for measure in MEASURES]
    return {
        "plays": 39,
        "measures": findings,
        "queues": [{"queue": queue.name, "measures": findings} for queue in site.queues.all()],
        "days": [_day(FIRST_DAY + timedelta(days=number)) for number in range(DAYS)],
        "left_out": {"waits_unknown": 0, "agents_unknown": 1},
        "clock_changes": 0,
        "overlap_ratio": 0.01,
    }


def _finding(measure: str, *, verdict: str) -> dict[str, Any]:
    judgement = {"passed": "within", "failed": "off", "open": "open"}[verdict]
    scale = 100.0 if measure == "asa_seconds" else 1.0
    return {
        "measure": measure,
        "judgement": judgement,
        "days": DAYS,
        "inside": 11 if verdict == "passed" else 3,
        "chance": 0.66 if verdict == "passed" else 0.0004,
        "recorded": 0.8 * scale,
        "error": -0.074 * scale,
        "error_low": -0.099 * scale,
        "error_high": -0.048 * scale,
        "tolerance": 0.05 * scale,
    }


def _day(day: date) -> dict[str, Any]:
    shares = {"recorded": 0.8, "mean": 0.82, "low": 0.76, "high": 0.87}
    return {
        "day": day.isoformat(),
        "offered": 350,
        "agents": 12,
        **dict.fromkeys(("service_level", "abandonment", "occupancy"), shares),
        "asa_seconds": {name: 100 * share for name, share in shares.items()},
    }
