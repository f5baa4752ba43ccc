"""Agents and service for the rest of a day in progress: as foreseen in the morning, and now."""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.staffing import ServiceTarget, Workload, performance, requirement
from floorwalker.foundation.errors import BadInputError


@dataclass(frozen=True)
class StaffingWish:
    """The service to staff the rest of the day for."""

    service_level: float
    within_seconds: float
    patience_seconds: float | None


@dataclass(frozen=True)
class StaffedRow:
    """Agents for an interval, and the service that they give.

    Attributes:
        agents_morning: required by the morning forecast.
        agents: required by the update.
        service_level_morning: if as many are there as the morning forecast asked for.
        service_level: if as many are there as the update asks for.
    """

    agents_morning: int
    agents: int
    service_level_morning: float
    service_level: float


def staffed_rows(
    expected: np.ndarray,
    *,
    mean: np.ndarray,
    aht: np.ndarray | None,
    minutes: int,
    wish: StaffingWish,
) -> list[StaffedRow]:
    """Staff the morning forecast and the update of each interval, in steady state.

    Raises:
        BadInputError: no handle times are known.
    """
    if aht is None:
        raise BadInputError(
            "the file has no aht_seconds, so agents cannot be told.",
            next_step="Add the column, or leave --service-level out.",
        )
    target = ServiceTarget(service_level=wish.service_level, within_seconds=wish.within_seconds)
    patience = wish.patience_seconds
    try:
        foreseen = Workload(offered=expected, aht_seconds=aht, interval_seconds=60.0 * minutes)
        coming = Workload(offered=mean, aht_seconds=aht, interval_seconds=60.0 * minutes)
        before = requirement(foreseen, target=target, patience_seconds=patience)
        now = requirement(coming, target=target, patience_seconds=patience)
        unchanged = performance(
            coming,
            agents=before.agents,
            within_seconds=wish.within_seconds,
            patience_seconds=patience,
        )
    except ValueError as error:
        raise BadInputError(f"agents cannot be told: {error}.") from None
    return [
        StaffedRow(
            agents_morning=int(before.agents[index]),
            agents=int(now.agents[index]),
            service_level_morning=float(unchanged.service_level[index]),
            service_level=float(now.service_level[index]),
        )
        for index in range(mean.size)
    ]
