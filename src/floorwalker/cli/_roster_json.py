"""The answer of `floorwalker roster` as one JSON object, told in docs/reference/roster.md."""

import json
from datetime import datetime, time, timedelta
from typing import Any

from floorwalker.cli._roster_run import RosterReport
from floorwalker.engines import roster

AGENTS_DECIMALS = 3
COST_DECIMALS = 4


def as_json_text(report: RosterReport) -> str:
    """The report as JSON text."""
    return json.dumps(_content(report), ensure_ascii=False)


def local_time(report: RosterReport, minute: int) -> str:
    """A minute of the week as local ISO time."""
    midnight = datetime.combine(report.problem.first_day, time())
    return (midnight + timedelta(minutes=minute)).isoformat()


def paid_hours(shift: roster.PlannedShift) -> float:
    """Hours of a shift without its unpaid breaks."""
    unpaid = sum(b.end_minute - b.start_minute for b in shift.breaks if not b.paid)
    return (shift.end_minute - shift.start_minute - unpaid) / 60


def _content(report: RosterReport) -> dict[str, Any]:
    solution, problem = report.solution, report.problem
    agents = zip(problem.agents, solution.shifts, strict=True)
    return {
        "first_day": problem.first_day.isoformat(),
        "days": problem.days,
        "interval_minutes": problem.interval_minutes,
        "assignments": [
            {
                "agent": agent.name,
                "paid_hours": sum(paid_hours(shift) for shift in shifts),
                "shifts": [_shift(report, shift) for shift in shifts],
            }
            for agent, shifts in agents
        ],
        "broken_rules": _broken_rules(report),
        "conflicts": [
            {
                "agent": conflict.agent,
                "rules": conflict.rules,
                "mended_by": conflict.mended_by,
                "dropped": conflict.dropped,
            }
            for conflict in solution.conflicts
        ],
        "coverage": _coverage(report),
        "shortage": _shortage(report),
        "short_hours": round(report.coverage.short_hours, AGENTS_DECIMALS),
        "over_hours": round(report.coverage.over_hours, AGENTS_DECIMALS),
        "workload_hours": round(solution.workload_hours, AGENTS_DECIMALS),
        "cost": round(solution.cost, COST_DECIMALS),
        "cost_demand": round(solution.cost_parts.demand, COST_DECIMALS),
        "cost_hours_and_preferences": round(
            solution.cost_parts.hours_and_preferences, COST_DECIMALS
        ),
        "bound": round(solution.bound, COST_DECIMALS),
        "gap": round(solution.gap_ratio, COST_DECIMALS),
        "gap_of_workload": round(solution.gap_of_workload_ratio, COST_DECIMALS + 2),
        "iterations": solution.iterations,
        "seed": report.seed,
        "seconds": round(report.seconds, 2),
        "interrupted": report.interrupted,
    }


def _shift(report: RosterReport, shift: roster.PlannedShift) -> dict[str, Any]:
    def span(start: int, end: int) -> dict[str, Any]:
        return {"start": local_time(report, start), "end": local_time(report, end)}

    breaks = [
        span(b.start_minute, b.end_minute) | {"name": b.name, "paid": b.paid} for b in shift.breaks
    ]
    return span(shift.start_minute, shift.end_minute) | {
        "template": shift.template,
        "paid_hours": paid_hours(shift),
        "work": [span(window.start_minute, window.end_minute) for window in shift.work],
        "breaks": breaks,
    }


def _broken_rules(report: RosterReport) -> list[dict[str, Any]]:
    return [
        {
            "rule": broken.rule,
            "detail": broken.detail,
            "agent": broken.agent,
            "at": None if broken.at_minute is None else local_time(report, broken.at_minute),
            "found": broken.found,
            "limit": broken.limit,
            "by": broken.by,
            "unit": broken.unit,
            "subject": broken.subject,
        }
        for broken in report.broken_rules
    ]


def _coverage(report: RosterReport) -> list[dict[str, Any]]:
    """A row for each interval and queue where somebody is needed or there."""
    covered, rows = report.coverage, []
    for index, queue in enumerate(report.problem.queues):
        columns = (covered.required, covered.scheduled, covered.under, covered.over)
        parts = [column[index].round(AGENTS_DECIMALS).tolist() for column in columns]
        for slot, (required, scheduled, under, over) in enumerate(zip(*parts, strict=True)):
            if required or scheduled:
                rows.append(
                    {
                        "queue": queue.name,
                        "start": local_time(report, slot * covered.interval_minutes),
                        "required": required,
                        "scheduled": scheduled,
                        "under": under,
                        "over": over,
                    }
                )
    return rows


def _shortage(report: RosterReport) -> list[dict[str, Any]]:
    return [
        {
            "queue": report.problem.queues[short.queue].name,
            "start": local_time(report, short.start_minute),
            "end": local_time(report, short.end_minute),
            "agents_short_max": round(short.agents_short_max, AGENTS_DECIMALS),
            "agents_short_mean": round(short.agents_short_mean, AGENTS_DECIMALS),
            "hours_short": round(short.hours_short, AGENTS_DECIMALS),
        }
        for short in report.shortage
    ]
