"""What `floorwalker staff --blend` adds: people who do deferred work in their idle time."""

from typing import TYPE_CHECKING, Any

import numpy as np

from floorwalker.cli._staff_file import Line

if TYPE_CHECKING:
    from floorwalker.engines.staffing import ServiceTarget, Workload

SECONDS_PER_HOUR = 3600.0


def with_blended(
    rows: list[dict[str, object]],
    *,
    lines: list[Line],
    work: "Workload",
    target: "ServiceTarget",
    patience_seconds: float | None,
    is_interruptible: bool,
) -> tuple[list[dict[str, object]], dict[str, Any]]:
    """Return the rows with people for both kinds of work, and the hours saved before shrinkage."""
    from floorwalker.engines.staffing import blended_requirement

    hours = work.interval_seconds / SECONDS_PER_HOUR
    found = blended_requirement(
        work,
        target=target,
        deferred_agents=np.array([line.deferred_hours for line in lines]) / hours,
        patience_seconds=patience_seconds,
        is_interruptible=is_interruptible,
    )
    blended = [
        row
        | {
            "deferred_hours": line.deferred_hours,
            "blended": int(found.agents[index]),
            "reserve": int(found.reserve[index]),
            "apart": int(found.agents_apart[index]),
            "deferred_hours_fit": float(found.deferred_agents[index]) * hours,
        }
        for index, (row, line) in enumerate(zip(rows, lines, strict=True))
    ]
    together, apart = hours * int(found.agents.sum()), hours * int(found.agents_apart.sum())
    return blended, {
        "agent_hours_blended": together,
        "agent_hours_apart": apart,
        "agent_hours_saved": apart - together,
    }
