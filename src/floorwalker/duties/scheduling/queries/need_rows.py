"""A requirement's intervals as plain rows: a week has thousands, and models cost most of a page."""

from datetime import datetime
from typing import NamedTuple

from floorwalker.duties.scheduling.models import Requirement


class NeedRow(NamedTuple):
    """What one queue needs in one interval, named as in `RequirementInterval`."""

    queue_id: int
    starts_at: datetime
    offered: float
    aht_seconds: float
    agents: int
    scheduled: float
    service_level: float
    asa_seconds: float
    abandonment: float
    occupancy: float
    backlog: float | None


def need_rows(requirement: Requirement) -> list[NeedRow]:
    """Return every interval of every queue, in order of time."""
    return [NeedRow(*row) for row in requirement.intervals.values_list(*NeedRow._fields)]
