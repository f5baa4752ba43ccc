"""From the lines of a file and what was asked for to agents, and to what certainty costs."""

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from floorwalker.cli._staff_blended import with_blended
from floorwalker.cli._staff_file import Line, spacing_minutes

if TYPE_CHECKING:
    from floorwalker.engines.staffing import Requirement, ServiceTarget, Workload

MEASURES = ("service_level", "asa_seconds", "abandonment", "occupancy")
SECONDS_PER_MINUTE = 60
FLOOR_BELOW_TARGET = 0.05
FLOOR_LEAST = 0.01


class Wishes(NamedTuple):
    """The options, as the command line names them."""

    service_level: float
    within: float
    patience: float | None
    shrinkage: float
    interval: float | None
    occupancy_max: float
    asa_max: float | None
    abandonment_max: float | None
    fractions: bool
    modified_load: Literal["mean", "max"] | None
    blend: Literal["finish", "interrupt"] | None
    day_factor_cv: float | None
    risk: tuple[float, ...]
    floor: float | None


def staffed(lines: list[Line], *, asked: Wishes) -> dict[str, Any]:
    """Return assumptions, rows and, where a day factor is given, prices.

    Raises:
        ValueError: the numbers of the file are beyond what can be computed.
    """
    from floorwalker.engines.staffing import (
        ServiceTarget,
        Workload,
        fractional_requirement,
        requirement,
    )

    minutes, note = (asked.interval, None) if asked.interval else spacing_minutes(lines)
    target = ServiceTarget(
        service_level=asked.service_level,
        within_seconds=asked.within,
        occupancy_max=asked.occupancy_max,
        asa_seconds_max=asked.asa_max,
        abandonment_max=asked.abandonment_max,
    )
    work = Workload(
        offered=[line.offered for line in lines],
        aht_seconds=[line.aht_seconds for line in lines],
        interval_seconds=SECONDS_PER_MINUTE * minutes,
    )
    if asked.modified_load is not None:
        work = _modified(work, lines=lines, within=asked.modified_load)
    needed = requirement(
        work, target=target, patience_seconds=asked.patience, shrinkage=asked.shrinkage
    )
    rows = _rows(lines, needed)
    if asked.fractions:
        exact = fractional_requirement(work, target=target, patience_seconds=asked.patience)
        rows = [row | {"agents_exact": float(exact[i])} for i, row in enumerate(rows)]
    assumptions = _assumptions(asked, target=target, minutes=minutes, note=note)
    if asked.blend is not None:
        rows, hours = with_blended(
            rows,
            lines=lines,
            work=work,
            target=target,
            patience_seconds=asked.patience,
            is_interruptible=asked.blend == "interrupt",
        )
        assumptions |= {"blend": asked.blend, **hours}
    answer: dict[str, Any] = {"assumptions": assumptions, "rows": rows}
    if asked.day_factor_cv is not None:
        answer["prices"] = _prices(
            work, lines=lines, target=target, asked=asked, cv=asked.day_factor_cv
        )
    return answer


def _assumptions(
    asked: Wishes, *, target: "ServiceTarget", minutes: float, note: str | None
) -> dict[str, object]:
    told: dict[str, object] = {
        "model": "Erlang C" if asked.patience is None else "Erlang A",
        "service_level_of": target.of,
        **{name: value for name, value in asdict(target).items() if name != "of"},
        "patience_seconds": asked.patience,
        "shrinkage": asked.shrinkage,
        "interval_minutes": minutes,
        "note": note,
    }
    if asked.modified_load is not None:
        told["modified_load"] = asked.modified_load
    if asked.day_factor_cv is not None:
        told |= {"day_factor_cv": asked.day_factor_cv, "floor": _floor(asked)}
    return told


def _floor(asked: Wishes) -> float:
    if asked.floor is not None:
        return asked.floor
    return max(asked.service_level - FLOOR_BELOW_TARGET, FLOOR_LEAST)


def _modified(work: "Workload", *, lines: list[Line], within: Literal["mean", "max"]) -> "Workload":
    """Return the modified workload; each stretch of a queue without a gap begins empty."""
    from floorwalker.engines.staffing import Workload, modified_workload

    offered, handle = np.array(work.offered), np.array(work.aht_seconds)
    for stretch in _stretches(lines, seconds=work.interval_seconds):
        part = Workload(offered[stretch], handle[stretch], work.interval_seconds)
        moved = modified_workload(part, within=within)
        offered[stretch], handle[stretch] = moved.offered, moved.aht_seconds
    return Workload(offered, handle, work.interval_seconds)


def _stretches(lines: list[Line], *, seconds: float) -> list[list[int]]:
    """Return the indexes of lines that follow one another, by queue and time."""
    stretches: list[list[int]] = []
    for index in _in_order(lines):
        before = lines[stretches[-1][-1]] if stretches else None
        line = lines[index]
        follows = (
            before is not None
            and before.queue == line.queue
            and (line.moment - before.moment).total_seconds() == seconds
        )
        if follows:
            stretches[-1].append(index)
        else:
            stretches.append([index])
    return stretches


def _in_order(lines: list[Line]) -> list[int]:
    return sorted(range(len(lines)), key=lambda i: (lines[i].queue or "", lines[i].moment))


def _prices(
    work: "Workload", *, lines: list[Line], target: "ServiceTarget", asked: Wishes, cv: float
) -> list[dict[str, object]]:
    """Return the price list of each queue that has contacts."""
    from floorwalker.engines.staffing import RISK_LEVELS, price_list

    prices: list[dict[str, object]] = []
    for queue, indexes in groupby(_in_order(lines), key=lambda i: lines[i].queue):
        days = _by_day(work, lines=lines, indexes=list(indexes))
        if not np.any(days.offered):
            continue
        found = price_list(
            days,
            target=target,
            day_factor_cv=cv,
            floor=_floor(asked),
            patience_seconds=asked.patience,
            risk_levels=asked.risk or RISK_LEVELS,
        )
        named = {} if queue is None else {"queue": queue}
        for line in found:
            told = {name: value for name, value in vars(line).items() if name != "agents"}
            prices.append(named | told)
    return prices


def _by_day(work: "Workload", *, lines: list[Line], indexes: list[int]) -> "Workload":
    """Return one queue's work as a row for each date, filled up with nothing."""
    from floorwalker.engines.staffing import Workload

    dates = groupby(indexes, key=lambda i: lines[i].moment.date())
    days = [np.array(list(day)) for _, day in dates]
    offered = np.zeros((len(days), max(day.size for day in days)))
    handle = np.zeros_like(offered)
    for row, day in enumerate(days):
        offered[row, : day.size] = np.asarray(work.offered)[day]
        handle[row, : day.size] = np.asarray(work.aht_seconds)[day]
    return Workload(offered, handle, work.interval_seconds)


def _rows(lines: list[Line], needed: "Requirement") -> list[dict[str, object]]:
    rows = []
    for index, line in enumerate(lines):
        row: dict[str, object] = {} if line.queue is None else {"queue": line.queue}
        row |= {"start": line.start, "offered": line.offered, "aht_seconds": line.aht_seconds}
        row |= {"agents": int(needed.agents[index]), "scheduled": int(needed.scheduled[index])}
        row |= {measure: float(getattr(needed, measure)[index]) for measure in MEASURES}
        rows.append(row)
    return rows
